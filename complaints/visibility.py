"""Which cases a member of staff may see: one rule, once as a query and once as plain data for the index.

The rule (信访工作条例 28, 30, 46; design, invariants 2 and 6):

* the case's place lies in the region of a post that works with cases, and
* no respondent is the user's unit or a unit above it (who works under the accused is not shown the
  accusation either), and no respondent is the user or bears the user's name.

Who is a respondent is decided when the case comes in (``complaints.accused``), when somebody is added
(``complaints.respondents``), and when somebody takes office or an office is new (``complaints.recognition``).
Leads follow the same rule.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from django.apps import apps
from django.db.models import Exists, OuterRef, Q

from complaints.names import normal_name
from organizations import scope
from organizations.enums import Role

#: Roles whose posts open the cases of their region. Editors and administrators have no business with them.
CASE_ROLES = frozenset({Role.OPERATOR, Role.HANDLER, Role.SUPERVISOR, Role.INSPECTOR})


class Named(Protocol):
    """What the rule needs of a respondent."""

    unit_id: int | None
    name: str
    user_id: int | None


@dataclass(frozen=True)
class CaseFilters:
    """The rule for one user as data: region codes that are open; units, names and users that hide a case."""

    regions: tuple[str, ...]
    hidden_units: frozenset[int]
    hidden_names: frozenset[str]
    hidden_users: frozenset[int]

    def admits(self, region_code: str, respondents: Iterable[Named]) -> bool:
        """Whether a case of this place with these respondents is open to the user."""
        return any(region_code.startswith(code) for code in self.regions) and not any(
            each.unit_id in self.hidden_units
            or normal_name(each.name) in self.hidden_names
            or each.user_id in self.hidden_users
            for each in respondents
        )


def case_filters(user, roles: Iterable[Role] | None = None) -> CaseFilters:
    """Return the rule for ``user`` as plain data. Without a post the regions are empty: nothing is open."""
    return CaseFilters(
        regions=tuple(scope.region_codes(user, frozenset(roles or CASE_ROLES) & CASE_ROLES)),
        hidden_units=frozenset(scope.subordinate_to(user)),
        hidden_names=frozenset(filter(None, [normal_name(user.get_full_name())])),
        hidden_users=frozenset(filter(None, [user.pk])),
    )


def case_q(user, roles: Iterable[Role] | None = None) -> Q:
    """Return the rule for ``user`` as a condition on cases; ``roles`` narrows whose posts count."""
    return scope.scope_q(user, frozenset(roles or CASE_ROLES) & CASE_ROLES, "region_id") & not_accused_q(user)


def not_accused_q(user) -> Q:
    """Return the condition that neither the user, nor their unit, nor a unit above it is accused."""
    respondents = apps.get_model("complaints", "Respondent").objects.filter(case=OuterRef("pk"))
    return ~Q(Exists(respondents.filter(accused_q(user))))


def accused_q(user) -> Q:
    """Return the condition that a respondent, of a case or of a lead, hides what it belongs to."""
    filters = case_filters(user)
    return (
        Q(unit__in=filters.hidden_units) | Q(name__in=filters.hidden_names) | Q(user__in=filters.hidden_users)
    )
