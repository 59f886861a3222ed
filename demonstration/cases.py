"""Files the invented matters and plays their courses, through the same acts as everyone's."""

from collections.abc import Container
from dataclasses import dataclass
from datetime import datetime
from random import Random

from django.utils import timezone

from complaints import routing
from complaints.clocks.extending import longest
from complaints.enums import CaseStatus, EventKind, Reach
from complaints.handling import elsewhere
from complaints.handling.assignment import may_be_given
from complaints.handling.casework import act, available
from complaints.intake import filing
from complaints.intake.intake import Intake
from complaints.kinds import kind_of
from complaints.models import Case, OtherAuthority
from complaints.texts.respondent_matching import StatedRespondent
from complaints.visibility import is_for_every_desk
from complaints.workflow import sources
from demonstration.courses import COMPLAINANT, OPERATOR, SUPERVISOR, CourseStep
from demonstration.matters import PlannedCase
from demonstration.places import CITY, DONGHAI, GUANYUN
from demonstration.plan import Plan, moment
from disclosure.models import Recipient
from organizations import codes
from organizations.enums import Role
from organizations.models import Post, Unit, User

#: So many of the youngest web cases can be opened with receipt and PIN.
TRY_OUT = 3

#: The share of the cases read by the office above that it gives to the lower one.
HANDED_DOWN = 0.4

#: The share of the youngest cases of which it is decided already who handles them.
DECIDED_SOON = 0.5

#: Whose desk a call or letter about a county reaches; the city's where a county has none.
DESKS = {CITY: "jiexian", DONGHAI: "dh-jiexian", GUANYUN: "gy-jiexian"}

#: What an invented opinion rests on.
OPINION = "依照《社会救助暂行办法》和《信访工作条例》第三十二条的规定，按上述核实情况处理。"

DESK_CHANNELS = frozenset({"hotline", "visit", "letter", "transferred"})


def submission_key(seed: int, number: int) -> str:
    """Return the key of the demonstration's case with this number; receipt and PIN follow from it."""
    return f"demonstration-{seed}-{number}"


@dataclass
class Playing:
    """A filed case with what is needed to act on it."""

    case: Case
    accused: set[int]
    names: set[str]


class CaseStaff:
    """Who acts on a case: the nearest person with the role who is neither accused nor under the accused."""

    def __init__(self) -> None:
        self._above: dict[int, list[int]] = {}
        parents = dict(Unit.objects.values_list("pk", "parent_id"))
        for pk in parents:
            chain, unit = [], pk
            while unit is not None:
                chain.append(unit)
                unit = parents[unit]
            self._above[pk] = chain
        self._posts: dict[tuple[int, str], list[User]] = {}
        for post in Post.objects.active().select_related("user").order_by("pk"):
            self._posts.setdefault((post.unit_id, post.role), []).append(post.user)
        self._units_of: dict[int, set[int]] = {}
        for (unit, _role), users in self._posts.items():
            for user in users:
                self._units_of.setdefault(user.pk, set()).update(self._above[unit])
        self._hotlines = list(Unit.objects.filter(kind="hotline").values_list("pk", flat=True))

    def person(self, random: Random, role: str, playing: Playing, but: Container[int] = ()) -> User | None:
        """Return somebody who may act in this role on the case now, None when there is nobody.

        ``but`` are the keys of those whose own work it is about, so that somebody else must.
        """
        case, accused = playing.case, playing.accused
        units = self._above[case.unit_id] + (self._hotlines if role == Role.OPERATOR else [])
        # In the inspection group one role does what handler and supervisor do elsewhere.
        roles = [role] if role == Role.OPERATOR else [role, Role.INSPECTOR]
        levels = [
            [
                user
                for held in roles
                for user in self._posts.get((unit, held), [])
                if user.pk not in but
                and user.name not in playing.names
                and accused.isdisjoint(self._units_of[user.pk])
            ]
            for unit in units
        ]
        # Who has begun with a case goes on with it.
        begun = [user for level in levels for user in level if user.pk == case.handler_id]
        free = next((level for level in levels if level), [])
        return begun[0] if begun else random.choice(free) if free else None


