"""The list row, or the notice, that a visitor came from, as the public sees it."""

from dataclasses import dataclass

from disclosure.lookup import shown_notice, shown_row
from disclosure.public.masking import PublicRow, public_row
from disclosure.public.notices.masked import PublicNotice, public_notice


@dataclass(frozen=True)
class ReportedRow:
    """A row's public form and the code of its village."""

    public: PublicRow
    region_code: str


def find(public_id: str) -> ReportedRow | None:
    """The row with this public id, None when no list has such a row now, or the public may not see it."""
    recipient = shown_row(public_id) if public_id else None
    return ReportedRow(public_row(recipient), recipient.region_id) if recipient else None


def find_notice(public_id: str) -> PublicNotice | None:
    """The notice with this public id, None when none is shown under it now."""
    notice = shown_notice(public_id) if public_id else None
    return public_notice(notice) if notice else None
