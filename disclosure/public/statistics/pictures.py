"""The last twelve months of a place as bars, drawn by the server: numbers for a template. Pure.

A picture has no letters in it: they stand around it as text, so that they grow with the type and wrap on a
phone. A month without a figure has no bar, and does not say why: the table beside it does.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from disclosure.public.statistics.tables import ProgrammeFigures, ProgrammeTable

Figure = Decimal | int | float

#: In the picture's own units, which it stretches to the width that there is.
WIDTH, HEIGHT, GAP = 240, 60, 6
#: Every bar is at least this high.
LEAST = 2.0


@dataclass(frozen=True, slots=True)
class MonthBar:
    """One month. SVG counts from above."""

    x: float
    y: float
    width: float
    height: float
    is_latest: bool


@dataclass(frozen=True, slots=True)
class TrendPicture:
    """One figure through the months, and what of it stands around in words."""

    name: str
    title: Promise
    bars: tuple[MonthBar, ...]
    first: ProgrammeFigures
    last: ProgrammeFigures
    highest: Decimal | int
    #: The last month that has a figure; ``last`` may have none.
    latest: ProgrammeFigures
    latest_value: Decimal | int
    width: int = WIDTH
    height: int = HEIGHT


_TITLES = {
    "households": _("Households"),
    "people": _("People"),
    "amount": _("Yuan a month"),
}
_PAID_ONCE = _("Yuan, paid once")


def of(table: ProgrammeTable) -> list[TrendPicture]:
    """Of a programme in a place its households, people and money; none where there is nothing to compare."""
    found = []
    for name, title in _TITLES.items():
        values = [getattr(one, name) for one in table.months]
        if any(values) and sum(value is not None for value in values) > 1:
            is_payment = name == "amount" and table.programme.pays_once
            found.append(_picture(name, _PAID_ONCE if is_payment else title, table.months, values))
    return found


def _picture(
    name: str, title: Promise, months: tuple[ProgrammeFigures, ...], values: list[Decimal | int | None]
) -> TrendPicture:
    known = [(value, at) for at, value in enumerate(values) if value is not None]
    highest = max(value for value, _at in known)
    latest_value, at = known[-1]
    drawn = tuple(bars([value or None for value in values], highest, at))  # a 0 has no bar
    return TrendPicture(name, title, drawn, months[0], months[-1], highest, months[at], latest_value)


def bars(values: Sequence[Figure | None], highest: Figure, latest: int) -> Iterator[MonthBar]:
    """Yield a bar for each figure that is there, the ``highest`` as high as the picture; ``latest`` is the
    place of the one that is told apart.
    """
    width = (WIDTH - GAP * (len(values) - 1)) / len(values)
    for at, value in enumerate(values):
        if value is not None:
            height = max(LEAST, HEIGHT * float(value) / float(highest))
            x, y = round(at * (width + GAP), 1), round(HEIGHT - height, 1)
            yield MonthBar(x, y, round(width, 1), round(height, 1), at == latest)
