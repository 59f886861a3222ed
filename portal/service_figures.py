"""What the bureau promises, and how it keeps it: four monthly figures, each from one aggregate query.

Months are those in which something was due (or answered), in Asia/Shanghai dates; the month that still
runs is left out, because a promise is kept or broken only when its time is over.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.core.cache import cache
from django.db.models import Avg, Count, DurationField, ExpressionWrapper, F, Q
from django.db.models.functions import TruncMonth

from complaints.clocks import standards
from complaints.enums import CaseKind, ClockKind
from complaints.models import CaseClock
from complaints.scoreboard.hiding import is_too_small
from disclosure.catalogue import overview as overviews

MONTHS = 6
#: Whoever passes a case on has told its complainant so; the next unit has a time of its own to tell them.
TOLD = (ClockKind.INFORM, ClockKind.INFORM_AGAIN)
#: Seconds that the figures stay in the cache.
KEPT_FOR = 15 * 60


@dataclass(frozen=True)
class Point:
    """One month: a percentage or days (None where nothing was due, or too little to be told), and how many
    cases it is taken from.
    """

    month: date
    value: float | None
    of: int


@dataclass(frozen=True)
class Series:
    """One promise through the last months, the latest last."""

    code: str
    is_percentage: bool
    points: tuple[Point, ...]
    promised_days: int = 0
    promised_unit: str = ""
    #: Of cases of people, and not of lists that offices owe: then nothing is said of a few (``hiding``).
    is_of_cases: bool = True

    @property
    def latest(self) -> Point:
        return self.points[-1]

    @property
    def before(self) -> Point:
        return self.points[-2]


def months_before(today: date, number: int = MONTHS) -> list[date]:
    """The first days of the last full months, the oldest first."""
    found = []
    month = today.replace(day=1)
    for _step in range(number):
        month = (month - timedelta(days=1)).replace(day=1)
        found.append(month)
    return found[::-1]


def service_figures(today: date) -> list[Series]:
    """The four series, from the cache where they were computed lately."""
    key = f"portal.service_figures.{today:%Y%m%d}"
    found = cache.get(key)
    if found is None:
        found = compute(today)
        cache.set(key, found, KEPT_FOR)
    return found


def compute(today: date) -> list[Series]:
    """The four series, from the database: told in time, answered in time, days to the answer, lists."""
    months = months_before(today)
    span = (months[0], today.replace(day=1))
    kept = _clocks_kept(span)
    days = _days_to_answer(span)
    return [
        _clock_series("informed", ClockKind.INFORM, months, kept, today),
        _clock_series("decided", ClockKind.DECIDE, months, kept, today),
        _series("days", False, months, lambda month: days.get(month, (None, 0))),
        replace(_series("lists", True, months, _kept_up(months, today)), is_of_cases=False),
    ]


def _clock_series(code: str, clock: ClockKind, months: list[date], kept: dict, today: date) -> Series:
    """How one clock was kept, with the time that the service standard in force gives it for a complaint."""
    series = _series(code, True, months, lambda month: kept.get((clock, month), (None, 0)))
    standard = standards.limit(standards.Situation(CaseKind.COMPLAINT), clock, today)
    return replace(series, promised_days=standard.days, promised_unit=standard.unit) if standard else series


def _series(code: str, is_percentage: bool, months: list[date], look_up: Callable) -> Series:
    return Series(code, is_percentage, tuple(Point(month, *look_up(month)) for month in months))


def for_the_public(series: Series) -> Series:
    """Return a series as the public may read it: without the values that are taken from a few cases."""
    if not series.is_of_cases:
        return series
    points = (replace(each, value=None) if is_too_small(each.of) else each for each in series.points)
    return replace(series, points=tuple(points))


def _of_complaints():
    """The clocks that the promise is about: an enquiry has shorter ones and would flatter the figure."""
    return CaseClock.objects.filter(case__kind=CaseKind.COMPLAINT)


def _clocks_kept(span: tuple[date, date]) -> dict[tuple[str, date], tuple[float | None, int]]:
    """Of the clocks due in each month, the share that had stopped by their day."""
    rows = (
        _of_complaints()
        .filter(due_on__gte=span[0], due_on__lt=span[1], clock__in=(*TOLD, ClockKind.DECIDE))
        .order_by()
        .values("clock", month=TruncMonth("due_on"))
        .annotate(of=Count("pk"), kept=Count("pk", filter=Q(stopped_on__lte=F("due_on"))))
    )
    of: Counter[tuple[str, date]] = Counter()
    kept: Counter[tuple[str, date]] = Counter()
    for row in rows:
        key = (ClockKind.INFORM if row["clock"] in TOLD else row["clock"], row["month"])
        of[key] += row["of"]
        kept[key] += row["kept"]
    return {key: (100 * kept[key] / of[key], of[key]) for key in of}


def _days_to_answer(span: tuple[date, date]) -> dict[date, tuple[float | None, int]]:
    """The mean of days from acceptance to the answer, of what was answered in each month."""
    waited = ExpressionWrapper(F("stopped_on") - F("starts_on"), output_field=DurationField())
    rows = (
        _of_complaints()
        .filter(stopped_on__gte=span[0], stopped_on__lt=span[1], clock=ClockKind.DECIDE)
        .order_by()
        .values(month=TruncMonth("stopped_on"))
        .annotate(of=Count("pk"), waited=Avg(waited))
    )
    return {row["month"]: (row["waited"].total_seconds() / 86400, row["of"]) for row in rows}


def _kept_up(months: list[date], today: date) -> Callable[[date], tuple[float | None, int]]:
    """Of what the catalogue names and whose day fell into each month, whoever owed it, the share that was
    public by then.
    """
    last = today.replace(day=1) - timedelta(days=1)
    due: Counter[date] = Counter()
    kept: Counter[date] = Counter()
    for each in overviews.past(overviews.read(today), months[0], last):
        month = each.by.replace(day=1)
        due[month] += 1
        kept[month] += each.is_in_time

    def look_up(month: date) -> tuple[float | None, int]:
        return (100 * kept[month] / due[month], due[month]) if due[month] else (None, 0)

    return look_up
