"""A sheet for a village's board: a table with all that has to stand around it on paper.

Rows come in the form that the board has (``columns``), which may be full names: whoever makes a sheet hands
it to nobody but who prints it. Anything that hangs on a board can be made one; a list is, here.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from disclosure.public import public_lists
from disclosure.public.columns import Medium
from disclosure.public.masking import columns_of
from disclosure.public.public_lists import ProgrammeLine, Place
from disclosure.templatetags.lists import month, run_on, untold, yuan
from organizations.models import Unit

#: Who signs below, as notices on paper have it.
SIGNED_BY = (_("Put up by"), _("Overseen by"), _("Date"))
_WRITTEN: Mapping[str, Callable[[Any], str]] = {"amount": yuan, "since": month}


@dataclass(frozen=True)
class Sheet:
    """``title`` and ``place`` stand on top, ``says`` below them; ``headings`` and ``rows`` are the table.

    ``units`` answer for it, nearest first; ``signed_by`` are the lines to be filled in by hand.
    """

    title: str
    place: str
    says: str
    headings: Sequence[str | Promise]
    rows: Sequence[Sequence[str]]
    units: Sequence[Unit]
    made_on: date
    signed_by: Sequence[str | Promise] = field(default=SIGNED_BY)


def sheet_of_list(place: Place, line: ProgrammeLine, today: date) -> Sheet:
    """The list of one village and programme that is public now, in the form of the board; three queries."""
    programme = line.programme
    columns = columns_of(programme, Medium.BOARD)
    recipients = public_lists.rows(place.region, programme)
    shown = public_lists.public_rows(recipients, programme, place.region, today, Medium.BOARD)
    rows = [tuple(_written(name, getattr(row, name)) for name in columns) for row in shown]
    says = [gettext("Shown until the next month's list takes its place.")]
    if line.total:
        says += untold(line.total)
    return Sheet(
        title=gettext("%(programme)s: list of %(month)s")
        % {"programme": programme.label, "month": month(line.month) if line.month else ""},
        place=place.path_name,
        says=run_on(says),
        headings=list(columns.values()),
        rows=rows,
        units=public_lists.responsible(place.region),
        made_on=today,
    )


def _written(column: str, value: Any) -> str:
    return "—" if value is None else _WRITTEN.get(column, str)(value)
