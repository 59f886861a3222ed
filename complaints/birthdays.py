"""The day of birth that stands in an ID number, however it is written: 1970.1.1, 七〇年一月一日."""

import re
from collections.abc import Iterator
from datetime import date

from protection import numerals

_ID_NUMBER = re.compile("[0-9]{6}(?:([0-9]{8})[0-9]{3}[0-9x]|([0-9]{6})[0-9]{3})")
_APART = r"[\s年月.\-/·、,—–_~]{1,3}"
_ALONE = f"(?<![{numerals.MARKS}])"
_ENDS = f"(?![{numerals.MARKS}])"
_ANNOUNCED = r"(?:生日|出生于|出生日期|生于)[是为在:\s]{0,3}"


def spans(form: str, id_number: str) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of the day of birth in the form of a text (``protection.comparing.alike``).

    With its year, or without one where a word says what day it is. ``id_number`` without spaces, in lower
    case; nothing is found for what is no ID number.
    """
    if born := _born(id_number):
        for pattern in _patterns(born):
            yield from (found.span("day") for found in re.finditer(pattern, form))


def _born(id_number: str) -> date | None:
    found = _ID_NUMBER.fullmatch(id_number)
    if not found:
        return None
    figures = found.group(1) or f"19{found.group(2)}"
    try:
        return date(int(figures[:4]), int(figures[4:6]), int(figures[6:]))
    except ValueError:
        return None


def _patterns(born: date) -> Iterator[str]:
    year, short = _said(f"{born:%Y}"), _said(f"{born:%y}")
    month, day = _number(born.month), _number(born.day)
    if born.month == 1:
        month = f"(?:{month}|元)"
    month_and_day = f"{month}{_APART}{day}{_ENDS}[日号]?"
    in_a_row = f"{_said(f'{born:%m}')}{_said(f'{born:%d}')}{_ENDS}"
    yield f"{_ALONE}(?P<day>{year}{_APART}{month_and_day})"
    yield f"{_ALONE}(?P<day>{year}{in_a_row})"
    yield f"{_ALONE}(?P<day>{short}年{month_and_day})"
    yield f"{_ANNOUNCED}(?P<day>{month_and_day}|{in_a_row})"
    yield rf"{_ALONE}(?P<day>{month}月{day}[日号])(?=\s?(?:的?生日|出?生(?![活产意病气])))"
    yield rf"{_ALONE}(?P<day>(?:{year}|{short})年{month}月份?)(?=出?生(?![活产意病气]))"


def _said(figures: str) -> str:
    """Figure by figure: a year is never 一千九百七十."""
    return r"\s?".join(f"[{numerals.FIGURES[figure]}]" for figure in figures)


def _number(number: int) -> str:
    return f"[0〇零]?{numerals.pattern(str(number))}"
