"""Whether the list of a place is public: 0 户, 尚未公开 and 不适用 are three answers, never one.

Who owes a list does not hang on who ever published one: every county where the portal's bureaus work owes
each programme that the catalogue names (``duties``). A sum over places says how many it is taken from.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from django.db.models import Exists, Max, Min, OuterRef, Q
from django.db.models.functions import Left
from django.utils import timezone

from disclosure.enums import BatchState, ListStanding
from disclosure.models import Batch
from disclosure.months import following, last_day
from disclosure.publication import duties
from disclosure.working_days import WorkingDayCounter, working_day_counter
from organizations import codes
from organizations.enums import CODE_LENGTH, Level, UnitKind
from organizations.models import Region, Unit
from protection.cached_tables import while_unchanged

#: By programme and by the place that a list is of, its latest month.
Published = Mapping[str, Mapping[str, date]]

COUNTY = CODE_LENGTH[Level.COUNTY]


@dataclass(frozen=True, slots=True)
class Missing:
    """The first list that is not public yet: of which month, due by which day (perhaps provisional)."""

    month: date
    by: date
    is_provisional: bool
    is_late: bool


@dataclass(frozen=True, slots=True)
class ListState:
    """What is so of one programme in one place.

    ``public`` of ``due`` places of ``level`` below it have published; both 0 where one list covers it whole
    or none is owed. ``month``: of the list that covers it. ``missing``: what comes next, where one is owed.
    """

    standing: ListStanding
    month: date | None = None
    public: int = 0
    due: int = 0
    level: Level | None = None
    missing: Missing | None = None
    # Since when its list is withdrawn; None where it is several lists.
    withdrawn_on: date | None = None

    @property
    def is_withdrawn(self) -> bool:
        return self.standing == ListStanding.WITHDRAWN

    @property
    def has_figures(self) -> bool:
        """Whether there is a list to count: 0 is a figure, "not yet" is none."""
        return self.standing in (ListStanding.PUBLIC, ListStanding.PARTLY)

    @property
    def is_partial(self) -> bool:
        return self.standing == ListStanding.PARTLY


@dataclass(frozen=True)
class StandingFacts:
    """What is public and who owes what, as read at one moment (``_facts``).

    Kept for several requests at a time (``protection.cached_tables``). ``due_on`` and ``children`` read when
    they are asked first, so of this state or a later one; two threads may do so at once, to the same end.
    """

    published: Published
    owing: Mapping[str, Region]
    owed: Mapping[str, duties.CatalogueDuty]
    # The month with which the portal began; None before the first list.
    first: date | None
    # By programme and place: when its list became public, and of a withdrawn one since when it is that.
    latest: Mapping[str, Mapping[str, datetime]]
    withdrawn: Mapping[str, Mapping[str, tuple[datetime, date]]]
    _due: dict[tuple[date, int], tuple[date, bool]] = field(default_factory=dict)
    _below: dict[str, Mapping[str, list[str]]] = field(default_factory=dict)
    # By programme and place what ``Lists.month_of`` says of it, where it asks the places in it.
    months: dict[tuple[str, str], date | None] = field(default_factory=dict)

    @cached_property
    def reached(self) -> Mapping[str, frozenset[str]]:
        """By programme every place that has a public list, or in which one is."""
        return _reached(self.published)

    @cached_property
    def reached_withdrawn(self) -> Mapping[str, frozenset[str]]:
        """The same of withdrawn lists."""
        return _reached(self.withdrawn)

    @cached_property
    def _count(self) -> WorkingDayCounter:
        return working_day_counter()

    def due_on(self, month: date, days: int) -> tuple[date, bool]:
        """The day by which a month's list is due, and whether that is provisional."""
        return self.counted(last_day(month), days)

    def counted(self, day: date, days: int) -> tuple[date, bool]:
        """The day so many working days later, and whether that is provisional; each asked once."""
        if (day, days) not in self._due:
            self._due[day, days] = self._count(day, days)
        return self._due[day, days]

    def children(self, code: str) -> list[str]:
        """The places below a county or township; one query a county, asked only where they publish."""
        county = codes.county_of(code)
        if county not in self._below:
            found: dict[str, list[str]] = {}
            inside = Region.objects.within(county).filter(level__gt=Level.COUNTY).order_by("code")
            for child, parent in inside.values_list("code", "parent_id"):
                found.setdefault(parent, []).append(child)
            self._below[county] = found
        return self._below[county].get(code, [])


