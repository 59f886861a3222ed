"""The filters of the workbench with the counts beside them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from complaints.enums import CaseKind, CaseStatus, Channel
from complaints.visibility import CASE_ROLES
from disclosure.models import Programme
from organizations import scope
from organizations.models import Region
from search.schema import Facet


@dataclass(frozen=True)
class Group:
    """One filter before it is counted: its parameter in the address and its values with their names."""

    parameter: str
    label: str | Promise
    facet: Facet
    names: Mapping[str, Any]


@dataclass(frozen=True)
class Choice:
    """One value of a filter: how many hits choosing it leaves, and whether it is chosen."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True)
class FacetGroup:
    """One filter as it is shown."""

    parameter: str
    label: str | Promise
    choices: list[Choice]


def wanted(user, region: str) -> list[Group]:
    """The filters to be counted for `user`: places one level below the chosen one, or below their own."""
    places = _places(user, region)
    programmes = {programme.pk: programme.label for programme in Programme.objects.all()}
    return [
        Group("region", _("Place"), Facet("regions", values=tuple(places)), places),
        Group("kind", _("Kind"), Facet("kind"), dict(CaseKind.choices)),
        Group("status", _("Status"), Facet("status"), dict(CaseStatus.choices)),
        Group("channel", _("Channel"), Facet("channel"), dict(Channel.choices)),
        Group("programme", _("Programme"), Facet("programme"), programmes),
    ]


def _places(user, region: str) -> dict[str, str]:
    scopes = [region] if region else list(scope.region_codes(user, CASE_ROLES))
    if len(scopes) == 1:
        found = Region.objects.children_of(scopes[0])
    else:
        found = Region.objects.filter(pk__in=scopes)
    return dict(found.order_by("code").values_list("code", "name"))


def filled(
    groups: list[Group], counts: Mapping[str, tuple[tuple[str, int], ...]], question
) -> list[FacetGroup]:
    """The filters with their counts. A value that nothing has is left out, unless it is chosen."""
    shown = []
    for group in groups:
        by_value = dict(counts[group.facet.field])
        chosen = getattr(question, group.parameter)
        chosen = {chosen} if isinstance(chosen, str) else set(chosen)
        choices = [
            Choice(value, str(name), by_value.get(value, 0), value in chosen)
            for value, name in group.names.items()
            if by_value.get(value) or value in chosen
        ]
        shown.append(FacetGroup(group.parameter, group.label, choices))
    return shown
