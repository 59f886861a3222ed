"""Which cases a member of staff may see: one rule, once as a query and once as plain data for the index.

The rule (信访工作条例 28, 30, 46; design, invariants 2 and 6):

* the case's place lies in the region of a post that works with cases, in an office that may have one or takes
  calls, and that post is of a level from which the case is seen (``Case.sight``: a case that waits for
  screening is hidden from the offices below), and
* in an office above the township a handler opens what was given into their hands, and of the rest what every
  desk opens: who is meant there stands in no word as often as not, so until it is decided who works on it
  nobody but who decides reads it, and after that nobody but them and who works on it, and
* a post that takes calls opens only what by its kind and matter is said against nobody, lies with the place
  and always did, since nothing in it goes beyond plain words (``is_for_every_desk``), and what its holder
  took down themselves while nobody else has added a word (``Case.heard_by``): people call whoever answers by
  more words than a table can know, and
* no respondent is the user's unit or a unit above it (who works under the accused is not shown the
  accusation either) or a unit where the user held a post before, or will, and no respondent is the user or
  bears the user's name. A respondent whom the level
  above put back (``parties.putting_back``) does not count, and
* no office of the place, around it or in it, from which the case is kept is one where the user holds a post
  beside, held one before, or will: who was meant there is often told in no word, and whoever moves up is one
  of its people still (28: 回避). A village committee has no cases, and all but plain questions are kept from
  it.

Who is a respondent is decided when the case comes in (``texts.respondent_matching``), when somebody is added
(``parties.respondents``), and when somebody takes office or an office is new (``handling.recognition``).
Leads follow the same rule.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.apps import apps
from django.db.models import Exists, OuterRef, Q

from complaints import sights
from complaints.around import lies_in
from complaints.enums import Sight
from complaints.kinds import kind_of, those_that
from complaints.matters import matters_without_blame
from complaints.routing import NEEDS_TO_KNOW, WORKING_KINDS, reads_what_comes
from complaints.texts.names import normal_name
from organizations import codes, scope
from organizations.enums import CODE_LENGTH, Level, Role, UnitKind
from organizations.models import User

#: Roles whose posts open the cases of their region. Editors and administrators have no business with them.
CASE_ROLES = frozenset({Role.OPERATOR, Role.HANDLER, Role.SUPERVISOR, Role.INSPECTOR})
#: The units whose posts do so: those that may have a case, and where calls are taken. A village committee is
#: no authority, and its people are whom cases of the village are about.
CASE_UNITS = frozenset({*WORKING_KINDS, UnitKind.HOTLINE})
#: The length of a village's code.
VILLAGE = CODE_LENGTH[Level.VILLAGE]
#: How the groups of posts are told apart in the index.
OFFICES, HANDLERS_ABOVE, INSPECTORS, DESKS = "o", "h", "i", "d"


class Placed(Protocol):
    """What the rule needs of a case."""

    region_id: str
    kind: str
    matter: str
    sight: str
    once_kept: bool
    handler_id: int | None
    heard_by_id: int | None


class NamedRespondent(Protocol):
    """What the rule needs of a respondent."""

    unit_id: int | None
    name: str
    user_id: int | None
    lifted_at: datetime | None


@dataclass(frozen=True)
class CaseFilters:
    """The rule for one user as data: places that are open; places, units, names and users that hide a case.

    ``scopes`` are what ``scopes_of`` gives for cases; one of them has to be among those of a case, and none
    of the ``worked_in`` among those that ``withheld_from`` gives.
    """

    scopes: tuple[str, ...]
    worked_in: frozenset[str]
    hidden_units: frozenset[int]
    hidden_names: frozenset[str]
    hidden_users: frozenset[int]

    def admits(
        self, case: Placed, respondents: Iterable[NamedRespondent], *, given_to: int | None = None
    ) -> bool:
        """Whether a case is open to the user when it is about these respondents, or would be once it was
        ``given_to`` a handler.
        """
        in_sight = not set(self.scopes).isdisjoint(scopes_of(case, handler=given_to))
        if not in_sight or not self.worked_in.isdisjoint(withheld_from(case)):
            return False
        return not any(
            each.unit_id in self.hidden_units
            or normal_name(each.name) in self.hidden_names
            or each.user_id in self.hidden_users
            for each in respondents
            if each.lifted_at is None
        )


def case_filters(user: User, roles: Iterable[Role] | None = None) -> CaseFilters:
    """Return the rule for ``user`` as plain data. Without a post the regions are empty: nothing is open."""
    return CaseFilters(
        scopes=tuple(key for group, code in _open_places(user, roles) for key in _keys(group, code, user)),
        worked_in=frozenset(key for code in _worked_in(user, roles) for key in _withheld_keys(code)),
        hidden_units=scope.concerned_with(user),
        hidden_names=frozenset(filter(None, [normal_name(user.get_full_name())])),
        hidden_users=frozenset(filter(None, [user.pk])),
    )


def case_q(user: User, roles: Iterable[Role] | None = None) -> Q:
    """Return the rule for ``user`` as a condition on cases; ``roles`` narrows whose posts count."""
    return seen_q(user, roles) & not_accused_q(user)


def seen_q(user: User, roles: Iterable[Role] | None = None) -> Q:
    """Return the condition that a case lies in the user's scope and is seen from there, accused or not."""
    condition = Q()
    for group, code in _open_places(user, roles):
        condition |= lies_in(code) & _seen_by(group, code, user)
    if withheld := withheld_q(user, roles):
        condition &= ~withheld
    return condition or scope.NOTHING


