"""How figures of lists are written."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django import template
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext, pgettext

from disclosure.enums import ListStanding
from disclosure.models import ListTotal
from disclosure.publication.differences import RowChange
from disclosure.publication.standing import ListState, Missing
from organizations.enums import Level

register = template.Library()


@register.filter
def yuan(amount: Decimal | int | None) -> str:
    """1,234.50, and 1,234 where there is nothing behind the point; a dash where nothing is paid.

    Grouped by thousands in every language: that is how bank slips write it.
    """
    if amount is None:
        return "—"
    text = f"{amount:,.2f}"
    return text.removesuffix(".00")


@register.filter
def signed_yuan(amount: Decimal) -> str:
    """The same with its sign, also where it is more."""
    return f"+{yuan(amount)}" if amount > 0 else yuan(amount).replace("-", "−")


@register.filter
def month(day: date | None) -> str:
    """2026年10月 or October 2026; a dash where the list does not say it."""
    return date_format(day, "YEAR_MONTH_FORMAT") if day else "—"


@register.filter
def whole_spans(hours: str) -> str:
    """Office hours, of which no line breaks within a span: 14:00–17:30."""
    return hours.replace("–", "\u2060–\u2060")


@register.filter
def public_value(value: object, column: str) -> str:
    """A value of a public column in words: amounts in yuan, days as their months."""
    if column == "amount":
        return yuan(value)  # type: ignore[arg-type]
    return month(value) if isinstance(value, date) else str(value or "—")


@register.simple_tag
def list_sentence(total: ListTotal, before: date | None) -> str:
    """How many stand on a list, what they receive, and what changed since the month ``before``."""
    if not total.is_compared:
        return totals_sentence(total)
    return run_on([totals_sentence(total), difference_sentence(total, before)])


def run_on(sentences: Sequence[str]) -> str:
    """Sentences as one text: Chinese sets no space between them."""
    text, *others = sentences
    for sentence in others:
        text = gettext("%(totals)s %(difference)s") % {"totals": text, "difference": sentence}
    return text


def totals_sentence(total: ListTotal) -> str:
    """How many households and people, and what they receive together."""
    households = ngettext("%(count)s household", "%(count)s households", total.households)
    people = ngettext("%(count)s person", "%(count)s people", total.people)
    parts = {
        "households": households % {"count": yuan(total.households)},
        "people": people % {"count": yuan(total.people)},
        "amount": yuan(total.amount),
    }
    if total.programme.pays_once:
        return gettext("%(households)s, together %(amount)s yuan in single payments.") % parts
    has_amount = total.programme.pays_monthly and total.amount_told is not None
    words = {
        (True, True): gettext("%(households)s with %(people)s, together %(amount)s yuan a month."),
        (True, False): gettext("%(households)s with %(people)s."),
        (False, True): gettext("%(households)s, together %(amount)s yuan a month."),
        (False, False): gettext("%(households)s."),
    }[total.people_told is not None, has_amount]
    return run_on([words % parts, *untold(total)])


def untold(total: ListTotal) -> list[str]:
    """What the lists do not say, of how many of the households."""
    found = []
    if total.households and total.people_told is None:
        found.append(gettext("How many people they are, the list does not say."))
    elif total.without_people:
        words = ngettext(
            "Of %(count)s household the list does not say how many people it has; they are not counted.",
            "Of %(count)s households the list does not say how many people they have; they are not counted.",
            total.without_people,
        )
        found.append(words % {"count": yuan(total.without_people)})
    if not total.programme.pays_monthly:
        return found
    if total.households and total.amount_told is None:
        found.append(gettext("What they receive, the list does not say."))
    elif total.without_amount:
        words = ngettext(
            "Of %(count)s household the list does not say what it receives; it is not in the sum.",
            "Of %(count)s households the list does not say what they receive; it is not in the sum.",
            total.without_amount,
        )
        found.append(words % {"count": yuan(total.without_amount)})
    return found


def difference_sentence(total: ListTotal, before: date | None) -> str:
    """What changed against the list before, leaving out what did not."""
    if before is None:
        return gettext("This is the first list published here.")
    changes = (
        (gettext("%(count)s added"), total.added),
        (gettext("%(count)s ended"), total.removed),
        (gettext("%(count)s changed"), total.changed),
    )
    told = [words % {"count": yuan(count)} for words, count in changes if count]
    if not told:
        return gettext("Nothing changed since %(month)s.") % {"month": month(before)}
    return gettext("Since %(month)s: %(changes)s.") % {
        "month": month(before),
        "changes": pgettext("between changes", ", ").join(told),
    }


@register.filter
def standing_words(state: ListState) -> str:
    """What stands where a figure would: not yet published and due by when, or not applicable."""
    if state.standing == ListStanding.NOT_YET and state.missing:
        words = gettext("Not yet published (was due by %(day)s)")
        if not state.missing.is_late:
            words = gettext("Not yet published (due by %(day)s)")
        return words % {"day": due_day(state.missing)}
    if state.withdrawn_on:
        words = gettext("Withdrawn on %(day)s, and being corrected")
        return words % {"day": date_format(state.withdrawn_on, "DATE_FORMAT")}
    return str(state.standing.label)


@register.filter
def withdrawn_words(state: ListState) -> str:
    """Of a list of earlier that it was withdrawn, and when where it is one list."""
    if state.withdrawn_on is None:
        return pgettext("list", "Withdrawn")
    return gettext("Withdrawn on %(day)s") % {"day": date_format(state.withdrawn_on, "DATE_FORMAT")}


@register.filter
def coverage_words(state: ListState) -> str:
    """Of how many places a sum is taken; nothing where it is of all."""
    if not state.is_partial:
        return ""
    if not state.due:
        return gettext("Only some places have published")
    words = {
        Level.COUNTY: ngettext(
            "%(public)s of %(due)s county has published",
            "%(public)s of %(due)s counties have published",
            state.due,
        ),
        Level.TOWNSHIP: ngettext(
            "%(public)s of %(due)s township has published",
            "%(public)s of %(due)s townships have published",
            state.due,
        ),
        Level.VILLAGE: ngettext(
            "%(public)s of %(due)s village has published",
            "%(public)s of %(due)s villages have published",
            state.due,
        ),
    }[state.level or Level.COUNTY]
    return words % {"public": state.public, "due": state.due}


@register.filter
def late_words(state: ListState) -> str:
    """That the next list is late where an older one is still shown; nothing else."""
    if not state.has_figures or state.missing is None or not state.missing.is_late:
        return ""
    words = gettext("The list of %(month)s was due by %(day)s and is not public yet.")
    if state.is_partial:
        words = gettext("The list of %(month)s was due by %(day)s and is not public everywhere yet.")
    return words % {"month": month(state.missing.month), "day": due_day(state.missing)}


@register.filter
def due_day(missing: Missing) -> str:
    """The day by which a list is due, and that it is provisional where its year's calendar is not out."""
    day = date_format(missing.by, "DATE_FORMAT")
    return gettext("%(day)s, provisional") % {"day": day} if missing.is_provisional else day


@register.simple_tag
def was(change: RowChange, name: str) -> str:
    """What a changed value was before, struck through in front of the new one; nothing where it is the
    same.
    """
    if name not in change.fields or change.before is None:
        return ""
    written = {"region_id": lambda row: row.village, "amount": lambda row: yuan(row.amount)}
    written["since"] = lambda row: month(row.since)
    old = written.get(name, lambda row: getattr(row, name))(change.before)
    return format_html("<del>{}</del> → ", old or "—")
