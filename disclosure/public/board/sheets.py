"""A sheet for a village's board: a table with all that has to stand around it on paper.

Rows come in the form that the board has (``columns``), which may be full names: whoever makes a sheet hands
it to nobody but who prints it. Anything that hangs on a board can be made one; a list is, here.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from disclosure.models import Notice, Recipient
from disclosure.public import public_lists
from disclosure.public.columns import Medium
from disclosure.public.masking import columns_of
from disclosure.public.notices.masked import public_notice
from disclosure.public.public_lists import Place, ProgrammeLine
from disclosure.templatetags.lists import month, run_on, untold, yuan
from organizations.models import Unit

#: Who signs below, as notices on paper have it.
SIGNED_BY = (_("Put up by"), _("Overseen by"), _("Date"))
_WRITTEN: Mapping[str, Callable[[Any], str]] = {"amount": yuan, "since": month}


@dataclass(frozen=True)
class Sheet:
    """``title`` and ``place`` stand on top, ``says`` below them; ``headings`` and ``rows`` are the table.

    ``objecting`` says what to do where something is not right. ``units`` answer for it, nearest first;
    ``signed_by`` are the lines to be filled in by hand.
    """

    title: str
    place: str
    says: str
    headings: Sequence[str | Promise]
    rows: Sequence[Sequence[str]]
    units: Sequence[Unit]
    made_on: date
    objecting: str
    signed_by: Sequence[str | Promise] = field(default=SIGNED_BY)


def sheet_of_list(place: Place, line: ProgrammeLine, today: date) -> Sheet:
    """The list of one village and programme that is public now, in the form of the board; three queries."""
    recipients = public_lists.rows(place.region, line.programme)
    return _of_rows(
        place, line, recipients, gettext("Shown until the next month's list takes its place."), today
    )


def sheet_of_earlier(place: Place, line: ProgrammeLine, rows: Iterable[Recipient], today: date) -> Sheet:
    """The same of the list of an earlier month, with the rows of it that may be shown today."""
    return _of_rows(
        place,
        line,
        rows,
        gettext("The list of an earlier month, as it may be shown today."),
        today,
    )


def _of_rows(place: Place, line: ProgrammeLine, rows: Iterable[Recipient], says: str, today: date) -> Sheet:
    programme = line.programme
    columns = columns_of(programme, Medium.BOARD)
    shown = public_lists.public_rows(rows, programme, place.region, today, Medium.BOARD)
    return Sheet(
        title=gettext("%(programme)s: list of %(month)s")
        % {"programme": programme.label, "month": month(line.month) if line.month else ""},
        place=place.path_name,
        says=run_on([says, *(untold(line.total) if line.total else [])]),
        headings=list(columns.values()),
        rows=[tuple(_written(name, getattr(row, name)) for name in columns) for row in shown],
        units=public_lists.responsible(place.region),
        made_on=today,
        objecting=gettext(
            "Call, go there, or open the list with the code above and press “Report this row”. You need not "
            "say who you are. Nobody's payment ends because of an objection before it was checked."
        ),
    )


def sheet_of_notice(place: Place, notice: Notice, today: date) -> Sheet:
    """One notice that is shown, in the form of the board. Raises ValueError for one that nobody may see."""
    shown = public_notice(notice, today, Medium.BOARD)
    days = {"since": day_of(shown.since), "until": day_of(shown.until) if shown.until else ""}
    if shown.until:
        says = gettext("Shown from %(since)s until %(until)s, the last day included.") % days
    else:
        says = (
            gettext("Shown from %(since)s until an objection is decided; nothing is approved meanwhile.")
            % days
        )
    amount = _("Yuan proposed, once") if shown.pays_once else _("Yuan proposed a month")
    cells = (
        (_("Name"), shown.name),
        (_("People"), shown.people),
        (amount, shown.amount if shown.amount is None else yuan(shown.amount)),
        (_("Reason"), shown.reason or None),
    )
    told = [(heading, str(value)) for heading, value in cells if value is not None]
    return Sheet(
        title=gettext("%(programme)s: notice before a decision (%(kind)s)")
        % {"programme": shown.programme, "kind": shown.kind.label},
        place=place.path_name,
        says=says,
        headings=[heading for heading, _value in told],
        rows=[[value for _heading, value in told]],
        units=public_lists.responsible(place.region),
        made_on=today,
        objecting=gettext(
            "Call, go there, or open the notice with the code above and press “Object”. An objection holds "
            "the decision until it was looked into."
        ),
    )


def day_of(day: date) -> str:
    """A day as notices on paper have it."""
    return date_format(day, "DATE_FORMAT")


def _written(column: str, value: Any) -> str:
    return "—" if value is None else _WRITTEN.get(column, str)(value)
