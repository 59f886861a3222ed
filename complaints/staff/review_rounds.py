"""The first answer and the reviews of it beside each other (复查、复核, 信访工作条例 35, 36)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from complaints.clocks import situations
from complaints.enums import EventKind
from complaints.models import Case, CaseEvent
from organizations.models import Unit


class ReadEvent(Protocol):
    """An event with its text as the reader may read it."""

    @property
    def event(self) -> CaseEvent:
        """What happened."""

    @property
    def text(self) -> str:
        """Its text."""


@dataclass
class ReviewRound:
    """The case as one unit had it: what was asked of it, if anything, and what it answered last, so far."""

    name: str | Promise
    unit: Unit | None = None
    asked: ReadEvent | None = None
    answered: ReadEvent | None = None
    is_closed: bool = False
    """Whether there is an answer that the reader is not shown."""


#: In their order; more than these there are only where the desk asked for one.
NAMES = (_("First answer"), _("Review"), _("Second review"))


def side_by_side(case: Case, events: Sequence[CaseEvent], shown: Sequence[ReadEvent]) -> list[ReviewRound]:
    """Return the rounds of a case; none before somebody asked for a review. One query where there are any.

    ``events`` are all of the case, ``shown`` those that the reader sees.
    """
    if not any(event.kind == EventKind.ASK_REVIEW for event in events):
        return []
    read = {each.event.pk: each for each in shown}
    holders = situations.holders(case, events)
    rounds, had = [ReviewRound(NAMES[0])], [holders[0]]
    for event, holder in zip(events, holders, strict=True):
        if event.kind == EventKind.ASK_REVIEW:
            rounds.append(ReviewRound(NAMES[min(len(rounds), len(NAMES) - 1)], asked=read.get(event.pk)))
            had.append(holder)
        elif event.kind == EventKind.ANSWER:
            rounds[-1].answered = read.get(event.pk)
            rounds[-1].is_closed = event.pk not in read
            had[-1] = holder
    if rounds[-1].answered is None and not rounds[-1].is_closed:
        had[-1] = case.unit_id
    units = Unit.objects.in_bulk(set(had))
    for each, unit in zip(rounds, had, strict=True):
        each.unit = units.get(unit)
    return rounds
