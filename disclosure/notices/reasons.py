"""Why a household is proposed, or loses support, in words that may be public: ``data/notice_reasons.csv``.

What a person is told, and what their file says, is about illness, prison and death. The notice says the class
in the law's words, and where these would tell too much, less (design invariant 5).
"""

from dataclasses import dataclass
from pathlib import Path

from disclosure import relief_reasons
from disclosure.enums import NoticeKind
from disclosure.models import Programme
from protection.data_tables import DataTable


@dataclass(frozen=True)
class NoticeReason:
    """One class: ``reason`` is what staff choose, ``shown`` what the public reads of it."""

    code: str
    programmes: tuple[str, ...]
    kind: NoticeKind
    reason: str
    shown: str
    basis: str


TABLE = DataTable(Path(__file__).parents[1] / "data" / "notice_reasons.csv", NoticeReason, key=("code",))


def of(programme: Programme, kind: str) -> dict[str, str]:
    """The reasons that a notice may have, by code, in the words that staff choose by.

    Those of single payments are the classes that their lists show too.
    """
    if programme.pays_once:
        return {row.reason: row.reason for row in relief_reasons.REASONS.rows}
    rows = (row for row in TABLE.rows if programme.pk in row.programmes and row.kind == kind)
    return {row.code: row.reason for row in rows}


def shown(code: str) -> str:
    """What the public reads of a reason; nothing for what is no class."""
    if relief_reasons.is_known(code):
        return code
    return next((row.shown for row in TABLE.rows if row.code == code), "")
