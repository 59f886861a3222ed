"""Which cases a member of staff may see: one rule, once as a query and once as plain data for the index.

The rule (信访工作条例 28, 30, 46; design, invariants 2 and 6):

* the case's place lies in the region of a post that works with cases, and that post is of a level from which
  the case is seen (``Case.sight``: a case that waits for screening is hidden from the offices below), and
* a post that takes calls opens only what by its kind and matter is said against nobody and lies with the
  place, since nothing in it goes beyond plain words (``is_for_every_desk``), and what its holder took down
  themselves while nobody else has added a word (``Case.heard_by``): people call whoever answers by more words
  than a table can know, and
* no respondent is the user's unit or a unit above it (who works under the accused is not shown the
  accusation either) or a unit where the user held a post before, or will, and no respondent is the user or
  bears the user's name. A respondent whom the level
  above put back (``complaints.putting_back``) does not count.

Who is a respondent is decided when the case comes in (``complaints.accused``), when somebody is added
(``complaints.respondents``), and when somebody takes office or an office is new (``complaints.recognition``).
Leads follow the same rule.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.apps import apps
from django.db.models import Exists, OuterRef, Q

from complaints.around import lies_in
from complaints.enums import CaseKind, Sight
from complaints.matters import matters_without_blame
from complaints.names import normal_name
from organizations import codes, scope
from organizations.enums import Role, UnitKind

#: Roles whose posts open the cases of their region. Editors and administrators have no business with them.
CASE_ROLES = frozenset({Role.OPERATOR, Role.HANDLER, Role.SUPERVISOR, Role.INSPECTOR})
#: The longest division code of an office that sees a case; what only inspection groups see stands in no row.
LONGEST_CODE = {Sight.PLACE: 12, Sight.COUNTY: 6, Sight.CITY: 4}
#: How the groups of posts are told apart in the index.
OFFICES, INSPECTORS, DESKS = "o", "i", "d"
#: The kinds of cases that every desk opens, as far as they are said against nobody.
KINDS_FOR_DESKS = (CaseKind.ENQUIRY, CaseKind.OBJECTION)


class Placed(Protocol):
    """What the rule needs of a case."""

    region_id: str
    kind: str
    matter: str
    sight: str
    heard_by_id: int | None


class Named(Protocol):
    """What the rule needs of a respondent."""

    unit_id: int | None
    name: str
    user_id: int | None
    lifted_at: datetime | None


@dataclass(frozen=True)
class CaseFilters:
    """The rule for one user as data: places that are open; units, names and users that hide a case.

    ``scopes`` are what ``scopes_of`` gives for cases; one of them has to be among those of a case.
    """

    scopes: tuple[str, ...]
    hidden_units: frozenset[int]
    hidden_names: frozenset[str]
    hidden_users: frozenset[int]

    def admits(self, case: Placed, respondents: Iterable[Named]) -> bool:
        """Whether a case is open to the user when it is about these respondents."""
        return not set(self.scopes).isdisjoint(scopes_of(case)) and not any(
            each.unit_id in self.hidden_units
            or normal_name(each.name) in self.hidden_names
            or each.user_id in self.hidden_users
            for each in respondents
            if each.lifted_at is None
        )


def case_filters(user, roles: Iterable[Role] | None = None) -> CaseFilters:
    """Return the rule for ``user`` as plain data. Without a post the regions are empty: nothing is open."""
    return CaseFilters(
        scopes=tuple(key for group, code in _open_places(user, roles) for key in _keys(group, code, user)),
        hidden_units=scope.concerned_with(user),
        hidden_names=frozenset(filter(None, [normal_name(user.get_full_name())])),
        hidden_users=frozenset(filter(None, [user.pk])),
    )


def case_q(user, roles: Iterable[Role] | None = None) -> Q:
    """Return the rule for ``user`` as a condition on cases; ``roles`` narrows whose posts count."""
    return seen_q(user, roles) & not_accused_q(user)


def seen_q(user, roles: Iterable[Role] | None = None) -> Q:
    """Return the condition that a case lies in the user's scope and is seen from there, accused or not."""
    condition = Q()
    for group, code in _open_places(user, roles):
        condition |= lies_in(code) & _seen_by(group, code, user)
    return condition or scope.NOTHING


