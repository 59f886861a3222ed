"""Region scope: which places a staff member's posts open to them. The one place where that is decided.

Deny by default: without an active post nothing is in scope, and a superuser without a post sees nothing
either (design: staff see only their region's part of anything). Every ``visible_to`` and every permission
policy is built on ``scope_q``.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.apps import apps
from django.db.models import Q
from django.utils import timezone

from organizations import codes
from organizations.enums import Role, UnitKind
from organizations.models import User

#: The condition that no row meets.
NOTHING = Q(pk__in=[])

#: Inspection groups watch the offices of a place, and a hotline has no case of its own.
OF_NO_PLACE = frozenset({UnitKind.INSPECTION, UnitKind.HOTLINE})

_CACHE = "_organizations_posts"
#: From a unit to those above it: the whole tree in practice.
STEPS_UP = (
    "parent_id",
    "parent__parent_id",
    "parent__parent__parent_id",
    "parent__parent__parent__parent_id",
)


@dataclass(frozen=True, slots=True)
class ActivePost:
    """One active post as plain data."""

    role: str
    unit_id: int
    region_code: str
    unit_kind: str


@dataclass(slots=True)
class _Remembered:
    """What was read about a user, valid for that one day and that one user object (so, one request)."""

    day: date
    holdings: tuple[ActivePost, ...]
    elsewhere: frozenset[int] = frozenset()
    places_of_work: frozenset[str] = frozenset()
    own_and_superior_unit_ids: frozenset[int] | None = None


def within(code: str, lookup: str = "region_id") -> Q:
    """Return the condition that a place lies at or below the one with this code.

    ``lookup`` names the column that holds the division code, e.g. ``unit__region_id``. Raises ValueError when
    ``code`` is not a division code.
    """
    low, high = codes.bounds(code)
    if len(low) == 12:
        return Q(**{lookup: low})
    return Q(**{f"{lookup}__gte": low, f"{lookup}__lt": high})


def holdings(user: User) -> tuple[ActivePost, ...]:
    """Return a user's posts of today (Asia/Shanghai), read once for a user object; none for anyone
    inactive, or whose account waits for a second administrator.
    """
    return _remembered(user).holdings


def held_in(
    user: User, roles: Iterable[str] | None = None, kinds: Iterable[str] | None = None
) -> tuple[ActivePost, ...]:
    """Return those of a user's ``holdings`` in these roles and in units of these kinds (None: any)."""
    wanted = None if roles is None else frozenset(roles)
    units = None if kinds is None else frozenset(kinds)
    return tuple(
        held
        for held in holdings(user)
        if (wanted is None or held.role in wanted) and (units is None or held.unit_kind in units)
    )


def region_codes(
    user: User, roles: Iterable[str] | None = None, kinds: Iterable[str] | None = None
) -> tuple[str, ...]:
    """Return the codes of the places that a user's posts ``held_in`` these open, none within another."""
    return codes.minimal({held.region_code for held in held_in(user, roles, kinds)})


def scope_q(
    user: User,
    roles: Iterable[str] | None = None,
    lookup: str = "region_id",
    *,
    kinds: Iterable[str] | None = None,
) -> Q:
    """Return the condition that a row lies in a user's scope by a post ``held_in`` these.

    Without such a post the condition is one that no row meets, also for a superuser.
    """
    condition = Q()
    for code in region_codes(user, roles, kinds):
        condition |= within(code, lookup)
    return condition or NOTHING


def in_scope(user: User, code: str, roles: Iterable[str] | None = None) -> bool:
    """Say whether one place lies in a user's scope: the same rule as ``scope_q``, for a code at hand."""
    return any(codes.contains(outer, code) for outer in region_codes(user, roles))


def has_role(user: User, *roles: Role) -> bool:
    """Say whether a user holds one of these roles in any active post."""
    return any(holding.role in roles for holding in holdings(user))


def unit_ids(user: User) -> frozenset[int]:
    """Return the ids of the units where a user holds an active post."""
    return frozenset(holding.unit_id for holding in holdings(user))


