"""Households on the lists, in the proportions of one real township, and how they change from month to
month.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from random import Random

from demonstration.people import People
from demonstration.places import Village
from demonstration.plan import Plan


@dataclass(frozen=True)
class Proportion:
    """One programme in a real township: households, people and yuan a month."""

    programme: str
    households: int
    people: int
    yuan: int


PROPORTIONS = (
    Proportion("rural-dibao", 304, 478, 185_921),
    Proportion("urban-dibao", 81, 109, 67_949),
    Proportion("tekun", 144, 144, 171_829),
)
TOTAL = sum(each.households for each in PROPORTIONS)

# From one month to the next, as shares of a list.
LEAVE, JOIN, CHANGE = 0.012, 0.016, 0.02

REASONS = ("因病", "因残", "年老无劳动能力", "因学", "缺劳动力", "因灾")
BANDS = ("A档", "B档", "C档")


@dataclass(frozen=True, slots=True)
class InventedHousehold:
    """One row of a list. ``amount`` is yuan a month for the household."""

    village: Village
    holder: str
    id_number: str
    phone: str
    living: int
    people: int
    amount: int
    category: str
    since: date
    reason: str
    account: str


def lists(plan: Plan, villages: list[Village]) -> Iterator[tuple[str, date, list[InventedHousehold]]]:
    """Give each programme's list of each of the three months, the oldest month first."""
    months = plan.months()
    for proportion in PROPORTIONS:
        random = plan.random(f"households:{proportion.programme}")
        people = People(random)
        eligible = [v for v in villages if v.is_urban == (proportion.programme == "urban-dibao")]
        eligible = villages if proportion.programme == "tekun" else eligible
        count = round(plan.households * proportion.households / TOTAL)
        current = [
            _household(random, people, proportion, village, months[0])
            for village in _spread(random, eligible, count)
        ]
        for month in months:
            if month != months[0]:
                current = _a_month_later(random, people, proportion, current, eligible, month)
            yield proportion.programme, month, sorted(current, key=lambda row: (row.village.code, row.since))


def _spread(random: Random, villages: list[Village], count: int) -> list[Village]:
    """Choose a village for each household; some villages have five times as many as others."""
    weights = [0.4 + random.random() ** 2 * 1.6 for _village in villages]
    return random.choices(villages, weights, k=count)


def _household(
    random: Random, people: People, proportion: Proportion, village: Village, month: date
) -> InventedHousehold:
    covered = _covered(random, proportion)
    # Now and then a child heads the household: the public list must not show the name.
    youngest, oldest = (
        (60, 95) if proportion.programme == "tekun" else ((9, 17) if random.random() < 0.008 else (24, 88))
    )
    person = people.person(youngest, oldest, month)
    started = month.year * 12 + month.month - 1 - int(random.expovariate(1 / 40))
    return InventedHousehold(
        village=village,
        holder=person.name,
        id_number=person.id_number,
        phone=person.phone,
        living=covered + (random.randrange(3) if random.random() < 0.4 else 0),
        people=covered,
        amount=_amount(random, proportion, covered),
        category=_category(random, proportion),
        since=max(date(started // 12, started % 12 + 1, 1), date(2008, 1, 1)),
        reason=random.choice(REASONS),
        account=f"00{random.randrange(10**15):015}",
    )


def _covered(random: Random, proportion: Proportion) -> int:
    """Return a number of people whose mean is the township's."""
    if proportion.people == proportion.households:
        return 1
    more = proportion.people / proportion.households - 1
    return 1 + sum(random.random() < more / 3 for _third in range(3))


def _amount(random: Random, proportion: Proportion, people: int) -> int:
    """Return yuan a month: what a person gets varies by a third around the township's mean."""
    mean = proportion.yuan / proportion.people
    return sum(round(random.triangular(mean * 0.66, mean * 1.34, mean)) for _person in range(people))


def _category(random: Random, proportion: Proportion) -> str:
    if proportion.programme == "tekun":
        return "集中供养" if random.random() < 0.22 else "分散供养"
    return random.choices(BANDS, [0.3, 0.45, 0.25])[0]


def _a_month_later(random, people, proportion, current, eligible, month) -> list[InventedHousehold]:
    """Some leave the list, some join it, for some the amount changes; the rest stays as it is."""
    stayed = [
        replace(row, amount=_amount(random, proportion, row.people)) if random.random() < CHANGE else row
        for row in current
        if random.random() >= LEAVE
    ]
    joining = _spread(random, eligible, round(len(current) * JOIN))
    joined = [_household(random, people, proportion, village, month) for village in joining]
    return stayed + [replace(row, since=month) for row in joined]
