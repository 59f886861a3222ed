"""What happens next with a case, by when, and how that date was counted, in the visitor's words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from complaints.clocks import calendars
from complaints.clocks.clock import Count, ExplainedDay, WorkCalendar, working_days_left
from complaints.clocks.deadlines import short_date
from complaints.clocks.projection import ClockCourse
from complaints.enums import CaseStatus, ClockKind, DayUnit, EventKind
from complaints.history import History
from complaints.models import Case, CaseClock

#: What is promised while a clock runs; ``%(date)s`` is the last day on which it is kept.
PROMISES: dict[str, str | Promise] = {
    ClockKind.INFORM: gettext_lazy("You are told by %(date)s whether we take it up, and who looks into it."),
    ClockKind.INFORM_AGAIN: gettext_lazy(
        "The office that has it now tells you by %(date)s whether it takes it up, and who looks into it."
    ),
    ClockKind.DECIDE: gettext_lazy("The answer is here by %(date)s."),
    ClockKind.REVIEW: gettext_lazy("The answer to your request for review is here by %(date)s."),
}
#: The same of the second review, which is final (信访工作条例 36).
SECOND_REVIEW = gettext_lazy("The answer to your request for a second review is here by %(date)s.")
#: Where no clock runs, the status says what comes next.
STANDING: dict[str, str | Promise] = {
    CaseStatus.SCREENING: gettext_lazy(
        "It has arrived. The office above reads it and decides who handles it."
    ),
    CaseStatus.REGISTERED: gettext_lazy("It has arrived and is being looked at."),
    CaseStatus.HANDLING: gettext_lazy("Someone is looking into it."),
    CaseStatus.WAITING: gettext_lazy("We have a question for you. Please write back below."),
    CaseStatus.ANSWERED: gettext_lazy("It is answered. Read the answer below."),
    CaseStatus.REVIEW: gettext_lazy("The office above is looking at it again."),
    CaseStatus.CLOSED: gettext_lazy("It is closed. You can still read everything here, and write to us."),
    CaseStatus.DECLINED: gettext_lazy("It was not accepted. The reason is below. You can still write to us."),
    CaseStatus.REFERRED: gettext_lazy(
        "It was passed to the office that is competent. Which one, you read below. You can still write to us."
    ),
    CaseStatus.MERGED: gettext_lazy(
        "It is handled together with another case about the same. You read the answer here as well."
    ),
}


#: The same as it is read out to a caller who names receipt and PIN, where the page would say to read on.
ALOUD: dict[str, str | Promise] = STANDING | {
    CaseStatus.WAITING: gettext_lazy("There is a question for you. It stands on the page of your case."),
    CaseStatus.ANSWERED: gettext_lazy("It is answered. The answer stands on the page of your case."),
    CaseStatus.CLOSED: gettext_lazy("It is closed. The answer stands on the page of your case."),
    CaseStatus.DECLINED: gettext_lazy("It was not accepted. The reason stands on the page of your case."),
    CaseStatus.REFERRED: gettext_lazy(
        "It was passed to the office that is competent. Which one stands on the page of your case."
    ),
}
WITHDRAWN_ALOUD = gettext_lazy(
    "An office noted that you withdrew it. If that is not so, write it on the page of your case."
)


@dataclass(frozen=True)
class DaysCounted:
    """A run of days that were counted, or left out, for the same reason."""

    days: str
    numbers: str
    why: str


@dataclass(frozen=True)
class Promised:
    """One promise: its last day, the working days left (negative: late), and how it was counted.

    ``moved_from``: the date that was told before the notice on holidays moved it, or nothing.
    """

    sentence: str
    due_on: date
    days_left: int
    provisional: bool
    rule: str
    basis: str
    counting: Sequence[DaysCounted]
    moved_from: str = ""

    @property
    def late(self) -> bool:
        return self.days_left < 0

    @property
    def counted(self) -> str:
        """Both counts: within how many days of what kind, which day that is, and how many working days are
        left of it; without the last where the day has passed.
        """
        within = _("Within %(rule)s, that is by %(date)s") % {
            "rule": self.rule,
            "date": short_date(self.due_on),
        }
        return within if self.late else _("%(within)s; %(left)s") % {"within": within, "left": self.left}

    @property
    def left(self) -> str:
        """The time left in words."""
        if self.late:
            return _(
                "This day has passed. We are sorry. You can call the hotline with receipt number and "
                "telephone code."
            )
        if self.days_left == 0:
            return _("That is today.")
        return ngettext("%(number)d working day left.", "%(number)d working days left.", self.days_left) % {
            "number": self.days_left
        }


#: Who did not ask for that says so, and the case goes on (``casework``).
WITHDRAWN = gettext_lazy(
    "An office noted that you withdrew it. If that is not so, write it below: it is then worked on again, "
    "and the office above reads it."
)


def standing(case: Case) -> str:
    """Where the case stands, in a sentence or two."""
    return str(WITHDRAWN if History.of(case).is_withdrawn() else STANDING[case.status])


def aloud(case: Case) -> str:
    """The same for the desk to read out: not a word of the case, and no office."""
    return str(WITHDRAWN_ALOUD if History.of(case).is_withdrawn() else ALOUD[case.status])


def promises(case: Case, today: date | None = None) -> list[Promised]:
    """The promises that still run on the case, the nearest first."""
    calendar, course = calendars.load(), ClockCourse.of(case)
    running = (
        case.clocks.filter(stopped_on__isnull=True, clock__in=PROMISES)
        .select_related("standard")
        .order_by("due_on")
    )
    return [_promised(course, clock, calendar, today or timezone.localdate()) for clock in running]


def _promised(course: ClockCourse, clock: CaseClock, calendar: WorkCalendar, today: date) -> Promised:
    due = course.due(clock.clock, calendar)
    standard = clock.standard
    asked = [event for event in course.events if event.kind == EventKind.ASK_REVIEW]
    is_second = clock.clock == ClockKind.REVIEW and len(asked) > 1
    sentence = SECOND_REVIEW if is_second else PROMISES[clock.clock]
    return Promised(
        sentence=str(sentence) % {"date": short_date(clock.due_on)},
        due_on=clock.due_on,
        days_left=working_days_left(today, clock.due_on, calendar),
        provisional=clock.provisional,
        rule=_("%(number)d %(unit)s") % {"number": standard.days, "unit": DayUnit(standard.unit).label},
        basis=standard.basis,
        counting=counting(due.explanation) if due else [],
        moved_from=short_date(clock.moved_from) if clock.moved_from else "",
    )


def counting(steps: Sequence[ExplainedDay]) -> list[DaysCounted]:
    """Day by day, with neighbours of one kind drawn together."""
    lines = []
    for _key, group in groupby(steps, key=lambda step: (step.why, step.note)):
        run = list(group)
        first, last = run[0], run[-1]
        days = short_date(first.day) if first is last else f"{short_date(first.day)}–{short_date(last.day)}"
        numbers = ""
        if first.number is not None and first.why != Count.START:
            numbers = (
                _("day %(first)d") % {"first": first.number}
                if first is last
                else _("days %(first)d to %(last)d") % {"first": first.number, "last": last.number}
            )
        lines.append(DaysCounted(days, numbers, _reason(first)))
    return lines


_REASONS: dict[str, str | Promise] = {
    Count.START: gettext_lazy("the day it happened; counting starts the day after"),
    Count.COUNTED: gettext_lazy("counted"),
    Count.MAKE_UP: gettext_lazy("make-up working day, counted"),
    Count.WEEKEND: gettext_lazy("weekend, not counted"),
    Count.HOLIDAY: gettext_lazy("public holiday, not counted"),
    Count.PAUSED: gettext_lazy("until the hearing is held, not counted"),
    Count.SHIFTED: gettext_lazy("a day off, so the end moves on"),
    Count.LANDED: gettext_lazy("the next working day: the last day"),
}


def _reason(step: ExplainedDay) -> str:
    reason = str(_REASONS[step.why])
    return f"{reason} ({step.note})" if step.note else reason
