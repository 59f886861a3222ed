"""What has the shape of an ID number, a telephone number or an account, in any writing of its digits.

For tests that read what the public gets. Only shapes: names and diagnoses have none, tests look for those by
their words.
"""

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from stdnum.cn import ric
from stdnum.exceptions import ValidationError

#: Tags that stand within a word: ``138<wbr>0000`` is one number to whoever reads it.
WITHIN_A_WORD = re.compile(r"</?(?:a|abbr|b|bdi|em|mark|small|span|strong|wbr)\b[^<>]*>")
#: Digits that are nobody's: of random keys (UUID, digests of 32 digits and more) and of files' addresses.
NOBODYS = re.compile(
    r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?<![0-9a-zA-Z])(?=[0-9a-f]*[a-f])[0-9a-f]{32,}|/static/[^\s\"'<>]+",
    re.IGNORECASE,
)
#: Groups of digits on one line with little between them.
GROUPS = re.compile(r"\d+[Xx]?(?:[ \t_·./-]{1,3}\d+[Xx]?)*")
#: A sign as JSON may write it.
ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
#: Digits in each group of a mobile number and of an account, as people write them; one a group is spelt out.
MOBILE_GROUPS = {(11,), (3, 4, 4), (3, 3, 5), (4, 4, 3), (1,) * 11}
#: 15 digits are an ID number of before 1999, 16 to 19 an account, 18 an ID number of today.
FEWEST, MOST = 15, 19


@dataclass(frozen=True, slots=True)
class Found:
    """One number with its shape (``id``, ``mobile``, ``telephone``, ``account``), without separators."""

    shape: str
    digits: str


def find(text: str, allowed: Iterable[str] = ()) -> set[Found]:
    """All that has such a shape in the body of an answer; ``allowed``: numbers that are nobody's own, as
    they are written.
    """
    known = {re.sub(r"\D", "", one) for one in allowed}
    plain = _plain(text)
    found = {one for run in GROUPS.findall(plain) for one in _of_run(re.split(r"[^\dXx]+", run))}
    return {one for one in found if one.digits not in known}


def _plain(text: str) -> str:
    """The text with its digits as ASCII, without what nobody sees."""
    text = ESCAPED.sub(lambda escaped: chr(int(escaped[1], 16)), html.unescape(text))
    text = NOBODYS.sub(" | ", WITHIN_A_WORD.sub("", text))
    return "".join(map(_sign, unicodedata.normalize("NFKC", text)))


def _sign(sign: str) -> str:
    if sign.isascii():
        return sign
    if sign.isdecimal():
        return str(unicodedata.decimal(sign))
    kind = unicodedata.category(sign)
    if kind == "Cf":
        return ""
    return {"Pd": "-", "Zs": " "}.get(kind, sign)


def _of_run(groups: list[str]) -> Iterator[Found]:
    """Shapes of any groups that follow on each other: before and behind a number others may stand."""
    for start in range(len(groups)):
        digits = ""
        for end in range(start, len(groups)):
            digits += groups[end]
            if len(digits) > MOST and end > start:
                break
            if shape := _shape(digits, tuple(map(len, groups[start : end + 1]))):
                yield Found(shape, digits)


def _shape(digits: str, lengths: tuple[int, ...]) -> str:
    if re.fullmatch(r"(?:86)?1[3-9]\d{9}", digits) and _in_groups(digits, lengths):
        return "mobile"
    if re.fullmatch(r"0[1-9]\d{8,10}", digits) and (len(lengths) == 1 or lengths[0] in (3, 4)):
        return "telephone" if len(lengths) == 1 or len(digits) - lengths[0] in (7, 8) else ""
    if len(lengths) == 1:
        return _unbroken(digits)
    if _is_id_number(digits):
        return "id"
    of_fours = all(length == 4 for length in lengths[:-1]) and lengths[-1] <= 4
    is_spelt_out = set(lengths) == {1}
    return "account" if FEWEST < len(digits) <= MOST and (of_fours or is_spelt_out) else ""


def _in_groups(digits: str, lengths: tuple[int, ...]) -> bool:
    """Whether a mobile number is written as one, with or without the country before it."""
    if len(digits) == 13:
        return lengths == (13,) or (lengths[0] == 2 and lengths[1:] in MOBILE_GROUPS)
    return lengths in MOBILE_GROUPS


def _unbroken(digits: str) -> str:
    """Of so many digits in one nothing is anything else; a longer number may begin or end with one."""
    if len(digits) in (15, 18):
        return "id"
    if len(digits) >= FEWEST:
        parts = (digits[start : start + 18] for start in range(len(digits) - 17))
        return "id" if any(map(_is_id_number, parts)) else "account"
    return ""


def _is_id_number(digits: str) -> bool:
    """Whether the check digit of 18 is right, or 15 have a place and a day of birth."""
    if len(digits) == 15 and digits.isdecimal():
        return _is_place(digits) and _is_day(f"19{digits[6:12]}")
    if len(digits) != 18:
        return False
    try:
        return (
            _is_place(digits) and ric.calc_check_digit(digits) == digits[-1].upper() and _is_day(digits[6:14])
        )
    except (ValidationError, ValueError):
        return False


def _is_place(digits: str) -> bool:
    return digits[0] in "1234568" and digits[1] != "0"


def _is_day(text: str) -> bool:
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:])).year >= 1900
    except ValueError:
        return False