def _seen_by(group: str, code: str, user) -> Q:
    if group == INSPECTORS:
        return Q()
    high_enough = Q(sight__in=_sights(code))
    return high_enough & _at_desk_q(user) if group == DESKS else high_enough


def _at_desk_q(user) -> Q:
    for_every_desk = Q()
    for kind in KINDS_FOR_DESKS:
        for_every_desk |= Q(kind=kind, matter__in=matters_without_blame(kind))
    return (for_every_desk & Q(sight=Sight.PLACE)) | Q(heard_by=user.pk)


def is_for_every_desk(case: Placed) -> bool:
    """Whether it is an enquiry or an objection, not about conduct or money, and not kept from the place."""
    if case.sight != Sight.PLACE:
        return False
    return case.kind in KINDS_FOR_DESKS and case.matter in matters_without_blame(case.kind)


def scopes_of(case: Placed, sight: str = "") -> tuple[str, ...]:
    """Return from where a case is seen, or would be with this ``sight``: keys for each place around it.

    One for the posts of handling offices there, if the place is high enough, one for those of inspection
    groups, who see whatever lies in their region, one for all desks, one for the operator who took it down.
    """
    around = codes.ancestors_of(case.region_id, include_self=True)
    high_enough = [code for code in around if (sight or case.sight) in _sights(code)]
    found = [_scope(code, OFFICES) for code in high_enough] + [_scope(code, INSPECTORS) for code in around]
    if is_for_every_desk(case):
        found += [_scope(code, DESKS) for code in high_enough]
    if case.heard_by_id:
        found += [_own(code, case.heard_by_id) for code in high_enough]
    return tuple(found)


def _open_places(user, roles: Iterable[Role] | None) -> list[tuple[str, str]]:
    """(group, code) for each place that a post of the user opens, none within another of its group."""
    wanted = frozenset(roles or CASE_ROLES) & CASE_ROLES
    places: dict[str, set[str]] = {INSPECTORS: set(), OFFICES: set(), DESKS: set()}
    for held in scope.holdings(user):
        if held.role in wanted:
            places[_group_of(held)].add(held.region_code)
    return [(group, code) for group, found in places.items() for code in codes.minimal(found)]


def _group_of(held: scope.Holding) -> str:
    """The group of a post, by its unit: whoever works in the inspection group can act on what lies there, and
    in a hotline all are meant by words for who answers. Only operators are of the desk wherever they sit.
    """
    if held.role == Role.OPERATOR or held.unit_kind == UnitKind.HOTLINE:
        return DESKS
    return INSPECTORS if held.unit_kind == UnitKind.INSPECTION else OFFICES


def _keys(group: str, code: str, user) -> list[str]:
    own = [_own(code, user.pk)] if group == DESKS else []
    return [_scope(code, group), *own]


def _scope(code: str, group: str) -> str:
    return f"{group}{code}"


def _own(code: str, operator: int) -> str:
    """The key of what one operator took down in a place."""
    return f"{_scope(code, DESKS)}u{operator}"


def is_kept_from_more(sight: str, than: str) -> bool:
    """Whether a case of the first sight is seen by fewer levels than one of the second."""
    return LONGEST_CODE.get(Sight(sight), 0) < LONGEST_CODE.get(Sight(than), 0)


def _sights(code: str) -> list[str]:
    """What a handling office of this place sees: the lower the office, the less."""
    return [sight for sight, longest in LONGEST_CODE.items() if len(code) <= longest]


def not_accused_q(user) -> Q:
    """Return the condition that neither the user, nor a unit of theirs, nor a unit above it is accused."""
    respondents = apps.get_model("complaints", "Respondent").objects.filter(case=OuterRef("pk"))
    return ~Q(Exists(respondents.filter(accused_q(user))))


def accused_q(user) -> Q:
    """Return the condition that a respondent, of a case or of a lead, hides what it belongs to."""
    return (Q(unit__in=case_filters(user).hidden_units) | named_q(user)) & Q(lifted_at=None)


def named_q(user) -> Q:
    """Return the condition that a respondent is the user, or bears the user's name."""
    filters = case_filters(user)
    return Q(name__in=filters.hidden_names) | Q(user__in=filters.hidden_users)
