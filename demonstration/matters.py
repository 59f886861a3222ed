"""What is brought in twelve months: the usual matters by the dice, and the stories an inspector can find."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from complaints.intake.intake import Identity
from demonstration import courses, narratives, places
from demonstration.courses import Course, CourseStep
from demonstration.people import People
from demonstration.places import Village
from demonstration.plan import Plan, moment

CHANNELS = {"web": 0.34, "hotline": 0.40, "letter": 0.10, "visit": 0.12, "transferred": 0.04}
OPENNESS = {"open": 0.62, "confidential": 0.24, "anonymous": 0.14}
ASHAMED = {"open": 0.25, "confidential": 0.45, "anonymous": 0.30}

#: How many cases each story has in a full demonstration.
HELD_BACK, OFFICER, LETTERS = 13, 9, 18

SAME_ANSWER = "经向村里了解，资金由村里统一安排，发放手续齐全，请您与村委会联系。"


@dataclass
class PlannedCase:
    """One case to be: what is filed, when, and how it goes on.

    ``row_in`` is a village whose list the case objects to; ``accused`` holds keys of units or names.
    """

    received_at: datetime
    kind: str
    channel: str
    openness: str
    title: str
    narrative: str
    village: Village
    programme: str
    complainant: Identity | None
    accused: list[tuple[str | None, str]] = field(default_factory=list)
    row_in: Village | None = None
    steps: list[CourseStep] = field(default_factory=list)


class Matters:
    """Invents what is brought, within a plan."""

    def __init__(self, plan: Plan, listed: list[Village], others: list[Village]) -> None:
        self.plan = plan
        self.random = plan.random("matters")
        self.people = People(plan.random("complainants"))
        self.listed = listed
        self.others = others
        self.topics = narratives.parts()["topic"]
        self.lists_public = moment(plan.months()[0] + timedelta(days=28), 9)

    def all(self) -> list[PlannedCase]:
        """Return all matters, the oldest first."""
        planted = [*self._held_back(), *self._officer(), *self._letters()]
        usual = [self._usual() for _case in range(self.plan.cases - len(planted))]
        return sorted([*planted, *usual], key=lambda matter: matter.received_at)

    def _usual(self) -> PlannedCase:
        random = self.random
        day = self.plan.until - timedelta(days=int(365 * random.random() ** 1.25))
        topics = self.topics
        received = self._hour(random, day)
        if received < self.lists_public:
            topics = [topic for topic in topics if topic["kind"] != "objection"]
        topic = random.choices(topics, [each["weight"] for each in topics])[0]
        near = random.random() < 0.86 or topic["kind"] == "objection"
        village = random.choice(self.listed if near else self.others)
        words = narratives.slots(random, village, day)
        told = narratives.tell(random, topic, words)
        course = Course(random, received, words)
        if topic["kind"] == "enquiry":
            courses.of_enquiry(course, topic["answers"])
        elif course.chance(0.035):
            courses.forgotten(course)
        else:
            courses.of_complaint(course, topic["answers"], topic["kind"])
        respondent = topic.get("respondent")
        accused: list[tuple[str | None, str]] = []
        if respondent:
            accused = [(village.code if respondent == "village" else village.township, "")]
        usual = OPENNESS if topic["kind"] in ("enquiry", "complaint", "suggestion") else ASHAMED
        return PlannedCase(
            received_at=received,
            kind=topic["kind"],
            channel=_one_of(random, CHANNELS),
            steps=course.steps,
            title=told.title,
            narrative=told.narrative,
            village=village,
            programme=topic["programme"],
            accused=accused,
            row_in=village if topic["kind"] == "objection" else None,
            **self._who(random, village, usual),
        )

    def _held_back(self) -> Iterator[PlannedCase]:
        """One village where payments are held back: many voices, growing, and the same answer again."""
        random = self.plan.random("held-back")
        village = next(v for v in self.listed if v.township == places.HELD_BACK_VILLAGE_OF)
        parts = narratives.story("held-back")
        count = self.plan.share(HELD_BACK)
        for number in range(count):
            day = self.plan.until - timedelta(days=int(150 * (1 - (number + 1) / count) ** 1.4) + 3)
            received = self._hour(random, day)
            with_row = received > self.lists_public and number % 2 == 0
            matter = self._planted(random, parts, village, received, "objection" if with_row else "complaint")
            matter.accused = [(village.code, "赵守仓")]
            matter.row_in = village if with_row else None
            course = Course(random, received, narratives.slots(random, village, day))
            if number < 5:
                courses.same_answer_again(course, SAME_ANSWER)
            elif number < 8:
                courses.forgotten(course)
            matter.steps = course.steps
            yield matter

    def _officer(self) -> Iterator[PlannedCase]:
        """One township officer, named in complaints from four villages."""
        random = self.plan.random("officer")
        villages = [v for v in self.listed if v.township == places.OFFICER_TOWNSHIP][:4]
        parts = narratives.story("officer")
        for number in range(max(self.plan.share(OFFICER), len(villages))):
            day = self.plan.until - timedelta(days=random.randrange(12, 320))
            received = self._hour(random, day)
            matter = self._planted(random, parts, villages[number % 4], received, "report")
            matter.accused = [(None, "孙继财")]
            course = Course(random, received, narratives.slots(random, matter.village, day))
            course.add("accept", random.randrange(2, 12), courses.HANDLER)
            if number % 3 == 0:
                courses.of_report_without_finding(course)
            matter.steps = course.steps
            yield matter

    def _letters(self) -> Iterator[PlannedCase]:
        """A wave of letters, word for word the same, from many villages of one township within nine days."""
        random = self.plan.random("letters")
        villages = [v for v in self.listed if v.township == places.LETTERS_FROM]
        parts = narratives.story("letters")
        first = self.plan.until - timedelta(days=47)
        for number in range(self.plan.share(LETTERS)):
            village = villages[number % len(villages)]
            received = moment(first + timedelta(days=number % 9), 10, number)
            course = Course(random, received, narratives.slots(random, village, received.date()))
            if number % 4:
                course.add("accept", random.randrange(2, 11), courses.HANDLER)
            yield PlannedCase(
                received_at=received,
                kind="complaint",
                channel="letter",
                openness="anonymous",
                title=parts["titles"][0],
                narrative=parts["letter"],
                village=village,
                programme="temporary",
                complainant=None,
                accused=[(village.township, "")],
                steps=course.steps,
            )

    def _planted(
        self, random: Random, parts: dict, village: Village, received: datetime, kind: str
    ) -> PlannedCase:
        words = narratives.slots(random, village, received.date())
        told = narratives.tell(random, parts, words)
        return PlannedCase(
            received_at=received,
            kind=kind,
            channel=_one_of(random, CHANNELS),
            title=told.title,
            narrative=told.narrative,
            village=village,
            programme="rural-dibao",
            **self._who(random, village, ASHAMED),
        )

    def _who(self, random: Random, village: Village, shares: dict[str, float]) -> dict[str, Any]:
        openness = _one_of(random, shares)
        if openness == "anonymous":
            return {"openness": openness, "complainant": None}
        person = self.people.person(26, 84, self.plan.until)
        id_number = person.id_number if random.random() < 0.3 else ""
        address = f"{village.path[3]}{narratives.spoken(village.name)}{random.randrange(1, 12)}组"
        return {"openness": openness, "complainant": Identity(person.name, person.phone, id_number, address)}

    @staticmethod
    def _hour(random: Random, day) -> datetime:
        return moment(day, random.choice((8, 9, 9, 10, 10, 11, 14, 15, 15, 16, 19, 20)), random.randrange(60))


def _one_of(random: Random, shares: dict[str, float]) -> str:
    return random.choices(list(shares), list(shares.values()))[0]