def withheld_q(user: User, roles: Iterable[Role] | None = None) -> Q:
    """Return the condition that a case is kept from an office where the user works, did or will, and would be
    open to them by another post; an empty one where there is no such office. The office's place is around the
    case's, or lies in it.
    """
    condition = Q()
    for code in sorted(_worked_in(user, roles)):
        around = Q(region__in=codes.ancestors_of(code))
        condition |= (lies_in(code) | around) & _kept_from_q(len(code))
    return condition


def _kept_from_q(length: int) -> Q:
    """Return the condition that ``_is_kept_from`` says."""
    if length == VILLAGE:
        return ~for_every_desk_q()
    return ~Q(sight__in=sights.of_length(length))


def _is_kept_from(case: Placed, length: int) -> bool:
    """Whether a case is kept from the offices of its place whose codes are as long: by its sight, and from a
    village always but for what is said against nobody. Its people are whom the cases of a village are about.
    """
    if length == VILLAGE:
        return not is_for_every_desk(case)
    return case.sight not in sights.of_length(length)


def _worked_in(user: User, roles: Iterable[Role] | None) -> frozenset[str]:
    """The codes of the places for ``withheld_q``."""
    opened = _open_places(user, roles)
    return frozenset(
        code
        for code in scope.places_of_work(user)
        if any(_is_kept_open(code, group, outer) for group, outer in opened)
    )


def _is_kept_open(code: str, group: str, opened: str) -> bool:
    """Whether a post that opens a place shows cases that an office of the place with this code may not see:
    an inspector's also what is kept from the office around.
    """
    if group == INSPECTORS:
        return codes.contains(opened, code) or codes.contains(code, opened)
    return codes.contains(opened, code) and opened != code


def withheld_from(case: Placed) -> tuple[str, ...]:
    """Return keys of the places whose offices may not see a case: of those around it their codes, of those in
    it one for each level, as nobody said which of them is meant.
    """
    around = codes.ancestors_of(case.region_id, include_self=True)
    kept = [code for code in around if _is_kept_from(case, len(code))]
    within = [
        _inside(case.region_id, length)
        for length in CODE_LENGTH.values()
        if length > len(case.region_id) and _is_kept_from(case, length)
    ]
    return (*kept, *within)


def _withheld_keys(code: str) -> tuple[str, ...]:
    """What stands in ``withheld_from`` of a case that is kept from the offices of this place."""
    return (code, *(_inside(around, len(code)) for around in codes.ancestors_of(code)))


def _inside(code: str, length: int) -> str:
    """The key of all places of one level, by the length of their codes, in the place with this code."""
    return f"{code}>{length}"


def _seen_by(group: str, code: str, user: User) -> Q:
    if group == INSPECTORS:
        return Q()
    high_enough = Q(sight__in=sights.of_code(code))
    if group == OFFICES:
        return high_enough
    own = Q(heard_by=user.pk) if group == DESKS else Q(handler=user.pk)
    return high_enough & (for_every_desk_q() | own)


