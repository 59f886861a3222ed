"""When the lists of past months became public, held against the day by which they were due."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from disclosure.enums import WAS_PUBLIC
from disclosure.models import Batch
from disclosure.months import following, last_day, later
from disclosure.publication.standing import Lists, StandingFacts, day_of
from organizations import codes

#: A list is due in the month after its own, or where holidays lie between, in one of the two after that.
MOST_MONTHS_LATER = 3


@dataclass(frozen=True, slots=True)
class DueList:
    """One list that was due: whose, by which day, and when it was public, None where it never was."""

    programme: str
    county: str
    month: date
    by: date
    public_on: date | None


class FirstDays:
    """On which day the lists of some months first were public, place by place.

    Also those that were withdrawn or corrected since: they were public by their day.
    """

    def __init__(self, months: Iterable[date], facts: StandingFacts) -> None:
        """Read them; one query."""
        self.facts = facts
        self._found: dict[tuple[str, date], dict[str, date]] = {}
        rows = Batch.objects.filter(
            state__in=WAS_PUBLIC, month__in=set(months), published_at__isnull=False
        ).order_by()
        for programme, region, month, at in rows.values_list(
            "programme_id", "region_id", "month", "published_at"
        ):
            if at:
                days = self._found.setdefault((programme, month), {})
                days[region] = min(day_of(at), days.get(region, date.max))

    @property
    def places(self) -> set[str]:
        """The places of which some of these lists are."""
        return {code for days in self._found.values() for code in days}

    def of(self, programme: str, code: str, month: date) -> date | None:
        """The day on which a place's list of a month was public as a whole; None where it was not."""
        return self._of(self._found.get((programme, month), {}), code)

    def _of(self, days: Mapping[str, date], code: str) -> date | None:
        covering = [days[one] for one in codes.ancestors_of(code, include_self=True) if one in days]
        if covering:
            return min(covering)
        if not any(codes.contains(code, one) for one in days):
            return None
        inside = [self._of(days, child) for child in self.facts.children(code)]
        known = [day for day in inside if day]
        return max(known) if known and len(known) == len(inside) else None


def months_due(first: date, last: date, lists: Lists) -> list[date]:
    """The months whose lists may be due from one day to another."""
    return [
        month
        for month in _months(lists.first, last)
        if month >= later(first.replace(day=1), -MOST_MONTHS_LATER)
    ]


def lists_due(first: date, last: date, lists: Lists, came: FirstDays) -> Iterator[DueList]:
    """The lists, whoever owes them, that were due from one day to another, both included; ``came`` holds
    those of ``months_due``.
    """
    for month in months_due(first, last, lists):
        for programme, duty in lists.facts.owed.items():
            by = lists.facts.due_on(month, duty.days)[0]
            if not first <= by <= last:
                continue
            for county in lists.owing:
                if lists.owes(programme, county, last_day(month)):
                    yield DueList(programme, county, month, by, came.of(programme, county, month))


def _months(first: date, last: date) -> list[date]:
    found = []
    while first <= last:
        found.append(first)
        first = following(first)
    return found
