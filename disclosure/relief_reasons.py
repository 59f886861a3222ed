"""For what a single payment was granted, in the words that may be public: ``data/relief_reasons.csv``.

The catalogue asks for the reason (救助事由, 民办函〔2019〕52号 目录 13); what a ledger says is about illness,
injury and shame. Only the class goes on: the words of the file are not kept (design invariant 5).
"""

from dataclasses import dataclass
from pathlib import Path

from protection.data_tables import DataTable


@dataclass(frozen=True)
class ReliefReason:
    """A class and the words by which it is known; the first row whose word stands in the text is meant."""

    reason: str
    words: tuple[str, ...] = ()


REASONS = DataTable(Path(__file__).parent / "data" / "relief_reasons.csv", ReliefReason, key=("reason",))


def reason_of(text: str) -> str:
    """The class of what a ledger says; where no word is known, the last row."""
    for row in REASONS.rows:
        if text == row.reason or any(word in text for word in row.words):
            return row.reason
    return REASONS.rows[-1].reason


def is_known(reason: str) -> bool:
    """Whether these are the words of a class, and so may be public."""
    return any(row.reason == reason for row in REASONS.rows)
