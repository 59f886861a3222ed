"""The figures of one month: of the whole, of each county, and of each subject.

Each figure is of what happened, or was due, in that month, so that nothing that happens later changes it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from statistics import median
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from complaints.acts import acts_that
from complaints.clocks import standards
from complaints.clocks.projection import ClockCourse
from complaints.enums import ClockKind, EventKind
from complaints.handling.rating import ASKING
from complaints.kinds import kind_of
from complaints.models import Case, CaseClock, CaseEvent
from complaints.scoreboard.subjects import counted, subject_of
from disclosure import months
from organizations import codes

#: What counts cases; the rest are shares and a median.
COUNTS = ("received", "accepted", "ended")
#: By name of a share what it is taken from.
SHARES = {
    "told_in_time": "told_due",
    "answered_in_time": "answered_due",
    "solved": "solved_asked",
    "satisfied": "satisfied_asked",
}
TOLD = (ClockKind.INFORM, ClockKind.INFORM_AGAIN)
#: Ends by one person, who is no answer: counted apart from what was answered in time.
ENDS_APART = {EventKind.TELL_WHERE: "elsewhere", EventKind.LEAD_IN: "elsewhere", EventKind.REFER: "elsewhere"}
#: Cases whose events are read at once.
PIECE = 500

#: A cell of the scoreboard: under which heading, and which row of it.
Cell = tuple[str, str]


@dataclass
class MonthTally:
    """Numbers while they are counted."""

    numbers: dict[Cell, dict[str, int]]
    days: dict[Cell, list[int]]
    outcomes: dict[str, int]

    @classmethod
    def empty(cls) -> "MonthTally":
        """Nothing counted yet."""
        return cls(defaultdict(lambda: defaultdict(int)), defaultdict(list), defaultdict(int))

    def add(self, case: Case, *names: str) -> None:
        """Count a case under each of these names, in all of its cells."""
        for cell in _cells(case):
            for name in names:
                self.numbers[cell][name] += 1

    def figures(self) -> dict[str, Any]:
        """All of it as plain numbers, by heading (``all``, ``county``, ``subject``) and row; and outcomes."""
        found: dict[str, Any] = {"all": {}, "county": {}, "subject": {}, "outcomes": dict(self.outcomes)}
        for (heading, row), numbers in self.numbers.items():
            waited = self.days.get((heading, row), [])
            more = {"answered": len(waited), "median_days": median(waited)} if waited else {}
            found[heading][row] = {**numbers, **more}
        return found


def count(month: date) -> dict[str, Any]:
    """Count the month that begins on this day. A number of queries that grows with its cases."""
    tally = MonthTally.empty()
    for case in _in(counted(), month, "received_at"):
        tally.add(case, "received")
    _count_accepted(tally, month)
    _count_ended(tally, month)
    _count_promises(tally, month)
    _count_calls(tally, month)
    return tally.figures()


def span_of(month: date) -> tuple[datetime, datetime]:
    """The moments at which a month begins and ends, in Asia/Shanghai."""
    days = (month, months.following(month))
    begins, ends = (timezone.make_aware(datetime.combine(day, time())) for day in days)
    return begins, ends


def _in(rows: QuerySet, month: date, field: str) -> QuerySet:
    begins, ends = span_of(month)
    return rows.filter(**{f"{field}__gte": begins, f"{field}__lt": ends}).order_by()


def _cells(case: Case) -> list[Cell]:
    subject = subject_of(case.kind, case.matter)
    return [("all", ""), ("county", codes.county_of(case.region_id)), ("subject", subject)]


def _first(kinds: Iterable[str], month: date) -> QuerySet[CaseEvent]:
    """The first events of these kinds on cases that are counted, if they were in that month."""
    of_kinds = CaseEvent.objects.filter(kind__in=kinds)
    earlier = of_kinds.filter(case=OuterRef("case"), sequence__lt=OuterRef("sequence"))
    rows = _in(of_kinds, month, "at").filter(~Exists(earlier), case__in=counted())
    return rows.select_related("case").only("kind", "data", *_OF_CASES)


_OF_CASES = ("case__kind", "case__matter", "case__region")


def _count_accepted(tally: MonthTally, month: date) -> None:
    for event in _first([EventKind.ACCEPT], month):
        tally.add(event.case, "accepted")


def _count_ended(tally: MonthTally, month: date) -> None:
    for event in _first([EventKind.ANSWER, *acts_that("ends_unanswered")], month):
        tally.add(event.case, "ended")
        tally.outcomes[_outcome(event)] += 1


def _outcome(event: CaseEvent) -> str:
    kind = EventKind(event.kind)
    if kind == EventKind.ANSWER:
        outcome = event.data.get("outcome") if kind_of(event.case.kind).needs_opinion else ""
        return outcome or "answered"
    return ENDS_APART.get(kind, str(kind))


def _count_promises(tally: MonthTally, month: date) -> None:
    """Of what was due in the month, what was done by its day; and how long what was answered in it took."""
    begins, ends = (moment.date() for moment in span_of(month))
    due = Q(due_on__gte=begins, due_on__lt=ends)
    stopped = Q(stopped_on__gte=begins, stopped_on__lt=ends, clock=ClockKind.DECIDE)
    rows = CaseClock.objects.filter(due | stopped, clock__in=(*TOLD, ClockKind.DECIDE), case__in=counted())
    for clock, stopped_by in _with_ends(rows):
        if begins <= clock.due_on < ends:
            _count_due(tally, clock, stopped_by)
        is_answer = clock.clock == ClockKind.DECIDE and stopped_by == EventKind.ANSWER
        if is_answer and clock.stopped_on and begins <= clock.stopped_on < ends:
            for cell in _cells(clock.case):
                tally.days[cell].append((clock.stopped_on - clock.starts_on).days)


def _count_due(tally: MonthTally, clock: CaseClock, stopped_by: str) -> None:
    """Whoever ended a case alone has kept no promise by it: in time, it is left out; later, it was late."""
    is_told = clock.clock in TOLD
    kept = is_told or stopped_by == EventKind.ANSWER
    is_by_its_day = clock.stopped_on is not None and clock.stopped_on <= clock.due_on
    if is_told and stopped_by in (EventKind.WITHDRAW, EventKind.CLOSE):
        kept = False
    if is_by_its_day and not kept:
        return
    name = "told_in_time" if is_told else "answered_in_time"
    tally.add(clock.case, SHARES[name], *([name] if is_by_its_day else []))


def _with_ends(rows: QuerySet[CaseClock]) -> Iterator[tuple[CaseClock, str]]:
    """Each clock with its case, and with what stopped it: empty where nothing did."""
    known = standards.load()
    keys = list(rows.order_by("case").values_list("pk", flat=True))
    for at in range(0, len(keys), PIECE):
        piece = CaseClock.objects.filter(pk__in=keys[at : at + PIECE]).select_related("case__unit")
        clocks = list(piece.order_by("case"))
        events = defaultdict(list)
        for event in CaseEvent.objects.filter(case__in=[one.case_id for one in clocks]).defer(
            "reason", "text"
        ):
            events[event.case_id].append(event)
        for clock in clocks:
            run = ClockCourse.of(clock.case, events[clock.case_id], known).run(clock.clock)
            yield clock, run.stopped_by if run else ""


def _count_calls(tally: MonthTally, month: date) -> None:
    """What complainants said under the receipt, or when called back: the last word of each in the month."""
    calls = _in(CaseEvent.objects.filter(kind__in=ASKING, case__in=counted()), month, "at")
    calls = calls.select_related("case").only("data", "sequence", *_OF_CASES)
    latest = {event.case_id: event for event in calls.order_by("sequence")}
    for event in latest.values():
        for name in ("solved", "satisfied"):
            if event.data.get(name) is not None:
                tally.add(event.case, SHARES[name], *([name] if event.data[name] else []))
