"""The last months of the whole as bars, drawn by the server: numbers for a template. Pure.

A picture has no letters in it: they stand around it as text. A month that is kept back has no bar.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from complaints.public.scoreboard.board import Board
from complaints.scoreboard.hiding import Share
from disclosure.public.statistics.pictures import HEIGHT, WIDTH, MonthBar, bars


@dataclass(frozen=True, slots=True)
class BoardPicture:
    """One figure through the months, the latest last."""

    name: str
    title: Promise
    bars: tuple[MonthBar, ...]
    first: date
    last: date
    latest: int | float | Share
    width: int = WIDTH
    height: int = HEIGHT


#: By name the title, and what the highest bar stands for where that is given.
_PICTURES: dict[str, tuple[Promise, float | None]] = {
    "received": (_("Cases received"), None),
    "answered_in_time": (_("Answered in time"), 100),
    "median_days": (_("Days until the answer, median"), None),
}


def of(boards: Sequence[Board]) -> list[BoardPicture]:
    """Of the boards, the latest first, a picture each of what more than one month tells."""
    found = []
    for name, (title, top) in _PICTURES.items():
        values = [getattr(board.whole, name) for board in reversed(boards)]
        known = [value for value in values if value is not None]
        if len(known) > 1 and values[-1] is not None:
            numbers = [_number(value) for value in values]
            highest = top or max(number for number in numbers if number is not None) or 1
            drawn = tuple(bars(numbers, highest, len(numbers) - 1))
            found.append(BoardPicture(name, title, drawn, boards[-1].month, boards[0].month, values[-1]))
    return found


def _number(value: int | float | Share | None) -> float | None:
    return float(value.percent) if isinstance(value, Share) else value
