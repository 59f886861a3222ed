"""Which numbers of the scoreboard say nothing, because so few cases stand behind them. Pure.

A number from 1 to 4 is not shown, and does not come out by subtraction either: beside it others are kept
back, until together they are ``FEWEST`` or more and could be divided in several ways. Which ones is decided
by an order that does not follow the numbers, so that knowing the rule tells nothing about them. 0 is shown:
it is nobody's figure, and all that is counted is seen by the offices of its county (``subjects``). Counties
and subjects are two ways of dividing the same whole, and how many cases of a subject a county had stands
nowhere, so what is kept back in one does not follow from the other. Nothing is added up over months.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

#: A count, share or mean of fewer cases is not shown: of one case late, its people know whose it is.
FEWEST = 5


def is_too_small(of: int) -> bool:
    """Whether a share or mean of so many cases would tell of single ones. None is few too: who sees no case,
    and reads of one, knows that it is kept from them.
    """
    return of < FEWEST


def is_few(number: int) -> bool:
    """Whether a count is of few cases, and of some."""
    return 0 < number < FEWEST


def shown(parts: Mapping[str, int]) -> tuple[int | None, dict[str, int | None]]:
    """Return the sum and its parts as they may be shown: None for what is kept back.

    The last of the parts are the first to be kept back beside those that are few.
    """
    total = sum(parts.values())
    kept = {name for name, number in parts.items() if is_few(number)}
    others = [name for name, number in parts.items() if number >= FEWEST]
    while kept and others and _tells([parts[name] for name in kept]):
        kept.add(others.pop())
    return None if is_few(total) else total, {
        name: None if name in kept else number for name, number in parts.items()
    }


def _tells(numbers: Collection[int]) -> bool:
    """Whether the sum of what is kept back says what each is: few, or of the least or the most of few."""
    total, size = sum(numbers), len(numbers)
    return is_few(total) or total in (size, size * (FEWEST - 1))


@dataclass(frozen=True, slots=True)
class Share:
    """A share in whole percent, rounded down so that 99.6 % is no promise kept. ``sign`` is ``≥`` or ``≤``
    where the few that make the rest, or the share, are not told apart from others as few.
    """

    percent: int
    sign: str = ""

    def __str__(self) -> str:
        return f"{self.sign}{self.percent}%"


def share(part: int, whole: int) -> Share | None:
    """Return which share of the whole a part is, or None where it would tell of single cases."""
    rest = whole - part
    few_part, few_rest = is_few(part), is_few(rest)
    if is_too_small(whole) or (few_part and few_rest):
        return None
    if few_rest:
        return Share(100 * (whole - FEWEST + 1) // whole, "≥")
    if few_part:
        return Share(-(-100 * (FEWEST - 1) // whole), "≤")
    return Share(100 * part // whole)