@dataclass(frozen=True)
class Lists:
    """The facts as of a day (``read``), asked place by place."""

    today: date
    facts: StandingFacts
    published: Published

    @property
    def owing(self) -> Mapping[str, Region]:
        """The counties that owe lists."""
        return self.facts.owing

    @property
    def first(self) -> date:
        """The month from which lists are owed: with which the portal began, whether one published or not."""
        return self.facts.first or self.today.replace(day=1)

    def state(self, programme: str, code: str) -> ListState:
        """What is so of a programme (by its code) in a place."""
        duty = self.facts.owed.get(programme)
        owing = self._owing(duty, programme, code)
        # A place below a county owes what lies in it alone.
        owed = owing if len(code) < COUNTY else [code]
        missing = self._missing(duty, programme, owed) if duty and owing else None
        withdrawn = self._withdrawn(programme, code)
        if (withdrawn or self._withdrawn_in(programme, code)) and not self._published_in(programme, code):
            return ListState(ListStanding.WITHDRAWN, withdrawn_on=withdrawn)
        if month := self._covering(programme, code):
            return ListState(ListStanding.PUBLIC, month, missing=missing)
        if not self._published_in(programme, code):
            return ListState(ListStanding.NOT_YET if owing else ListStanding.NOT_DUE, missing=missing)
        places = owing if len(code) < COUNTY else self.facts.children(code)
        public = sum(self.month_of(programme, place) is not None for place in places)
        level = codes.level_of(places[0]) if places else None
        standing = ListStanding.PUBLIC if places and public == len(places) else ListStanding.PARTLY
        return ListState(standing, None, public, len(places), level, missing)

    def month_of(self, programme: str, code: str) -> date | None:
        """The month up to which a place's list is public as a whole; None where it is not."""
        if month := self._covering(programme, code):
            return month
        if not self._published_in(programme, code):
            return None
        # Asked of every place in it, for many pages: found once a state of the tables.
        known, of = self.facts.months, (programme, code)
        if of not in known:
            months = [self.month_of(programme, child) for child in self.facts.children(code)]
            told = [month for month in months if month]
            known[of] = min(told) if told and len(told) == len(months) else None
        return known[of]

    def owing_in(self, area: Iterable[str]) -> list[str]:
        """The counties in some places that owe any list at all."""
        counties = self._counties_in(area)
        return [code for code in counties if any(self.owes(programme, code) for programme in self.facts.owed)]

    def owes(self, programme: str, code: str, on: date | None = None) -> bool:
        """Whether a place owes a programme's list on a day (default: today)."""
        duty = self.facts.owed.get(programme)
        return duty is not None and duty.holds_in(code, on or self.today, programme)

    def _counties_in(self, area: Iterable[str]) -> list[str]:
        return [code for code in self.owing if any(codes.contains(place, code) for place in area)]

    def _owing(self, duty: duties.CatalogueDuty | None, programme: str, code: str) -> list[str]:
        """The counties that owe the list in or above a place."""
        if duty is None or not duty.holds_in(code, self.today, programme):
            return []
        if len(code) < COUNTY:
            here = [one for one in self.owing if codes.contains(code, one)]
        else:
            here = [one for one in [codes.county_of(code)] if one in self.owing]
        return [one for one in here if duty.holds_in(one, self.today, programme)]

    def _covering(self, programme: str, code: str) -> date | None:
        of = self.published.get(programme, {})
        months = [of[one] for one in codes.ancestors_of(code, include_self=True) if one in of]
        return max(months, default=None)

    def _withdrawn(self, programme: str, code: str) -> date | None:
        """Since when the list in force over a place is withdrawn."""
        places = codes.ancestors_of(code, include_self=True)
        withdrawn, public = self.facts.withdrawn.get(programme, {}), self.facts.latest.get(programme, {})
        published_at, day = max((withdrawn[one] for one in places if one in withdrawn), default=(None, None))
        if published_at is None or any(public[one] > published_at for one in places if one in public):
            return None
        return day

    def _withdrawn_in(self, programme: str, code: str) -> bool:
        return code in self.facts.reached_withdrawn.get(programme, ())

    def _published_in(self, programme: str, code: str) -> bool:
        return code in self.facts.reached.get(programme, ())

    def _missing(self, duty: duties.CatalogueDuty, programme: str, places: list[str]) -> Missing | None:
        """The earliest list that some places have not published; what was withdrawn is being corrected."""
        places = [code for code in places if not self._withdrawn(programme, code)]
        if not places:
            return None
        months = [self.month_of(programme, code) for code in places]
        month = min(following(month) if month else self.first for month in months)
        by, is_provisional = self.facts.due_on(month, duty.days)
        return Missing(month, by, is_provisional, by < self.today)


