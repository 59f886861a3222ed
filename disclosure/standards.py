"""Which figures of a programme hold in a place on a day, what follows from them, and what a new one may be.

Whoever quotes a figure asks here: the public pages, the check of a list's amounts.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal
from pathlib import Path

from django.utils.translation import gettext as _

from disclosure.enums import Measure, ProposalOutcome, StandardSort
from disclosure.models import AssistanceStandard, Batch, Programme
from organizations import codes
from organizations.enums import Level
from protection.data_tables import DataTable

#: What income is made up to, or paid; a programme has one of them.
BASIC = (StandardSort.DIFFERENCE, StandardSort.FULL)
#: What one person may get beside it.
EXTRA = (StandardSort.SUPPLEMENT, StandardSort.CARE)
#: The example counts so many people, whose income is so much of what they would have by the standard.
EXAMPLE_PEOPLE, EXAMPLE_SHARE = 2, Decimal("0.6")


@dataclass(frozen=True)
class SortRule:
    """What a figure of this sort may be: its measures, whether it has a name and months, and its highest."""

    sort: StandardSort
    measures: tuple[Measure, ...]
    is_named: bool
    has_months: bool
    most: int
    basis: str

    @property
    def is_whole(self) -> bool:
        """Whether it counts days."""
        return Measure.DAYS in self.measures


TABLE = DataTable(Path(__file__).parent / "data" / "standard_sorts.csv", SortRule, key=("sort",))


@dataclass(frozen=True)
class Example:
    """So many people with this income a month get so much, all in yuan."""

    people: int
    income: int
    amount: Decimal


def in_force(rows: Iterable[AssistanceStandard], place: str, day: date) -> list[AssistanceStandard]:
    """Return those of a programme's figures that hold in a place on a day, the basic one first.

    Only those that a second administrator confirmed. Of each the nearest place that has one decides, and
    there the latest that has begun; where that says that it ends, the next place around.
    """
    around = codes.ancestors_of(place, include_self=True)
    latest: dict[tuple[str, str, str], AssistanceStandard] = {}
    for row in rows:
        if row.outcome != ProposalOutcome.DONE or row.valid_from > day or row.region_id not in around:
            continue
        before = latest.get((row.sort, row.name, row.region_id))
        if before is None or _rank(row) > _rank(before):
            latest[row.sort, row.name, row.region_id] = row
    held: dict[tuple[str, str], AssistanceStandard] = {}
    for row in sorted(latest.values(), key=lambda row: len(row.region_id)):
        if not row.is_end:
            held[row.sort, row.name] = row
    turn = [str(sort) for sort in StandardSort]
    return sorted(held.values(), key=lambda row: (turn.index(row.sort), row.name))


def _rank(row: AssistanceStandard) -> tuple[date, int]:
    # Of one day the one entered later: no second one waits beside the first.
    return row.valid_from, row.pk or 0


def basic(rows: Iterable[AssistanceStandard]) -> AssistanceStandard | None:
    """Return the figure that all others go by, if there is one."""
    return next((row for row in rows if row.sort in BASIC), None)


def monthly(rows: Iterable[AssistanceStandard]) -> list[AssistanceStandard]:
    """Return those that say what people get, without limits of property and the like."""
    return [row for row in rows if row.sort in (*BASIC, *EXTRA)]


def example(rows: Iterable[AssistanceStandard]) -> Example | None:
    """Return one worked example of what is made up to the standard; None where that is not how it is paid."""
    standard = basic(rows)
    if standard is None or (standard.sort, standard.measure) != (
        StandardSort.DIFFERENCE,
        Measure.YUAN_PERSON,
    ):
        return None
    whole = standard.amount * EXAMPLE_PEOPLE
    income = (whole * EXAMPLE_SHARE / 10).quantize(Decimal(1), ROUND_DOWN) * 10
    return Example(EXAMPLE_PEOPLE, int(income), whole - income)


def most_for(rows: Iterable[AssistanceStandard], people: int) -> Decimal | None:
    """Return what a household of so many may get a month at most, in yuan; None where no standard is known.

    Each of them counts with the highest supplement and the highest care allowance, whoever they are.
    """
    rows = list(rows)
    standard = basic(rows)
    if standard is None:
        return None
    whole = standard.amount * (people if standard.measure == Measure.YUAN_PERSON else 1)
    return whole + people * sum(_highest(rows, sort, standard) for sort in EXTRA)


def _highest(rows: list[AssistanceStandard], sort: StandardSort, standard: AssistanceStandard) -> Decimal:
    amounts = (
        standard.amount * row.amount / 100 if row.measure == Measure.PERCENT else row.amount
        for row in rows
        if row.sort == sort
    )
    return max(amounts, default=Decimal(0))


class AmountLimits:
    """What households of one programme may get in one month at most, by place."""

    def __init__(self, rows: Iterable[AssistanceStandard], month: date, programme: Programme) -> None:
        self._rows, self._month = list(rows), month
        self.pays_monthly, self.pays_once = programme.pays_monthly, programme.pays_once
        self._known: dict[tuple[str, int], Decimal | None] = {}

    @classmethod
    def of(cls, batch: Batch) -> "AmountLimits":
        """Read them for a list, in one query; a programme that pays by the case has none."""
        monthly = batch.programme.pays_monthly
        rows = AssistanceStandard.objects.filter(programme=batch.programme) if monthly else ()
        return cls(rows, batch.month, batch.programme)

    def most(self, place: str, people: int) -> Decimal | None:
        """Return the highest amount in yuan; None where no standard is known."""
        if not self._rows:
            return None
        # No place below a township has figures of its own (``faults``).
        key = codes.township_of(place), people
        if key not in self._known:
            self._known[key] = most_for(in_force(self._rows, place, self._month), people)
        return self._known[key]


def faults(wanted: AssistanceStandard) -> dict[str, str]:
    """Return what stands against a new figure, by field; empty when nothing does."""
    found = {}
    rule = next(row for row in TABLE.rows if row.sort == wanted.sort)
    if wanted.measure not in rule.measures:
        words = _(", ").join(str(measure.label) for measure in rule.measures)
        found["measure"] = _("This is given in: %(measures)s.") % {"measures": words}
    if wanted.amount and wanted.amount > rule.most:
        found["amount"] = _("At most %(most)s, by this rule: %(basis)s") % {
            "most": rule.most,
            "basis": rule.basis,
        }
    if rule.is_whole and wanted.amount and wanted.amount % 1:
        found["amount"] = _("Write a whole number.")
    if rule.is_named and not wanted.name:
        found["name"] = _("Say for whom it is, or of what.")
    if not rule.is_named and wanted.name:
        found["name"] = _("This sort has one figure a place. Leave this empty.")
    if rule.has_months != bool(wanted.months):
        found["months"] = _("Say for how many months.") if rule.has_months else _("Leave this empty.")
    if wanted.region.level > Level.TOWNSHIP:
        found["region"] = _("Standards are set by the city, the county or the township.")
    return found