def load(plan: Plan, matters: list[PlannedCase], units: dict[str, Unit], users: dict[str, User]) -> int:
    """File every matter in the order of time and play its course to the plan's last day; return how many."""
    random = plan.random("office")
    office = CaseStaff()
    rows = _rows_by_village()
    last = moment(plan.until, 18)
    tried = _to_try(matters)
    for number, matter in enumerate(matters, start=1):
        key = submission_key(plan.seed, -tried[number] if number in tried else number)
        operator = users[DESKS.get(codes.county_of(matter.village.code), DESKS[CITY])]
        case, _created = filing.register(
            _intake(matter, units, rows, random),
            submission_key=key,
            user=operator if matter.channel in DESK_CHANNELS else None,
            with_pin=number in tried,
        )
        respondents = list(case.respondents.values_list("unit_id", "name"))
        playing = Playing(
            case, {unit for unit, _n in respondents if unit}, {name for _u, name in respondents}
        )
        play(playing, matter.steps, last, office, random)
    return len(matters)


def to_try(seed: int) -> list[str]:
    """Return the submission keys of the cases that can be opened with receipt and PIN."""
    return [submission_key(seed, -number) for number in range(1, TRY_OUT + 1)]


def _to_try(matters: list[PlannedCase]) -> dict[int, int]:
    """Number the youngest answered web cases: what a visitor would like to open."""
    answered = [
        number
        for number, matter in enumerate(matters, start=1)
        if matter.channel == "web" and any(step.kind == "answer" for step in matter.steps)
    ]
    return {number: order for order, number in enumerate(answered[-TRY_OUT:], start=1)}


def _rows_by_village() -> dict[str, list]:
    """Return the public ids of rows that are public now, by village: someone could object to them."""
    found: dict[str, list] = {}
    rows = Recipient.objects.current().filter(programme_id="rural-dibao").order_by("pk")
    for village, public_id in rows.values_list("region_id", "public_id"):
        found.setdefault(village, []).append(public_id)
    return found


def _intake(matter: PlannedCase, units: dict[str, Unit], rows: dict[str, list], random: Random) -> Intake:
    row = random.choice(rows.get(matter.village.code) or [None]) if matter.row_in else None
    return Intake(
        # Where a village has no row on that list, nobody can object to one.
        kind=matter.kind if row or matter.kind != "objection" else "complaint",
        channel=matter.channel,
        openness=matter.openness,
        title=matter.title,
        narrative=matter.narrative,
        region_code=matter.village.code,
        programme_code=matter.programme or None,
        # Who complains about nobody complains about the assistance itself; graver words raise it.
        matter="assistance" if matter.kind == "complaint" and not matter.accused else "",
        reach=_reach(matter),
        row=row,
        respondents=[StatedRespondent(_unit(units, key), name) for key, name in matter.accused],
        complainant=matter.complainant,
        received_at=matter.received_at,
    )


def _reach(matter: PlannedCase) -> str:
    """Return whom the writer speaks of, as they say."""
    return Reach.BELOW if matter.accused or kind_of(matter.kind).means_lowest_office else Reach.NOBODY


def _unit(units: dict[str, Unit], key: str | None) -> int | None:
    """Return the id of an accused unit; where a village committee is not on record, its township's."""
    return (units.get(key) or units[codes.township_of(key)]).pk if key else None


