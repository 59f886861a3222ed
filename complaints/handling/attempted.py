"""An act that somebody is about to do, as rules and effects are asked about it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from complaints.enums import EventKind
from complaints.history import History
from complaints.models import Case
from complaints.parties import respondents
from organizations.models import User


@dataclass
class AttemptedAct:
    """What somebody is about to do. ``facts`` is None while only asking whether it could be done at all."""

    case: Case
    kind: EventKind
    user: User | None
    history: History
    today: date
    facts: dict[str, Any] | None = field(default=None)

    @property
    def accused(self) -> list[int]:
        """The ids of the units that the case is about."""
        return [*respondents.accused_units(self.case)]


Guard = Callable[[AttemptedAct], Iterable[str]]
