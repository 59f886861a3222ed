"""Who may read what somebody else looked at: whose looks, and about which cases.

* A supervisor reads the looks of people in their unit and in units below it, but neither of anybody who also
  has a post above, nor of discipline inspection: that an inspector looked would tell that there is a matter.
* An inspector reads the looks of everybody in their region, other inspectors included.
* Neither reads those of who moved to another place and works there now.
* Nobody reads their own; those are for somebody else to judge (design, invariant 3).
* Entries about a case are read by who may see the case, and only by them: a hidden one is not counted either.

An administrator reads none of it: they appoint, and have no business with cases.
"""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import BigIntegerField, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Cast
from wagtail.models import ModelLogEntry

from complaints.models import Alarm, AlarmCase, Case, CaseLogEntry
from complaints.oversight.watched import look_kind, watched_q
from organizations import logins, scope
from organizations.enums import Role
from organizations.lines import at_or_below_q
from organizations.models import Post, User

OVERSEERS = frozenset({Role.SUPERVISOR, Role.INSPECTOR})
#: Who asks, beside these, who looked at one case: those who take cases in answer for them too.
OF_ONE_CASE = OVERSEERS | {Role.OPERATOR}
PAGE = 50
SHOWN_UNKNOWN = 20


@dataclass(frozen=True)
class LooksQuestion:
    """What the page is narrowed to. ``since`` and ``until`` are moments, the later one not included."""

    person: str = ""
    kind: str = ""
    unit: int | None = None
    number: str = ""
    since: datetime.datetime | None = None
    until: datetime.datetime | None = None


@dataclass(frozen=True)
class Look:
    """One entry as a superior reads it. Nothing in it tells who brought the case."""

    log: str
    entry: Any
    kind: str
    case: Case | None = None

    @property
    def place(self) -> "LogPosition":
        """Where the entry stands in the order of the page."""
        return LogPosition(self.entry.timestamp, self.log, self.entry.pk)


@dataclass(frozen=True, order=True)
class LogPosition:
    """The newest come first; of two at one moment, the log and then the number decide."""

    at: datetime.datetime
    log: str
    pk: int = field(default=0)


def may_oversee(user: User) -> bool:
    """Whether the person reads anybody's looks at all."""
    return scope.has_role(user, *OVERSEERS)


def overseen(user: User, roles: Iterable[Role] = OVERSEERS) -> QuerySet[User]:
    """Return the people whose looks ``user`` may read by a post in one of these roles; never themselves."""
    # What one administrator only proposed takes nobody out of sight.
    posts, wanted = Post.objects.on_record(), frozenset(roles)
    held = scope.holdings(user)
    condition = Q(pk__in=[])
    units = {post.unit_id for post in held if post.role in wanted and post.role != Role.INSPECTOR}
    if units:
        above = scope.own_and_superior_unit_ids(user) - scope.unit_ids(user)
        condition |= (
            _work_or_worked(at_or_below_q(units, "unit__"))
            & ~Q(pk__in=posts.filter(unit__in=above).values("user"))
            & ~Q(pk__in=posts.filter(role=Role.INSPECTOR).values("user"))
        )
    if Role.INSPECTOR in wanted and scope.has_role(user, Role.INSPECTOR):
        condition |= _work_or_worked(scope.scope_q(user, {Role.INSPECTOR}, "unit__region_id"))
    return User.objects.filter(condition).exclude(pk=user.pk)


def _work_or_worked(there: Q) -> Q:
    """People with a post there, or who had one and have none elsewhere: what somebody does who went to
    another county is for that county's superiors to read.
    """
    # What one administrator only proposed brings nobody's earlier looks to another place.
    posts, now = Post.objects.exclude(pk__in=_proposed()), Post.objects.not_ended().on_record()
    elsewhere = now.exclude(pk__in=posts.filter(there).values("pk"))
    left = Q(pk__in=posts.filter(there).values("user")) & ~Q(pk__in=elsewhere.values("user"))
    return Q(pk__in=now.filter(there).values("user")) | left


def _proposed() -> QuerySet:
    return Post.objects.waiting().filter(has_counted=False).values("pk")