def for_every_desk_q() -> Q:
    """Return the condition on cases that ``is_for_every_desk`` says."""
    condition = Q()
    for kind in sorted(those_that("for_desks")):
        condition |= Q(kind=kind, matter__in=matters_without_blame(kind))
    return condition & Q(sight=Sight.PLACE, once_kept=False)


def is_for_every_desk(case: Placed) -> bool:
    """Whether it is an enquiry or an objection, not about conduct or money, and never kept from the place:
    what somebody above had to read first may mean any of those who would open it.
    """
    if case.sight != Sight.PLACE or case.once_kept:
        return False
    return kind_of(case.kind).for_desks and case.matter in matters_without_blame(case.kind)


def scopes_of(case: Placed, sight: str = "", handler: int | None = None) -> tuple[str, ...]:
    """Return from where a case is seen, or would be with this ``sight`` and ``handler``: keys for each place
    around it.

    One for the posts of handling offices there, if the place is high enough, one for those of inspection
    groups, who see whatever lies in their region, one for all desks, one for the operator who took it down,
    and above the township one for who works on it.
    """
    around = codes.ancestors_of(case.region_id, include_self=True)
    high_enough = [code for code in around if (sight or case.sight) in sights.of_code(code)]
    found = [_scope(code, OFFICES) for code in high_enough] + [_scope(code, INSPECTORS) for code in around]
    if is_for_every_desk(case):
        found += [_scope(code, DESKS) for code in high_enough]
    if case.heard_by_id:
        found += [_own(code, DESKS, case.heard_by_id) for code in high_enough]
    if given := handler or case.handler_id:
        found += [_own(code, HANDLERS_ABOVE, given) for code in high_enough if len(code) <= NEEDS_TO_KNOW]
    return tuple(found)


def _open_places(user: User, roles: Iterable[Role] | None) -> list[tuple[str, str]]:
    """(group, code) for each place that a post of the user opens, none within another of its group."""
    wanted = frozenset(roles or CASE_ROLES) & CASE_ROLES
    places: dict[str, set[str]] = {INSPECTORS: set(), OFFICES: set(), HANDLERS_ABOVE: set(), DESKS: set()}
    for held in scope.holdings(user):
        if held.role in wanted and held.unit_kind in CASE_UNITS:
            places[_group_of(held)].add(held.region_code)
    return [(group, code) for group, found in places.items() for code in codes.minimal(found)]


def _group_of(held: scope.ActivePost) -> str:
    """The group of a post, by its unit: whoever works in the inspection group can act on what lies there, and
    in a hotline all are meant by words for who answers. Only operators are of the desk wherever they sit.
    """
    if held.role == Role.OPERATOR or held.unit_kind == UnitKind.HOTLINE:
        return DESKS
    if held.unit_kind == UnitKind.INSPECTION:
        return INSPECTORS
    return OFFICES if reads_what_comes(held.role, held.unit_kind, held.region_code) else HANDLERS_ABOVE


def _keys(group: str, code: str, user: User) -> list[str]:
    if group in (OFFICES, INSPECTORS):
        return [_scope(code, group)]
    return [_scope(code, DESKS), _own(code, group, user.pk)]


def _scope(code: str, group: str) -> str:
    return f"{group}{code}"


def _own(code: str, group: str, user: int) -> str:
    """The key of what one operator took down in a place, or what one handler works on there."""
    return f"{_scope(code, group)}u{user}"


def shared_place(key: str) -> str:
    """Return the place of a key that many people have; empty for one that is of one person."""
    place = key[1:]
    return place if place.isdigit() else ""


def not_accused_q(user: User) -> Q:
    """Return the condition that neither the user, nor a unit of theirs, nor a unit above it is accused."""
    respondents = apps.get_model("complaints", "Respondent").objects.filter(case=OuterRef("pk"))
    return ~Q(Exists(respondents.filter(accused_q(user))))


def accused_q(user: User) -> Q:
    """Return the condition that a respondent, of a case or of a lead, hides what it belongs to."""
    return (Q(unit__in=case_filters(user).hidden_units) | named_q(user)) & Q(lifted_at=None)


def named_q(user: User) -> Q:
    """Return the condition that a respondent is the user, or bears the user's name."""
    filters = case_filters(user)
    return Q(name__in=filters.hidden_names) | Q(user__in=filters.hidden_users)