def own_and_superior_unit_ids(user: User) -> frozenset[int]:
    """Return the ids of a user's units and of every unit above them.

    A case that accuses one of these is hidden from the user: it is about their own unit or about a superior
    who could ask them for it (信访工作条例 30).
    """
    remembered = _remembered(user)
    if remembered.own_and_superior_unit_ids is None:
        remembered.own_and_superior_unit_ids = _with_units_above(unit_ids(user))
    return remembered.own_and_superior_unit_ids


def concerned_with(user: User) -> frozenset[int]:
    """Return the ids of the units whose accusation may be about the user, or about who could ask them for it.

    Those the user works in, or works under, also by a post that waits for its confirmation again; and those
    where they held a post before, or will hold one.
    Whoever moves up from an accused office is one of its people still (信访工作条例 28: 回避); a complaint
    says 民政办 and not who was there when.
    """
    remembered = _remembered(user)
    return own_and_superior_unit_ids(user) | remembered.elsewhere


def places_of_work(user: User) -> frozenset[str]:
    """Return the codes of the places in whose offices a user holds a post, held one before, or will: all
    units but those ``OF_NO_PLACE``.
    """
    return _remembered(user).places_of_work


def forget(user: User) -> None:
    """Drop what was read about a user, after their posts have changed."""
    vars(user).pop(_CACHE, None)


def _remembered(user: User) -> _Remembered:
    """Return what is known about a user, reading it when it is not, or when it is another day's."""
    today = timezone.localdate()
    if not (user and user.is_authenticated and user.is_active and user.pk) or user.held_back:
        return _Remembered(today, ())
    user = getattr(user, "_wrapped", user)  # request.user is a lazy object around the user
    kept = vars(user).get(_CACHE)
    if kept is None or kept.day != today:
        kept = _read(user, today)
        vars(user)[_CACHE] = kept
    return kept


def _read(user: User, today: date) -> _Remembered:
    """Read all posts on record, in one query: what is held today, and in which units at other times.

    One that waits again (``posts.ask_again``), or in a unit that is closed, opens nothing, and its holder
    works there all the same. One given and taken back at once is not on record (``posts.release``).
    """
    holding_columns = ("role", "unit_id", "unit__region_id", "unit__kind")
    columns = (*holding_columns, "unit__open_until", "counts", "valid_from", "valid_until")
    held, elsewhere, waiting, places = [], set(), set(), set()
    lines: list[list[int | None]] = []
    for row in user.posts.on_record().values_list(*columns, *(f"unit__{step}" for step in STEPS_UP)):
        *holding, open_until, counts, first, last = row[: len(columns)]
        if holding[3] not in OF_NO_PLACE:
            places.add(holding[2])
        counts = counts and (open_until is None or open_until >= today)
        if not (first <= today and (last is None or last >= today)):
            elsewhere.add(holding[1])
        elif counts:
            held.append(ActivePost(*holding))
            lines.append([holding[1], *row[len(columns) :]])
        else:
            waiting.add(holding[1])
    around = frozenset(elsewhere) | _with_units_above(frozenset(waiting))
    return _Remembered(today, tuple(held), around, frozenset(places), _whole(lines))


def _whole(lines: list[list[int | None]]) -> frozenset[int] | None:
    """The units of these lines upwards; None where one of them goes on beyond what was read."""
    if any(line[-1] is not None for line in lines):
        return None
    return frozenset(pk for line in lines for pk in line if pk is not None)


def _with_units_above(ids: frozenset[int]) -> frozenset[int]:
    """Return units with all units above them; four levels a query, which is the whole tree in practice."""
    units = apps.get_model("organizations.Unit").objects
    found: set[int] = set(ids)
    frontier = set(ids)
    while frontier:
        rows = list(units.filter(pk__in=frontier).values_list(*STEPS_UP))
        above = {pk for row in rows for pk in row if pk is not None}
        frontier = {row[-1] for row in rows if row[-1] is not None} - found
        found |= above
    return frozenset(found)
