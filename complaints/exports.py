"""A list of cases as a spreadsheet: the rows that are shown, streamed, without who brought them."""

import tempfile
from collections.abc import Iterable, Iterator
from typing import IO

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook

from complaints.clocks import calendars, deadlines
from complaints.clocks.clock import WorkCalendar
from complaints.identity.redacted_text import redacted
from complaints.models import Case
from protection import csv_export

CHUNK = 500


def headings() -> list[str]:
    """The first row."""
    return [
        _("Case number"),
        _("Kind"),
        _("Channel"),
        _("Status"),
        _("Place"),
        _("Programme"),
        _("Subject"),
        _("Unit in charge"),
        _("Handler"),
        _("Received"),
        _("Due on"),
        _("Clock"),
    ]


def rows(cases: QuerySet[Case]) -> Iterator[list[str]]:
    """Yield one row a case; titles are redacted, because people write their names into them."""
    calendar = calendars.load()
    for case in cases.select_related("complainant", "programme", "region").iterator(chunk_size=CHUNK):
        yield _values(case, calendar)


def _values(case: Case, calendar: WorkCalendar) -> list[str]:
    clock = deadlines.next_due(case.clocks.all(), timezone.localdate(), calendar)
    return [
        case.number,
        case.get_kind_display(),
        case.get_channel_display(),
        case.latest_event.get_status_display(),
        "".join(filter(None, [case.region.parent.name if case.region.parent else "", case.region.name])),
        str(case.programme or ""),
        redacted(case, case.title),
        str(case.unit),
        str(case.handler or ""),
        timezone.localtime(case.received_at).strftime("%Y-%m-%d %H:%M"),
        clock.clock.due_on.isoformat() if clock else "",
        clock.words if clock else "",
    ]


def as_csv(table: Iterable[list[str]]) -> Iterator[str]:
    """The lines of a file of these rows, harmless to spreadsheet programs."""
    return csv_export.lines(headings(), table)


def as_xlsx(table: Iterable[list[str]]) -> IO[bytes]:
    """Write a workbook row by row into a temporary file and return it at its start."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Cases"))
    sheet.append(headings())
    for row in table:
        # One control character in one title would break the workbook of everybody.
        sheet.append([csv_export.cell(value) for value in row])
    output = tempfile.TemporaryFile()  # noqa: SIM115  the response closes it
    book.save(output)
    output.seek(0)
    return output
