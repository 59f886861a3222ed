"""The day of birth that stands in an ID number, however it is written: 1970.1.1, 七〇年一月一日."""

import re
from collections.abc import Iterator
from datetime import date

from protection import numerals

_ID_NUMBER = re.compile("[0-9]{6}(?:([0-9]{8})[0-9]{3}[0-9x]|([0-9]{6})[0-9]{3})")
_APART = r"[\s年月.\-/·、,—–_~]{1,3}"
_ALONE = f"(?<![{numerals.MARKS}])"
_ENDS = f"(?![{numerals.MARKS}])"
_AFTER_YEAR = r"[年\s,的]{0,3}"
_LUNAR = r"[农阴旧老]历的?(?:生日)?[是在\s:]{0,2}"
_LUNAR_DAY = (
    "(?:初[一二三四五六七八九十]|[二三]?十[一二三四五六七八九]?|廿[一二三四五六七八九]?"
    "|[一二三四五六七八九](?=[日号])|[0-9]{1,2})[日号]?"
)
_LUNAR_NAMES = {1: "正", 11: "冬", 12: "腊"}
_BORN = r"(?=\s?(?:的?生日|出?生(?![活产意病气])))"
_ANNOUNCED = r"(?:生日|出生于|出生日期|生于)[是为在:\s]{0,3}"


def spans(form: str, id_number: str) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of the day of birth in the form of a text (``protection.comparing.alike``).

    With its year, or without one where a word says what day it is. ``id_number`` without spaces, in lower
    case; nothing is found for what is no ID number.
    """
    if born := _born(id_number):
        yield from spans_of(form, born)


def spans_of(form: str, born: date) -> Iterator[tuple[int, int]]:
    """Yield the same of a day that is known by itself."""
    for pattern in [*_patterns(born), *(_lunar_patterns(born) if "历" in form else ())]:
        yield from (found.span("day") for found in re.finditer(pattern, form))


def day_of(written: str) -> date | None:
    """Return the day that is written so with its year in figures, None for what is none: 1955年3月."""
    figures = [int(part) for part in re.findall("[0-9]{1,4}", written)]
    try:
        return date(*figures) if len(figures) == 3 else None
    except ValueError:
        return None


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
    yield rf"{_ALONE}(?P<day>{month}月{day}[日号]){_BORN}"
    yield rf"{_ALONE}(?P<day>(?:{year}|{short})年{month}月份?)(?=出?生(?![活产意病气]))"


def _lunar_patterns(born: date) -> Iterator[str]:
    """By the lunar calendar, whose year and month are the same or begin later: any day of such a month.

    Many have that day in their papers, others one that a table would have to tell.
    """
    years = "|".join(_said(figures) for year in (born.year, born.year - 1) for figures in _years(year))
    months = [(born.month - back - 1) % 12 + 1 for back in range(3)]
    names = "|".join(
        [*map(_number, months), *(_LUNAR_NAMES[each] for each in months if each in _LUNAR_NAMES)]
    )
    day = f"闰?(?:{names})月{_LUNAR_DAY}"
    yield f"{_ALONE}(?P<day>(?:{years}){_AFTER_YEAR}{_LUNAR}{day})"
    yield f"(?P<day>{_LUNAR}{day}){_BORN}"
    yield f"(?P<day>[农阴旧老]历的?生日[是在\\s:]{{0,2}}{day})"


def _years(year: int) -> tuple[str, str]:
    return str(year), str(year)[2:]


def _said(figures: str) -> str:
    """Figure by figure: a year is never 一千九百七十."""
    return r"\s?".join(f"[{numerals.FIGURES[figure]}]" for figure in figures)


def _number(number: int) -> str:
    return f"[0〇零]?{numerals.pattern(str(number))}"
