"""What each kind of matter is: one row a kind, asked wherever kinds are treated differently.

To add one: its name (``enums.CaseKind``), its row here, its rows in ``data/first_hands.csv`` and
``data/service_standards.csv``, its words in both catalogues; ``tests/complaints/test_kinds.py`` says what is
missing. Who gets it at first, and by when what is due, stands in those two tables.
"""

from dataclasses import dataclass, replace
from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from complaints.enums import CaseKind


class Blame(Enum):
    """When the whole is said against somebody, beside what is about conduct or money."""

    ALWAYS = "always"
    UNLESS_SAID = "unless its complainant says that it is about something else"
    BY_MATTER = "never by its kind"


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One row.

    ``hint`` is what a citizen reads beside its name. Who brings it is asked for the row of a list
    (``needs_row``), for what it is mainly about (``asks_matter``), for who it is about (``asks_who``; else
    only how high up they sit). Its answer is a written opinion on a request (``needs_opinion``, 信访工作条例
    32), or may be given where it is taken (``answered_at_intake``, 信访工作条例 23: 当场告知).

    ``may_only_ask``: it may be a question and nothing else. ``for_desks``: every desk opens it as far as it
    is said against nobody. ``means_lowest_office``: words for nobody we know count against the lowest office
    of its place. ``passed_on``: it goes to discipline inspection in time (``ClockKind.REFER``).
    ``holds_notice``: nothing is approved on the notice it is about while it is open (公示异议).
    """

    hint: Promise | str
    blame: Blame
    needs_row: bool
    asks_matter: bool
    asks_who: bool
    needs_opinion: bool
    answered_at_intake: bool
    may_only_ask: bool
    for_desks: bool
    means_lowest_office: bool
    passed_on: bool
    holds_notice: bool


KINDS: dict[CaseKind, Kind] = {
    CaseKind.ENQUIRY: Kind(
        hint=_(
            "You want to know something: who can receive assistance, how to apply, where an application "
            "stands."
        ),
        blame=Blame.BY_MATTER,
        needs_row=False,
        asks_matter=False,
        asks_who=False,
        needs_opinion=False,
        answered_at_intake=True,
        may_only_ask=True,
        for_desks=True,
        means_lowest_office=False,
        passed_on=False,
        holds_notice=False,
    ),
    CaseKind.COMPLAINT: Kind(
        hint=_("Something was not done, done late, or you were treated badly."),
        blame=Blame.UNLESS_SAID,
        needs_row=False,
        asks_matter=True,
        asks_who=True,
        needs_opinion=True,
        answered_at_intake=False,
        may_only_ask=False,
        for_desks=False,
        means_lowest_office=False,
        passed_on=False,
        holds_notice=False,
    ),
    CaseKind.REPORT: Kind(
        hint=_("Somebody takes money, demands gifts, favours relatives, or forged papers."),
        blame=Blame.ALWAYS,
        needs_row=False,
        asks_matter=True,
        asks_who=True,
        needs_opinion=True,
        answered_at_intake=False,
        may_only_ask=False,
        for_desks=False,
        means_lowest_office=True,
        passed_on=True,
        holds_notice=False,
    ),
    CaseKind.OBJECTION: Kind(
        hint=_("Somebody on a list should not be there, or somebody is missing, or a figure is wrong."),
        blame=Blame.BY_MATTER,
        needs_row=True,
        asks_matter=False,
        asks_who=True,
        needs_opinion=True,
        answered_at_intake=False,
        may_only_ask=False,
        for_desks=True,
        means_lowest_office=False,
        passed_on=False,
        holds_notice=True,
    ),
    CaseKind.SUGGESTION: Kind(
        hint=_("You have an idea how assistance could be done better, for everybody."),
        blame=Blame.BY_MATTER,
        needs_row=False,
        asks_matter=False,
        asks_who=False,
        needs_opinion=False,
        answered_at_intake=False,
        may_only_ask=False,
        for_desks=False,
        means_lowest_office=False,
        passed_on=False,
        holds_notice=False,
    ),
}

#: What a form goes by in which no kind was chosen yet: a complaint's, without a hint and a matter.
_UNCHOSEN = replace(KINDS[CaseKind.COMPLAINT], hint="", blame=Blame.BY_MATTER, asks_matter=False)


def kind_of(kind: CaseKind | str) -> Kind:
    """Return the row of a kind; of none (a form that is not filled in yet) one like a complaint's.

    Raises ValueError for what is no kind.
    """
    return KINDS[CaseKind(kind)] if kind else _UNCHOSEN


def those_that(name: str) -> frozenset[CaseKind]:
    """Return the kinds whose field of this name is true: for a query."""
    return frozenset(kind for kind, row in KINDS.items() if getattr(row, name))
