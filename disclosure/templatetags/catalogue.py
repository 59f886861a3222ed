"""How the states of the catalogue are said."""

from datetime import date

from django import template
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext, pgettext

from disclosure.catalogue.overview import Cell
from disclosure.enums import OVERDUE, DutyState, Proof
from disclosure.publication.duties import CatalogueDuty

register = template.Library()

#: The tone of a state's tag; the word in it says the same.
TONES = {
    DutyState.LATE: "tag--danger",
    DutyState.STALE: "tag--warn",
    DutyState.DUE: "tag--accent",
    DutyState.AFTER: "tag--warn",
    DutyState.PUBLIC: "tag--ok",
    DutyState.IN_TIME: "tag--ok",
}


@register.filter
def duty_tone(state: DutyState) -> str:
    """The class of a state's tag."""
    return TONES.get(state, "")


@register.filter
def duty_status(cell: Cell) -> str:
    """A state as Wagtail shows states; what has to be done something about is the stronger."""
    strong = " w-status--primary" if cell.state in OVERDUE else ""
    return format_html('<span class="w-status{}">{}</span>', strong, cell.state.label)


@register.filter
def duty_limit(duty: CatalogueDuty) -> str:
    """Within how many working days, and whether that is the row's own time."""
    days = ngettext("%(days)s working day", "%(days)s working days", duty.days) % {"days": duty.days}
    if duty.item.days:
        return days
    return gettext("%(days)s, as in all other rows: its own time is not legible") % {"days": days}


@register.filter
def duty_words(cell: Cell) -> str:
    """What the state hangs on: a day, or why the item does not apply; of which programme where it has
    several.
    """
    words = _words(cell)
    if words and cell.programme and len(cell.duty.programmes) > 1:
        programme = cell.duty.programmes[cell.programme].label
        return gettext("%(programme)s: %(words)s") % {"programme": programme, "words": words}
    return words


def _words(cell: Cell) -> str:
    if cell.exception:
        since = date_format(cell.exception.since, "DATE_FORMAT")
        return gettext("%(reason)s (since %(day)s)") % {"reason": cell.exception.reason, "day": since}
    if cell.state == DutyState.NOT_SEEN and cell.duty.item.proof == Proof.NOTICES:
        return gettext("No notice stands here today; whether one hangs on a board, this site cannot check.")
    if cell.state == DutyState.NOT_SEEN:
        return gettext("Published elsewhere, such as on the village's board; this site cannot check it.")
    if cell.by is None:
        return ""
    is_renewed = cell.duty.item.proof != Proof.LISTS
    words = {
        DutyState.LATE: gettext("was due by %(day)s"),
        DutyState.DUE: gettext("due by %(day)s"),
        DutyState.STALE: gettext("to be renewed by %(day)s")
        if is_renewed
        else gettext("the next list was due by %(day)s"),
    }.get(cell.state, gettext("the next one is due by %(day)s"))
    return words % {"day": day_words(cell)}


def day_words(cell: Cell) -> str:
    """The day, and that it is provisional where its year's calendar is not out."""
    day = date_format(cell.by, "DATE_FORMAT") if cell.by else ""
    return gettext("%(day)s, provisional") % {"day": day} if cell.is_provisional else day


@register.simple_tag
def catalogue_sentence(counted: list[tuple[DutyState, int]], applying: int) -> str:
    """How many of the items that apply are in which state."""
    told = [
        gettext("%(state)s %(number)s") % {"state": state.label, "number": number}
        for state, number in counted
        if state != DutyState.NOT_APPLICABLE
    ]
    return ngettext(
        "Of %(count)s item that applies here: %(states)s.",
        "Of %(count)s items that apply here: %(states)s.",
        applying,
    ) % {"count": applying, "states": pgettext("between changes", ", ").join(told)}


@register.simple_tag
def catalogue_span(months: tuple[date, date]) -> str:
    """From when until when what was due is counted."""
    first, last = (date_format(day, "DATE_FORMAT") for day in months)
    return gettext("What was due from %(first)s to %(last)s") % {"first": first, "last": last}
