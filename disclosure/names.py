"""Names and numbers in the form that may be read by others than whose they are."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from protection.comparing import alike
from protection.data_tables import DataTable


@dataclass(frozen=True)
class CompoundSurname:
    """A surname of several characters (复姓), simplified; who has none of these has one of one character."""

    surname: str


#: More than stories are read for (``complaints/data/words/surnames.csv``): there 东门 is mostly a gate.
TABLE = DataTable(Path(__file__).parent / "data" / "compound_surnames.csv", CompoundSurname, key=("surname",))

#: Names of some peoples put a dot between given and father's name: 阿依古丽·买买提.
DOTS = re.compile(r"[·•・．.‧･∙⋅]")


def one_form(name: str) -> str:
    """A name as it is compared: however wide, spaced or dotted it was written."""
    return DOTS.sub("·", "".join(unicodedata.normalize("NFKC", name).split())).casefold()


def mask_name(name: str) -> str:
    """张三 → 张*, 张小三 → 张*三, 欧阳小三 and 歐陽小三 by their surname of two; what is not made of letters
    becomes stars.
    """
    name = "".join(unicodedata.normalize("NFKC", name).split())
    if not name or any(not character.isalpha() for character in DOTS.sub("", name)):
        # A digit in a name is a mistake at best and an ID number at worst.
        return "*" * min(max(len(name), 1), 3)
    if DOTS.search(name):
        return f"{name[0]}**"
    surname = _surname(name)
    rest = name[len(surname) :]
    if len(rest) == 0:
        return "*"
    if len(rest) == 1:
        return f"{surname}*"
    return f"{surname}{'*' * min(len(rest) - 1, 2)}{rest[-1]}"


def mask_id_number(number: str) -> str:
    """320722199001011234 → 32*************234, the form seen in notices; only ever for staff."""
    if len(number) < 15:
        return "*" * len(number)
    return f"{number[:2]}{'*' * (len(number) - 5)}{number[-3:]}"


def _surname(name: str) -> str:
    """The surname as it is written, in traditional characters too; the longest of those that fit."""
    form = alike(name)
    fitting = (each for each in _compound_surnames() if form.startswith(each) and len(name) > len(each))
    return name[: max(map(len, fitting), default=1)]


@cache
def _compound_surnames() -> frozenset[str]:
    return frozenset(row.surname for row in TABLE.rows)
