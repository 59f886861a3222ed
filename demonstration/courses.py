"""How cases go: what happens to one, after how many days, with what words. Nothing here touches the database.

A course is written to its end; whoever plays it stops at the last day of the demonstration, which leaves the
younger cases open.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from complaints.enums import EventKind
from complaints.handling.elsewhere import FACTS
from complaints.kinds import kind_of
from demonstration.narratives import message, parts
from demonstration.plan import moment

Kind = str

COMPLAINANT = "complainant"
HANDLER, SUPERVISOR, OPERATOR = "handler", "supervisor", "operator"


@dataclass(frozen=True)
class CourseStep:
    """One act: what, when, by which role (or the complainant), with which words and facts."""

    kind: Kind
    at: datetime
    by: str
    reason: str = ""
    text: str = ""
    data: dict[str, Any] = field(default_factory=dict)


class Course:
    """Writes the steps of one case, each after the one before."""

    def __init__(self, random: Random, begins: datetime, words: dict[str, str]) -> None:
        self.random = random
        self.words = words
        self.steps: list[CourseStep] = []
        self._clock = begins

    def add(self, kind: Kind, days: float, by: str, /, reason: str = "", text: str = "", **data: Any) -> None:
        """Let something happen some days after the step before, in office hours if staff does it."""
        self._clock += timedelta(days=days, minutes=self.random.randrange(7, 50))
        if by != COMPLAINANT:
            self._clock = self._office_hours(self._clock)
        self.steps.append(CourseStep(kind, self._clock, by, reason, text, data))

    def say(self, key: str) -> str:
        """Return one of the short texts."""
        return message(self.random, key, self.words)

    def chance(self, share: float) -> bool:
        """Throw the dice."""
        return self.random.random() < share

    def _office_hours(self, at: datetime) -> datetime:
        """Return this moment, or the next one when an office is open."""
        local = at.astimezone(moment(at.date(), 12).tzinfo)
        day = local.date()
        if local.hour >= 17:
            day += timedelta(days=1)
        while day.weekday() >= 5:
            day += timedelta(days=1)
        if day == local.date() and 8 < local.hour < 17:
            return local
        return moment(day, self.random.choice((9, 10, 14, 15)), self.random.randrange(60))


def of_enquiry(course: Course, answers: list[dict[str, str]]) -> None:
    """Answered within the three working days, mostly; then closed and called back."""
    days = (
        course.random.choice((0.1, 0.5, 1, 1, 2)) if course.chance(0.92) else course.random.randrange(6, 14)
    )
    _answer(course, answers, days)
    _finish(course)


def of_complaint(course: Course, answers: list[dict[str, str]], kind: str) -> None:
    """Accepted, looked into, answered; with all that may come between."""
    random = course.random
    if course.chance(0.05):
        _end_without_work(course)
        return
    if course.chance(0.05):
        course.add("transfer", random.randrange(1, 4), HANDLER, course.say("transfers"))
    course.add(
        "accept", random.randrange(1, 10) if course.chance(0.94) else random.randrange(17, 26), HANDLER
    )
    if kind_of(kind).passed_on and course.chance(0.22):
        course.add("refer", random.randrange(1, 4), SUPERVISOR, "移送纪检监察机关", course.say("referred"))
        return
    if course.chance(0.3):
        course.add("note", random.randrange(1, 5), HANDLER, course.say("notes"))
    if course.chance(0.14):
        _ask_back(course)
    left: float = random.randrange(4, 12) if kind == "objection" else random.randrange(6, 42)
    if course.chance(0.08) and kind != "objection":
        _extend(course)
        left += 15
    elif course.chance(0.07):
        left += 45  # an answer that comes too late
    if course.chance(0.1):
        course.add("complainant_wrote", left / 2, COMPLAINANT, text=course.say("nudges"))
        left = left / 2
    _answer(course, answers, left)
    _afterwards(course, answers)


def _end_without_work(course: Course) -> None:
    """Not accepted, or told who is competent."""
    random = course.random
    days = random.randrange(2, 10)
    if course.chance(0.35):
        ground, text = random.choice(list(parts()["declines"].items()))
        course.add("decline", days, SUPERVISOR, text=text, ground=ground)
        return
    act = random.choice(list(parts()["elsewhere"]))
    code, text = random.choice(list(parts()["elsewhere"][act].items()))
    fact, _way = FACTS[EventKind(act)]
    course.add(act, days, SUPERVISOR, text=text, **{fact: code})


def forgotten(course: Course) -> None:
    """Registered, perhaps accepted, and then nobody does anything: the complainant asks, in vain."""
    if course.chance(0.5):
        course.add("accept", course.random.randrange(2, 12), HANDLER)
    course.add("complainant_wrote", course.random.randrange(20, 50), COMPLAINANT, text=course.say("nudges"))


def same_answer_again(course: Course, answer: str) -> None:
    """Answered, reopened, answered with the same words: what inspectors look for."""
    outcome = {"outcome": "explained", "text": answer}
    course.add("accept", course.random.randrange(3, 9), HANDLER)
    _answer(course, [outcome], course.random.randrange(5, 15))
    course.add("close", 2, HANDLER)
    course.add("call_back", 1, OPERATOR, course.say("unsatisfied"), solved=False, satisfied=False)
    course.add("reopen", 3, SUPERVISOR, course.say("reopened"))
    _answer(course, [outcome], course.random.randrange(5, 12))


def _answer(course: Course, answers: list[dict[str, str]], days: float) -> None:
    chosen = course.random.choice(answers)
    course.add("answer", days, HANDLER, text=f"您好，来件收悉。{chosen['text']}", outcome=chosen["outcome"])


def _ask_back(course: Course) -> None:
    which = course.random.randrange(len(parts()["messages"]["questions"]))
    course.add("ask_complainant", 2, HANDLER, text=parts()["messages"]["questions"][which])
    if course.chance(0.85):
        reply = parts()["messages"]["replies"][which].format_map(course.words)
        course.add("complainant_wrote", course.random.choice((0.3, 1, 2, 5)), COMPLAINANT, text=reply)


def _extend(course: Course) -> None:
    course.add(
        "request_extension", course.random.randrange(8, 20), HANDLER, course.say("extensions"), days=30
    )
    course.add("approve_extension", 1, SUPERVISOR, text=course.say("told_extension"))


def _afterwards(course: Course, answers: list[dict[str, str]]) -> None:
    """A few ask for a review, a few are opened again; the rest is closed."""
    if course.chance(0.04):
        course.add("ask_review", course.random.randrange(3, 20), COMPLAINANT, text=course.say("reviews"))
        _answer(course, answers, course.random.randrange(8, 25))
    elif course.chance(0.05):
        course.add("close", 3, HANDLER)
        course.add("call_back", 1, OPERATOR, course.say("unsatisfied"), solved=False, satisfied=False)
        course.add("reopen", course.random.randrange(2, 9), SUPERVISOR, course.say("reopened"))
        _answer(course, answers, course.random.randrange(8, 30))
    _finish(course)


def _finish(course: Course) -> None:
    if not course.chance(0.9):
        return
    course.add("close", course.random.randrange(1, 8), HANDLER)
    if course.chance(0.45):
        satisfied = course.chance(0.8)
        word = course.say("satisfied" if satisfied else "unsatisfied")
        course.add("call_back", 1, OPERATOR, word, solved=satisfied, satisfied=satisfied)


def of_report_without_finding(course: Course) -> None:
    """Answered that nothing was found, and closed: three such answers about one person are a pattern."""
    text = "经向本人了解，未发现您反映的问题。如有新的线索，请提供具体时间、地点和证人。"
    _answer(course, [{"outcome": "not_supported", "text": text}], course.random.randrange(15, 40))
    course.add("close", course.random.randrange(2, 9), HANDLER)
