"""The self-check: from a few answers to what somebody may apply for, by a table; it asks no database.

It never says that somebody will get something: only a township that looked at everything can.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Literal

from disclosure import national_figures
from portal.enums import Assistance, Expenses, Means, Sudden, Support, Who
from protection.data_tables import DataTable

Band = Literal["below", "edge", "above", "unknown"]


@dataclass(frozen=True)
class BandRule:
    """Income a head from so many percent of the standard on; the next row begins where it ends."""

    band: Literal["below", "edge", "above"]
    from_percent: int
    article: str


@dataclass(frozen=True)
class SelfCheckRule:
    """A row of the table. An empty condition holds for every answer; in a group the first row decides."""

    key: str
    group: Literal["monthly", "sudden", "expenses"]
    result: Assistance
    article: str
    note: str
    income: tuple[Band, ...] = ()
    property: tuple[Means, ...] = ()
    support: tuple[Support, ...] = ()
    who: tuple[Who, ...] = ()
    sudden: tuple[Sudden, ...] = ()
    expenses: tuple[Expenses, ...] = ()
    bring: str = ""

    def told(self) -> str:
        """The note, with the figures of the whole country in it."""
        return national_figures.fill(self.note)


DATA = Path(__file__).parent / "data"
BANDS = DataTable(DATA / "self_check_bands.csv", BandRule, key=("band",))
TABLE = DataTable(DATA / "self_check.csv", SelfCheckRule, key=("key",))


@dataclass(frozen=True)
class SelfCheckAnswers:
    """What somebody answered. ``income`` is of all together, in yuan a month."""

    people: int
    income: Decimal
    property: Means
    support: Support
    who: frozenset[Who]
    sudden: Sudden
    expenses: Expenses


def band(answers: SelfCheckAnswers, standard: Decimal | None) -> Band:
    """Where the income a head stands to the standard, in yuan a month a head; None: nobody knows it."""
    if not standard:
        return "unknown"
    # Compared without dividing: no income is rounded over a limit.
    share = answers.income * 100
    whole = standard * answers.people
    return [row.band for row in BANDS.rows if share >= row.from_percent * whole][-1]


def decide(answers: SelfCheckAnswers, standard: Decimal | None) -> list[SelfCheckRule]:
    """The rows that hold, one a group, in the order of the table."""
    income = band(answers, standard)
    found: dict[str, SelfCheckRule] = {}
    for rule in TABLE.rows:
        if rule.group not in found and _holds(rule, answers, income):
            found[rule.group] = rule
    return list(found.values())


def _holds(rule: SelfCheckRule, answers: SelfCheckAnswers, income: Band) -> bool:
    single = (
        (rule.income, income),
        (rule.property, answers.property),
        (rule.support, answers.support),
        (rule.sudden, answers.sudden),
        (rule.expenses, answers.expenses),
    )
    return all(_meets(wanted, given) for wanted, given in single) and (
        not rule.who or not answers.who.isdisjoint(rule.who)
    )


def _meets(wanted: Iterable[str], given: str) -> bool:
    return not wanted or given in wanted
