"""Whether a cell of a ledger says that a payment was granted: it also has what was asked for and is not.

``data/approval_words.csv`` is the table that an official may extend.
"""

from dataclasses import dataclass
from pathlib import Path

from disclosure.problems import Unreadable
from protection.data_tables import DataTable


@dataclass(frozen=True)
class ApprovalWord:
    """A row of the table: a word, and whether it says that something was granted. A no outweighs a yes."""

    word: str
    granted: bool


TABLE = DataTable(Path(__file__).parents[1] / "data" / "approval_words.csv", ApprovalWord, key=("word",))


def check(text: str) -> None:
    """Raise not_approved where a cell that is filled in says no, or does not say yes."""
    said = {row.granted for row in TABLE.rows if row.word in text}
    if text and said != {True}:
        raise Unreadable("not_approved")
