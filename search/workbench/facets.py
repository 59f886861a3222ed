"""The filters of the workbench with the counts beside them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from complaints.enums import CaseKind, CaseStatus, Channel
from search.engines.schema import Facet
from search.workbench.case_documents import is_wide
from search.workbench.surroundings import Surroundings


@dataclass(frozen=True)
class FilterGroup:
    """One filter before it is counted: its parameter in the address and its values with their names."""

    parameter: str
    label: str | Promise
    facet: Facet
    names: Mapping[str, Any]


@dataclass(frozen=True)
class FilterValue:
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
    choices: list[FilterValue]


def wanted(names: Surroundings) -> list[FilterGroup]:
    """The filters to be counted, with the names of their values."""
    return [
        FilterGroup("region", _("Place"), Facet(_places(names), values=tuple(names.places)), names.places),
        FilterGroup("kind", _("Kind"), Facet("kind"), dict(CaseKind.choices)),
        FilterGroup("status", _("Status"), Facet("status"), dict(CaseStatus.choices)),
        FilterGroup("channel", _("Channel"), Facet("channel"), dict(Channel.choices)),
        FilterGroup("programme", _("Programme"), Facet("programme"), names.programmes),
    ]


def _places(names: Surroundings) -> str:
    """The field that has the places; where all are counties or above, that of few values."""
    return "areas" if all(map(is_wide, names.places)) else "regions"


def filled(
    groups: list[FilterGroup], counts: Mapping[str, tuple[tuple[str, int], ...]], question
) -> list[FacetGroup]:
    """The filters with their counts. A value that nothing has is left out, unless it is chosen."""
    shown = []
    for group in groups:
        by_value = dict(counts[group.facet.field])
        chosen = getattr(question, group.parameter)
        chosen = {chosen} if isinstance(chosen, str) else set(chosen)
        choices = [
            FilterValue(value, str(name), by_value.get(value, 0), value in chosen)
            for value, name in group.names.items()
            if by_value.get(value) or value in chosen
        ]
        shown.append(FacetGroup(group.parameter, group.label, choices))
    return shown
