"""The filters in force, each with the address that takes it away."""

from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from search.workbench.case_search import CaseQuestion
from search.workbench.facets import FacetGroup
from search.workbench.querystrings import Address


@dataclass(frozen=True)
class Applied:
    """One filter in words, and the query string of the same search without it."""

    label: str
    address: str


def clocks() -> dict[str, str]:
    """The filters by clock and what they say."""
    return {"late": _("Late"), "soon": _("Due soon")}


def active_filters(
    question: CaseQuestion, path: str, facets: list[FacetGroup], address: Address
) -> list[Applied]:
    """The filters of ``question``, in the order of the screen; ``path`` is its place in words."""
    shown = []
    if question.region:
        # The place above comes into its place, as one goes back up a path; nobody's scope widens by that.
        shown.append(Applied(path, address.without("region")))
    for group in facets:
        for choice in group.choices:
            if choice.chosen and group.parameter != "region":
                shown.append(Applied(choice.label, address.toggled(group.parameter, choice.value)))
    if question.clock:
        shown.append(Applied(clocks()[question.clock], address.without("clock")))
    if question.since:
        day = date_format(question.since)
        shown.append(Applied(_("received from %(day)s") % {"day": day}, address.without("since")))
    if question.until:
        day = date_format(question.until)
        shown.append(Applied(_("received to %(day)s") % {"day": day}, address.without("until")))
    return shown
