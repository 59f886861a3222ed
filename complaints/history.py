"""What the events of one case say, asked in words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext_lazy

from complaints.acts import acts_that
from complaints.enums import CaseStatus, ClockKind, EventKind
from complaints.models import Case, CaseEvent


def deciding_extensions() -> frozenset[EventKind]:
    """Return the acts after which a request for an extension waits no more."""
    answers = {EventKind.APPROVE_EXTENSION, EventKind.REFUSE_EXTENSION, EventKind.ANSWER}
    return frozenset(answers) | acts_that("extension_lapses")


@dataclass(frozen=True)
class History:
    """The events of a case in order, oldest first."""

    events: Sequence[CaseEvent]

    @classmethod
    def of(cls, case: Case) -> "History":
        """Read the events of a case (one query)."""
        events = case.events.select_related("actor", "paper").defer("paper__content")
        return cls(list(events.order_by("sequence")))

    @property
    def latest(self) -> CaseEvent:
        """The event that says where the case stands."""
        return self.events[-1]

    def last(self, *kinds: EventKind) -> CaseEvent | None:
        """The latest event of one of these kinds."""
        return next((event for event in reversed(self.events) if event.kind in kinds), None)

    def count(self, kind: EventKind) -> int:
        """How often it happened."""
        return sum(event.kind == kind for event in self.events)

    def pending_extension(self) -> CaseEvent | None:
        """The request for an extension that nobody has decided on, or None."""
        latest = self.last(EventKind.REQUEST_EXTENSION, *deciding_extensions())
        return latest if latest is not None and latest.kind == EventKind.REQUEST_EXTENSION else None

    def is_extended(self) -> bool:
        """Whether the time of the decision was extended already (信访工作条例 34: once)."""
        return any(
            event.kind == EventKind.APPROVE_EXTENSION
            and event.data.get("clock", ClockKind.DECIDE) == ClockKind.DECIDE
            for event in self.events
        )

    def open_transfer(self) -> CaseEvent | None:
        """The transfer that the present unit has neither accepted nor seen taken back, or None."""
        latest = next((event for event in reversed(self.events) if _says_whose(event)), None)
        return latest if latest is not None and latest.kind in acts_that("passed_on") else None

    def open_objection(self) -> CaseEvent | None:
        """The objection to a transfer that the sender has not answered, or None."""
        kinds = {EventKind.OBJECT, EventKind.DECLINE}
        latest = next((e for e in reversed(self.events) if e.kind in kinds or _says_whose(e)), None)
        return latest if latest is not None and latest.kind == EventKind.OBJECT else None

    def is_withdrawn(self) -> bool:
        """Whether the case has ended because somebody on the staff wrote that the complainant wants it so."""
        ended = self.last(EventKind.WITHDRAW, EventKind.CLOSE)
        closed = self.latest.status == CaseStatus.CLOSED
        return closed and ended is not None and ended.kind == EventKind.WITHDRAW

    def decided_on(self) -> date | None:
        """The day on which the complainant was last told how it ended (Asia/Shanghai), or None."""
        told = self.last(*acts_that("tells_the_end"))
        return timezone.localdate(told.at) if told else None


#: The two rounds by their names (信访工作条例 35, 36: 复查, 复核).
ROUNDS = (gettext_lazy("Review requested"), gettext_lazy("Second review requested"))


def labels(events: Iterable[CaseEvent]) -> dict[int, str]:
    """Return what each event is called, by its key; a request for review by its round."""
    found, asked = {}, 0
    for event in events:
        found[event.pk] = event.get_kind_display()
        if event.kind == EventKind.ASK_REVIEW:
            found[event.pk] = str(ROUNDS[min(asked, len(ROUNDS) - 1)])
            asked += 1
    return found


def _says_whose(event: CaseEvent) -> bool:
    """Whether the event settled which unit has the case: passed on, kept, or taken from the accused."""
    return event.kind in (EventKind.TRANSFER, EventKind.ACCEPT, EventKind.TAKE_BACK) or (
        (event.kind in (EventKind.ADD_RESPONDENT, EventKind.SCREEN) and "unit" in event.data)
        or (event.kind == EventKind.RULE_OUT and "from" in event.data)
    )