def play(
    playing: Playing, steps: list[CourseStep], last: datetime, office: CaseStaff, random: Random
) -> None:
    """Do the steps one after the other; stop at the last moment, or where nobody could act."""
    for step in steps:
        if step.at > last:
            if playing.case.status == CaseStatus.SCREENING and random.random() < DECIDED_SOON:
                _screen(playing, last, office, random)
            return
        waits = step.by != COMPLAINANT and playing.case.status == CaseStatus.SCREENING
        if waits and not _screen(playing, step.at, office, random):
            return
        if step.by != COMPLAINANT and not _taken_up(playing, step, office, random):
            return
        if "extension" in step.kind and longest(playing.case, timezone.localdate(step.at)) is None:
            continue
        user = None
        if step.by != COMPLAINANT:
            user = office.person(random, _by(playing.case, step), playing, _whose_work(playing.case, step))
            if user is None or not _given_to(playing, user, step.at, office, random):
                return
        facts = dict(step.data)
        if step.kind in ("transfer", "ask_review"):
            higher = routing.above(playing.case.unit, playing.accused)
            if higher is None:
                return
            facts = {"unit": higher.pk} if step.kind == "transfer" else {}
        if step.kind in elsewhere.FACTS:
            # The plan names an entry by the code with which it is shipped.
            facts = {name: OtherAuthority.objects.get(code=code) for name, code in facts.items()}
        if step.kind == "answer":
            facts["parts"] = {"asked": f"{playing.case.title}。", "facts": step.text, "opinion": OPINION}
        act(playing.case, step.kind, user=user, reason=step.reason, text=step.text, at=step.at, **facts)


def _taken_up(playing: Playing, step: CourseStep, office: CaseStaff, random: Random) -> bool:
    """Accept a case again that the office above had to read meanwhile; whether the step is possible."""
    case = playing.case
    if case.status == CaseStatus.REGISTERED and case.status not in sources(EventKind(step.kind), case.kind):
        user = office.person(random, Role.HANDLER, playing)
        if user is None or not _given_to(playing, user, step.at, office, random):
            return False
        act(case, "accept", user=user, at=step.at)
    return case.status in sources(EventKind(step.kind), case.kind)


def _given_to(playing: Playing, user: User, at: datetime, office: CaseStaff, random: Random) -> bool:
    """Whether the user sees the case by now: above the township it is given to whoever works on it."""
    case = playing.case
    seen = Case.objects.filter(pk=case.pk)
    if seen.visible_to(user).exists():
        return True
    by = office.person(random, Role.SUPERVISOR, playing)
    if by is None or EventKind.ASSIGN not in {row.kind for row in available(case, by)}:
        return False
    if may_be_given(case, user, case.respondents.all()):
        act(case, "assign", user=by, handler=user, at=at)
    return seen.visible_to(user).exists()


def _by(case: Case, step: CourseStep) -> str:
    """Who does the step: what the desk does not open is called back by the office."""
    return SUPERVISOR if step.by == OPERATOR and not is_for_every_desk(case) else step.by


#: What somebody else does than who did the other.
_SECOND = {
    "approve_extension": "request_extension",
    "call_back": "answer",
    "decline": "screen",
    "tell_where": "screen",
    "lead_in": "screen",
    "refer": "screen",
}


def _whose_work(case: Case, step: CourseStep) -> set[int]:
    """Whose request or answer the step is about: in the inspection group, they could do it themselves too."""
    about = _SECOND.get(step.kind)
    done = set(case.events.filter(kind=about).values_list("actor", flat=True)) if about else set()
    return done | ({case.handler_id} if step.kind == "call_back" and case.handler_id else set())


def _screen(playing: Playing, before: datetime, office: CaseStaff, random: Random) -> bool:
    """Let the unit that reads it first decide, halfway to ``before``: it keeps most, and hands the rest down.

    Returns False when nobody there could, or it came later than that: in the evening of the last day.
    """
    case = playing.case
    if case.latest_event.at >= before:
        return False
    reader = office.person(random, Role.SUPERVISOR, playing)
    if reader is None:
        return False
    lower = routing.route(case.region, playing.accused)
    unit = lower if random.random() < HANDED_DOWN else case.unit
    at = case.latest_event.at + (before - case.latest_event.at) / 2
    act(case, "screen", user=reader, reason="已看，按职责确定承办单位", at=at, handling_unit=unit.pk)
    return True
