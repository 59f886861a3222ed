"""Chinese numerals and the ways official documents write a date."""

import re
from datetime import date

DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "○": 0,
    "两": 2,
}
NUMERAL = "[零〇○一二三四五六七八九十百两]+"


def number(text: str) -> int:
    """Read a numeral such as 三十四, 一百零二 or 一〇二, or plain digits. Raises ValueError."""
    if text.isascii() and text.isdigit():
        return int(text)
    if len(text) > 1 and all(character in DIGITS for character in text):
        return int("".join(str(DIGITS[character]) for character in text))
    total = 0
    current = 0
    for character in text:
        if character == "百":
            total += (current or 1) * 100
            current = 0
        elif character == "十":
            total += (current or 1) * 10
            current = 0
        elif character in DIGITS:
            current = DIGITS[character]
        else:
            raise ValueError(f"not a numeral: {text}")
    return total + current


_YEAR = r"(?P<y>\d{4}|[〇○零一二三四五六七八九]{4})"
_PART = r"(\d{1,2}|[一二三四五六七八九十]{1,3})"
DATE = re.compile(
    rf"{_YEAR}\s*年\s*(?P<m>{_PART})\s*月\s*(?P<d>{_PART})\s*日|(?P<y2>\d{{4}})[-./](?P<m2>\d{{1,2}})[-./](?P<d2>\d{{1,2}})"
)


def read_date(match: re.Match[str]) -> date:
    """The day that a match of DATE names. Raises ValueError for a day that no calendar has."""
    if match["y2"]:
        return date(int(match["y2"]), int(match["m2"]), int(match["d2"]))
    year = match["y"]
    if not year.isdigit() or not year.isascii():
        year = "".join(str(DIGITS[character]) for character in year)
    return date(int(year), number(match["m"]), number(match["d"]))


def find_date(text: str) -> date | None:
    """The first date in a text, or None. Raises ValueError as read_date."""
    found = DATE.search(text)
    return read_date(found) if found else None