def read(today: date | None = None) -> Lists:
    """What is public and who owes what, as of a day (default: today in Asia/Shanghai).

    Three queries; while pages are shown, once a state of the tables (``protection.cached_tables``).
    """
    facts = _facts()
    return Lists(today or timezone.localdate(), facts, facts.published)


@while_unchanged
def _facts() -> StandingFacts:
    rows = Batch.objects.in_force().order_by().values("programme_id", "region_id", "state")
    published: dict[str, dict[str, date]] = {}
    latest: dict[str, dict[str, datetime]] = {}
    withdrawn: dict[str, dict[str, tuple[datetime, date]]] = {}
    firsts = []
    at = {"at": Max("published_at"), "withdrawn_at": Max("withdrawn_at")}
    for row in rows.annotate(last=Max("month"), first=Min("month"), **at):
        firsts.append(row["first"])
        programme, code = row["programme_id"], row["region_id"]
        if row["state"] == BatchState.PUBLISHED:
            published.setdefault(programme, {})[code] = row["last"]
            if row["at"]:
                latest.setdefault(programme, {})[code] = row["at"]
        elif row["at"] and row["withdrawn_at"]:
            withdrawn.setdefault(programme, {})[code] = (row["at"], day_of(row["withdrawn_at"]))
    for programme, lists in withdrawn.items():
        _leave_out(lists, published.get(programme, {}), latest.get(programme, {}))
    first = min(firsts, default=None)
    return StandingFacts(published, owing_counties(), duties.of_lists(), first, latest, withdrawn)


def _reached(lists: Mapping[str, Iterable[str]]) -> Mapping[str, frozenset[str]]:
    return {
        programme: frozenset(
            above for code in places for above in codes.ancestors_of(code, include_self=True)
        )
        for programme, places in lists.items()
    }


def _leave_out(
    withdrawn: Mapping[str, tuple[datetime, date]], published: dict[str, date], latest: dict[str, datetime]
) -> None:
    """Leave out the older lists whose place a withdrawn one had taken: they do not come back by that."""
    for code, at in list(latest.items()):
        above = codes.ancestors_of(code, include_self=True)
        if any(withdrawn[one][0] > at for one in above if one in withdrawn):
            del published[code], latest[code]


def owing_counties() -> dict[str, Region]:
    """The counties of the places that the portal's bureaus are of: a county itself, all of a city's."""
    around = Q()
    for digits in CODE_LENGTH.values():
        if digits <= COUNTY:
            around |= Q(region_id=Left(OuterRef("code"), digits))
    bureaus = Unit.objects.open().filter(around, kind=UnitKind.BUREAU)
    counties = Region.objects.filter(Exists(bureaus), level=Level.COUNTY).order_by("code")
    return {county.code: county for county in counties}


def day_of(at: datetime) -> date:
    """The day of a moment in Asia/Shanghai."""
    return timezone.localtime(at).date()
