"""How many say that it is not solved, or that they are not satisfied, by the unit that has their case.

Counted over the cases that the reader sees, as they find each of them in their lists; so nothing is kept back
here that the public scoreboard keeps back. Of one case the last word counts; but what the complainant said
themselves of the answer that stands is replaced by nothing that staff note of a call.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from complaints.enums import EventKind
from complaints.handling.rating import ASKING, QUESTIONS
from complaints.models import Case, CaseEvent
from complaints.permissions import case_policy
from complaints.workflow import DECIDERS
from organizations import scope
from organizations.models import User

#: What was said longer ago is in no figure.
DAYS = 365


@dataclass(frozen=True)
class UnitShare:
    """Of a unit's cases: how many were asked each question, and how many said no."""

    unit: str
    solved_asked: int
    not_solved: int
    satisfied_asked: int
    not_satisfied: int

    @property
    def not_solved_percent(self) -> int | None:
        """The share that is not solved, rounded up; None where nobody was asked."""
        return _percent(self.not_solved, self.solved_asked)

    @property
    def not_satisfied_percent(self) -> int | None:
        """The share that is not satisfied, rounded up; None where nobody was asked."""
        return _percent(self.not_satisfied, self.satisfied_asked)


def _percent(part: int, whole: int) -> int | None:
    return -(-100 * part // whole) if whole else None


def may_read_shares(user: User) -> bool:
    """Whether the user answers for the work of a unit whose cases they see."""
    return case_policy.user_has_permission(user, "view") and scope.has_role(user, *DECIDERS)


def by_unit(user: User) -> list[UnitShare]:
    """Return the shares of the units whose cases the user sees, the least satisfied first. One query."""
    since = timezone.now() - timedelta(days=DAYS)
    said = CaseEvent.objects.filter(_asked(QUESTIONS), kind__in=ASKING)
    same, after = Q(case=OuterRef("case")), Q(sequence__gt=OuterRef("sequence"))
    answered_since = CaseEvent.objects.filter(same, after, kind=EventKind.ANSWER)
    # Once to each answer (``rating``), so that there is one of them at most.
    own = said.filter(~Exists(answered_since), actor=None)
    last = Q(~Exists(said.filter(same, after)) & ~Exists(own.filter(same)))
    counted = Q(pk__in=own.values("pk")) | last
    of_cases = said.filter(counted, at__gte=since, case__in=Case.objects.visible_to(user))
    rows = of_cases.values("case__unit", "case__unit__name").annotate(
        solved_asked=Count("pk", filter=_asked(["solved"])),
        not_solved=Count("pk", filter=Q(data__solved=False)),
        satisfied_asked=Count("pk", filter=_asked(["satisfied"])),
        not_satisfied=Count("pk", filter=Q(data__satisfied=False)),
    )
    found = [
        UnitShare(
            row["case__unit__name"],
            row["solved_asked"],
            row["not_solved"],
            row["satisfied_asked"],
            row["not_satisfied"],
        )
        for row in rows.order_by("case__unit")
    ]
    return sorted(found, key=lambda row: (-(row.not_satisfied_percent or 0), row.unit))


def _asked(names: Iterable[str]) -> Q:
    asked = Q()
    for name in names:
        asked |= Q(**{f"data__{name}": True}) | Q(**{f"data__{name}": False})
    return asked
