"""What somebody is about to do to a case: what the rules of single acts are asked about."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from complaints.clocks import calendars, standards
from complaints.clocks.clock import due
from complaints.enums import ClockKind, EventKind
from complaints.history import History
from complaints.models import Case
from complaints.parties import respondents
from organizations.models import User


@dataclass
class AttemptedAct:
    """What somebody is about to do. ``facts`` is None while only asking whether it could be done at all.

    ``parts`` are what was written for the parts of an opinion (``papers.filling.OPINION_PARTS``).
    """

    case: Case
    kind: EventKind
    user: User | None
    history: History
    today: date
    facts: dict[str, Any] | None = field(default=None)
    parts: Mapping[str, str] = field(default_factory=dict)

    @property
    def accused(self) -> list[int]:
        """The ids of the units that the case is about."""
        return [*respondents.accused_units(self.case)]


Guard = Callable[[AttemptedAct], Iterable[str]]


def time_left(act: AttemptedAct, clock: ClockKind, start: date) -> date | None:
    """The last day for an act that a standard limits from ``start``; None where no standard speaks."""
    standard = standards.limit(standards.Situation.of(act.case), clock, start)
    if standard is None:
        return None
    return due(start, standard.days, standard.unit, calendars.load()).date
