"""Where what is known of a person stands in the form of a text, however it is written.

A name with anything between its characters, the number of a house in any script, a telephone or an ID number
figure by figure. Everything here looks a few characters ahead at the most, so the time grows with the text.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from protection import numerals
from protection.comparing import alike, places_of
from protection.numbers import MARKS, in_figures

_MARK = re.compile(MARKS)
_STRIPPED = re.compile(f"{MARKS}|[()+]")
#: A number within a value: figures, or a numeral where an address counts something (拾贰号).
_COUNT = re.compile(f"([0-9]+|[{numerals.MARKS}]{{1,8}}(?=[号室幢栋楼层户弄队巷排门组单]))")
#: The twelfth of a month is no house, and 312号 not 12号.
_DATE = re.compile(f"(?:[{numerals.MARKS}]|月\\s?)\\Z")
_LONG_NUMBER = re.compile("[0-9]{11,}x?")
#: So many characters at the most stand between two figures of a long number: 一百三十九, 139，0518; and more
#: where they say that it goes on: 1390518后面四位0001.
_APART = 3
_FAR = 8
_GOES_ON = re.compile("[后再接尾位]|然后|中间")
#: How many figures follow is none of them.
_FOLLOW = re.compile(
    "(?:[后末尾前头][面头边]?|中间)的?[一二三四五六七八九十两0-9]{1,2}[位个](?:数字?|号码?)?"
)
#: 1390元、5180元 are two amounts.
_UNITS = frozenset("元块万年月日户人岁亩斤份次%")
_MOBILE = re.compile("1[3-9][0-9]{9}")
#: So many figures after a number are part of it: kind and level in that of a disability certificate.
_MORE = re.compile("[0-9]{0,2}(?![0-9])")
_COUNTRY = re.compile("0{0,2}86(1[3-9][0-9]{9})")
_LANDLINE = re.compile("0(?:10|2[0-9]|[3-9][0-9]{2})([2-8][0-9]{6,7})")


def spans(form: str, known: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of each known value in the form of a text; some overlap.

    A value of a single character is passed over: it would tear holes into every sentence.
    """
    values = {_STRIPPED.sub("", alike(value or "")) for value in known}
    values |= {part for value in values for part in _other_ways(value)}
    numbers = [value for value in values if _LONG_NUMBER.fullmatch(value)]
    yield from _figure_by_figure(in_figures(form) if numbers else form, numbers)
    places = [at for at, mark in enumerate(form) if not _MARK.match(mark)]
    plain = "".join(form[at] for at in places)
    marks = set(plain)
    for value in values:
        if len(value) > 1 and marks.issuperset(_COUNT.sub("", value)):
            for start, end in _in_plain(plain, value):
                first, last = places[start], places[end - 1]
                if not (_begins_with_count(value) and _DATE.search(form, max(first - 2, 0), first)):
                    yield first, last + 1


def _in_plain(plain: str, value: str) -> Iterator[tuple[int, int]]:
    """Where a value stands in a form without marks, its numbers in any script.

    The marks are taken out of the text, not allowed for in the pattern: each class of them takes a third of a
    millisecond to compile, and every person's values are patterns of their own.
    """
    # Every second part is a number, and the first one may be empty.
    parts = _COUNT.split(value)
    if len(parts) == 1:
        yield from ((at, at + len(value)) for at in places_of(plain, value))
        return
    counts = [numerals.figures_of(part) for part in parts[1::2]]
    if not all(part in plain for part in parts[::2]) or not all(_may_hold(plain, count) for count in counts):
        return
    parts[1::2] = map(numerals.pattern, counts)
    parts[::2] = map(re.escape, parts[::2])
    pattern = re.compile("".join(parts))
    found = pattern.search(plain)
    while found:
        yield found.span()
        found = pattern.search(plain, found.start() + 1)


def _may_hold(plain: str, figures: str) -> bool:
    """Whether there is a reason to look for a number: most texts hold none of a person's."""
    return len(numerals.ways(figures)) > 1 or figures in plain.translate(numerals.IN_FIGURES)


def _begins_with_count(value: str) -> bool:
    before, *rest = _COUNT.split(value)
    return not before and any(rest[1:])


def _other_ways(value: str) -> Iterator[str]:
    """A telephone number without the code of the country or of the area, and a mobile one from its end."""
    for shape in (_COUNTRY, _LANDLINE):
        if found := shape.fullmatch(value):
            yield found.group(1)
    if mobile := _MOBILE.search(value):
        yield mobile.group()[::-1]


def _figure_by_figure(form: str, numbers: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Where the figures of a number follow each other, with next to nothing in between."""
    counts = {at for found in _FOLLOW.finditer(form) for at in range(*found.span())}
    places = [at for at, mark in enumerate(form) if mark in numerals.VALUES and at not in counts]
    figures = "".join(numerals.VALUES[form[at]] for at in places)
    for number in numbers:
        plain = number.removesuffix("x")
        at = figures.find(plain)
        while at >= 0:
            taken = places[at : at + len(plain)]
            if all(_is_next(form, before, after) for before, after in pairwise(taken)):
                yield taken[0], _whole(form, taken[-1] + 1, number)
            at = figures.find(plain, at + 1)


def _is_next(form: str, before: int, after: int) -> bool:
    between = form[before + 1 : after]
    is_near = len(between) <= _APART or (len(between) <= _FAR and _GOES_ON.search(between) is not None)
    return is_near and _UNITS.isdisjoint(between)


def _whole(form: str, end: int, number: str) -> int:
    """Take along the x at the end of an ID number, or what is written on at it."""
    letter = form.find("x", end, end + _APART + 1) if number.endswith("x") else -1
    if letter >= 0:
        end = letter + 1
    more = _MORE.match(form, end)
    return more.end() if more else end
