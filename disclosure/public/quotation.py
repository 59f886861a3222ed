"""The standard of a programme in words, as answers quote it: read from the rows, and typed by nobody."""

from collections.abc import Iterable
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext, override

from disclosure import standards
from disclosure.models import AssistanceStandard, Programme
from disclosure.public import public_lists
from disclosure.standards import Example


def quotation(programme: Programme, place: str, day: date) -> str:
    """Return what a programme pays in a place on a day, with one worked example; "" where nobody has said it.

    In Chinese, whoever quotes it: what they write is read by who complained.
    """
    with override("zh-hans"):
        figures = standards.monthly(public_lists.standards_for(programme, place, day))
        return "".join(_sentences(programme, figures))


def _sentences(programme: Programme, figures: list[AssistanceStandard]) -> Iterable[str]:
    for each in figures:
        sort = str(each.get_sort_display())
        yield gettext("%(programme)s, %(sort)s: %(figure)s (%(place)s, since %(day)s, %(document)s).") % {
            "programme": programme.label,
            "sort": f"{sort}（{each.name}）" if each.name else sort,
            "figure": each.figure,
            "place": each.region.name,
            "day": date_format(each.valid_from, "DATE_FORMAT"),
            "document": each.document,
        }
    if example := standards.example(figures):
        yield worked(example)


def worked(example: Example) -> str:
    """The example in the words of the public pages."""
    words = ngettext(
        "For example: %(people)s person with an income of %(income)s yuan a month gets %(amount)s yuan "
        "a month.",
        "For example: %(people)s people with an income of %(income)s yuan a month together get %(amount)s "
        "yuan a month.",
        example.people,
    )
    amount = f"{example.amount:f}".rstrip("0").rstrip(".") if example.amount % 1 else str(int(example.amount))
    return words % {"people": example.people, "income": example.income, "amount": amount}