def looks(user: User, asked: LooksQuestion, after: LogPosition | None = None, size: int = PAGE) -> list[Look]:
    """Return the next ``size`` looks after a place in the order, newest first: four queries, however many."""
    people = overseen(user)
    if asked.person:
        people = people.filter(username=asked.person)
    if asked.unit is not None:
        people = people.filter(posts__unit=asked.unit).distinct()
    found = _of_cases(user, people, asked, after, size)
    if not asked.number:
        found += _of_others(people, asked, after, size)
    found.sort(key=lambda look: look.place, reverse=True)
    return _with_cases(found[:size])


def every(user: User, asked: LooksQuestion) -> Iterator[Look]:
    """Yield all looks, read in pieces."""
    after = None
    while piece := looks(user, asked, after, size=500):
        yield from piece
        after = piece[-1].place


def at_case(user: User, case: Case, size: int = 200) -> list[Look]:
    """Return who looked at one case, which ``user`` may see, newest first."""
    entries = CaseLogEntry.objects.for_instance(case).filter(user__in=overseen(user, OF_ONE_CASE))
    rows = entries.filter(watched_q("case")).select_related("user").order_by("-timestamp", "-id")[:size]
    return [Look("case", entry, look_kind("case", entry.action), case) for entry in rows]


def alarms(user: User) -> QuerySet[Alarm]:
    """Return the alarms about people whose looks ``user`` reads, if they may see every case behind them."""
    if not may_oversee(user):
        return Alarm.objects.none()
    # Case by case of each alarm: to gather what is visible would read all cases for the few behind alarms.
    seen = Case.objects.visible_to(user).order_by().filter(pk=OuterRef("case"))
    hidden = AlarmCase.objects.filter(~Exists(seen), alarm=OuterRef("pk"))
    return Alarm.objects.filter(~Exists(hidden), person__in=overseen(user))


def unknown_logins(user: User) -> list[ModelLogEntry]:
    """Return the latest entries about names at the login that no account has, for inspectors alone.

    They are nobody's looks and of no unit: when, how often, from which network, and nothing that was typed.
    """
    if not scope.has_role(user, Role.INSPECTOR):
        return []
    found = ModelLogEntry.objects.filter(action=logins.UNKNOWN).order_by("-timestamp", "-id")
    return list(found[:SHOWN_UNKNOWN])


def _of_cases(user: User, people, asked: LooksQuestion, after: LogPosition | None, size: int) -> list[Look]:
    visible = Case.objects.visible_to(user).order_by()
    if asked.number:
        visible = visible.filter(number=asked.number)
    entries = CaseLogEntry.objects.filter(
        Exists(visible.filter(pk=Cast(OuterRef("object_id"), BigIntegerField())))
    )
    return _read("case", entries, people, asked, after, size)


def _of_others(people, asked: LooksQuestion, after: LogPosition | None, size: int) -> list[Look]:
    return _read("model", ModelLogEntry.objects.all(), people, asked, after, size)


def _read(
    log: str, entries, people, asked: LooksQuestion, after: LogPosition | None, size: int
) -> list[Look]:
    rows = entries.filter(watched_q(log, asked.kind), user__in=people)
    if asked.since:
        rows = rows.filter(timestamp__gte=asked.since)
    if asked.until:
        rows = rows.filter(timestamp__lt=asked.until)
    if after:
        same = Q(pk__lt=after.pk) if log == after.log else Q() if log < after.log else Q(pk__in=[])
        rows = rows.filter(Q(timestamp__lt=after.at) | Q(timestamp=after.at) & same)
    rows = rows.select_related("user").order_by("-timestamp", "-id")[:size]
    return [Look(log, entry, look_kind(log, entry.action)) for entry in rows]


def _with_cases(found: list[Look]) -> list[Look]:
    wanted = {look.entry.object_id for look in found if look.log == "case"}
    cases = {
        str(case.pk): case
        for case in Case.objects.filter(pk__in=wanted).select_related("complainant", "region")
    }
    return [
        Look(look.log, look.entry, look.kind, cases.get(look.entry.object_id) if look.log == "case" else None)
        for look in found
    ]
