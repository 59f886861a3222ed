"""Numbers that identify a person, found in the form of a text (``protection.comparing.alike``).

People write them in full width, spoken digit by digit, spaced and bracketed; officers write dates, amounts
and terms of office that look alike. So a text is cut into groups of digits first, and neighbouring groups are
joined only where together they have the shape of one number: what is joined is what is masked. Every group is
tried with a bounded number of its neighbours, so the time grows with the text and with nothing else.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

# What people put between the characters of a number, seen or unseen; brackets stand around an area code.
MARKS = "[\\s·・•‧∙●.\\-－—_\u00ad\u200b-\u200f\u2060-\u2064\ufeff]"
_GAP = re.compile(f"(?:{MARKS}|[()]){{0,3}}")
_SPOKEN = "〇○零幺一二三四五六七八九壹贰叁肆伍陆柒捌玖"
_VALUES = str.maketrans(_SPOKEN, "0001123456789123456789")
#: 139O518OOO1: letters among figures that look like figures, of a word of their own.
_ALIKE = re.compile("(?<![a-z0-9])[oil]{0,4}[0-9][0-9oil]{0,21}(?![a-z0-9])")
_FIGURES = str.maketrans("oil", "011")
_GROUP = re.compile(f"[0-9{_SPOKEN}]+x?(?![a-z])|[0-9]+")
#: So many groups at the most make one number: an ID number said digit by digit has 18, a bank account 19.
MOST_GROUPS = 22
_PHONE_WORD = re.compile("(?:电话|座机|固话|手机|热线|打|拨|致电|联系方式|号码|tel)[号码是为了：:. ]{0,4}$")
_UNIT = re.compile(r"\s?(?:元|块|万|户|人|年|月|日|个|岁|分|次|亩|斤|%|号楼)")
#: How the codes of all provinces begin (GB/T 2260), by the first digit of a region.
_REGIONS = {
    "1": "12345",
    "2": "123",
    "3": "1234567",
    "4": "123456",
    "5": "01234",
    "6": "12345",
    "7": "1",
    "8": "12",
}
_PROVINCES = frozenset(f"{region}{part}" for region, parts in _REGIONS.items() for part in parts)


class Group(NamedTuple):
    """Digits that stand together: where, and which they are."""

    start: int
    end: int
    digits: str
    spoken: bool


def identifying(form: str) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of each ID, bank and telephone number in the form of a text, from left to right."""
    form = _ALIKE.sub(lambda found: found.group().translate(_FIGURES), form)
    groups = [_group(found) for found in _GROUP.finditer(form)]
    at = 0
    while at < len(groups):
        taken = next((size for size in _sizes(form, groups, at) if _is_one(form, groups[at : at + size])), 0)
        if taken:
            yield _widened(form, groups[at].start, groups[at + taken - 1].end)
        at += taken or 1


def _group(found: re.Match[str]) -> Group:
    text = found.group()
    return Group(found.start(), found.end(), text.translate(_VALUES), not text[0].isascii())


def _sizes(form: str, groups: Sequence[Group], at: int) -> range:
    """How many groups from ``at`` on could be one number, the most first: only marks stand between them."""
    size = 1
    while (
        at + size < len(groups)
        and size < MOST_GROUPS
        and _GAP.fullmatch(form, groups[at + size - 1].end, groups[at + size].start)
    ):
        size += 1
    return range(size, 0, -1)


def _is_one(form: str, groups: Sequence[Group]) -> bool:
    digits = "".join(group.digits for group in groups)
    if not 7 <= len(digits) <= 22:
        return len(groups) == 1 and len(digits) > 22
    if (
        _counts_up(groups)
        or (len(groups) > 1 and _UNIT.match(form, groups[-1].end))
        or _is_case_number(form, groups)
    ):
        return False
    return (
        _is_mobile(digits, groups)
        or _is_id_number(digits, groups)
        or _is_account(digits, groups)
        or _is_landline(digits, groups)
        or _is_local(form, digits, groups)
        or (len(digits) >= 11 and all(group.spoken for group in groups) and not _holds_date(groups))
    )


def _is_mobile(digits: str, groups: Sequence[Group]) -> bool:
    number = digits.removeprefix("86") if len(digits) > 11 else digits
    if not re.match("1[3-9]", number) or _holds_date(groups):
        return False
    # Within one group a digit too many is a slip of the finger.
    return number.isdigit() and (len(number) == 11 or (len(groups) == 1 and 11 < len(number) <= 14))


def _is_id_number(digits: str, groups: Sequence[Group]) -> bool:
    """18 characters, 15 of an old one, or 19 and 20 of one with a slip or a disability certificate's."""
    if digits[:2] not in _PROVINCES or not digits[:-1].isdigit():
        return False
    if len(digits) == 15:
        return digits.isdigit() and _is_day(digits[8:12])
    return 17 <= len(digits) <= 20 and digits[6:8] in ("19", "20") and _is_day(digits[10:14])


def _is_account(digits: str, groups: Sequence[Group]) -> bool:
    """Anything of 15 digits and more in one piece; in pieces only as cards are printed, or digit by digit."""
    if not digits[:-1].isdigit() or len(digits) < 15:
        return False
    if len(groups) == 1:
        return True
    lengths = [len(group.digits) for group in groups]
    as_printed = all(length == 4 for length in lengths[:-1]) and lengths[-1] <= 4
    one_by_one = all(length <= 2 for length in lengths)
    if all(map(_is_year, groups)) or all(group.digits.endswith("0") for group in groups):
        return False  # years, or round amounts, in a row
    return len(digits) <= 19 and (as_printed or one_by_one)


def _is_landline(digits: str, groups: Sequence[Group]) -> bool:
    if not re.fullmatch(r"0(?:10|2[0-9]|[3-9][0-9]{2})[2-8][0-9]{6,7}", digits) or _holds_date(groups):
        return False
    return len(groups[0].digits) in (1, 3, 4, len(digits))


def _is_local(form: str, digits: str, groups: Sequence[Group]) -> bool:
    """Seven or eight digits after a word that announces a telephone."""
    before = form[max(0, groups[0].start - 10) : groups[0].start]
    return len(digits) in (7, 8) and digits.isdigit() and bool(_PHONE_WORD.search(before))


def _is_case_number(form: str, groups: Sequence[Group]) -> bool:
    """320722-2026-000123 (division code, year, serial) identifies nobody."""
    text = form[groups[0].start : groups[-1].end]
    return bool(re.fullmatch("[0-9]{6}-20[0-9]{2}-[0-9]{6}", text))


def _counts_up(groups: Sequence[Group]) -> bool:
    """Whether it is a numbering: 1 2 3 4 …"""
    if len(groups) < 4 or not all(group.digits.isdigit() for group in groups):
        return False
    numbers = [int(group.digits) for group in groups]
    return all(later - earlier == 1 for earlier, later in pairwise(numbers))


def _holds_date(groups: Sequence[Group]) -> bool:
    """Whether a year is followed by a month: 1974.10, 2017 9 9."""
    return any(_is_year(group) and len(after.digits) <= 2 for group, after in pairwise(groups))


def _is_year(group: Group) -> bool:
    return len(group.digits) == 4 and group.digits.isdigit() and 1900 <= int(group.digits) <= 2099


def _is_day(text: str) -> bool:
    return text.isdigit() and 1 <= int(text[:2]) <= 12 and 1 <= int(text[2:]) <= 31


def _widened(form: str, start: int, end: int) -> tuple[int, int]:
    """Take along the + or the bracket before a number."""
    return (start - 1 if start and form[start - 1] in "+(" else start), end
