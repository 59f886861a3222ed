"""The words for the two highest offices over a place, of which no table holds all that may be said: the
inspection group (``data/words/inspecting.csv``) and the city's bureau (``data/words/highest.csv``).
"""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

from complaints.texts import words
from complaints.texts.nearby import NearbyOffice, forms
from organizations import codes
from organizations.enums import Level, UnitKind
from organizations.models import Unit
from protection.data_tables import DataTable

#: What means a bureau that reads a text: ``you`` where it is written to it, ``here`` where it has the case.
Beside = Literal["you", "here"]


@dataclass(frozen=True)
class Inspecting:
    """A word for those who look into it, and the characters behind which it is another: ``named`` by their
    office; ``people``, by what they do; their ``work``, which is another's as well; or a ``short`` word,
    which is theirs only where they have the case, and beside somebody else: 组长是会计的表舅.

    ``given``: theirs where it is all that was said of whom a matter is about. And what stands beside them:
    ``leading`` words, before them where they do what follows (上次来的那两个); ``others``, of whom the rest
    of a message may be.
    """

    word: str
    sort: Literal["named", "people", "work", "short", "given", "leading", "others"]
    not_after: str = ""


@dataclass(frozen=True)
class OfTheCity:
    """A word that names a ``county``'s bureau, or a ``city``'s, its parts or people by where they are; that
    means it as ``you``, where it is the reader: 你们局; or as ``here``, where it has the case: 局里.

    A ``thing`` is what an office has without its people having done anything, where what it ``says`` follows:
    市里电视上说. Who ``goes`` there tells next what happened, unless it ``brings`` what they brought to it;
    a ``contact`` alone is no reproach. ``there`` is who is told of behind a request: 请市局管管，窗口的….
    """

    word: str
    sort: Literal["city", "county", "you", "here", "thing", "says", "goes", "contact", "brings", "there"]
    not_after: str = ""


_FOLDER = Path(__file__).parents[1] / "data" / "words"
INSPECTING = DataTable(_FOLDER / "inspecting.csv", Inspecting, key=("word", "sort"))
OF_THE_CITY = DataTable(_FOLDER / "highest.csv", OfTheCity, key=("word", "sort"))

#: What follows the bare name of a city where its office or people are spoken of, and no address.
_AFTER_A_CITY = "(?=的?(?:民政|局|里|上|级|直|政府|市局|来|派|领导|干部|有人|那))"
#: What follows the office at which a group sits that is named by it: 市民政局纪检组.
_SEAT = (
    "(?:机关)?的?(?:派?驻局?)?(?:纪检|监察|纪律检查|派驻组)"
    "|(?:派|下){0,2}来?的?(?:巡[查察视]组|监督(?:干部|执纪))"
)


@cache
def inspecting(*sorts: str) -> re.Pattern[str]:
    """The words of these sorts; by themselves those by which the group is known wherever they stand."""
    return words.telling(row for row in INSPECTING.rows if row.sort in (sorts or ("named", "people", "work")))


def is_of_a_city(unit: Unit | NearbyOffice) -> bool:
    """Whether it is a city's bureau: the highest office over a place but the inspection group."""
    return unit.kind == UnitKind.BUREAU and codes.level_of(unit.region_id) == Level.CITY


def is_of_a_county(unit: Unit | NearbyOffice) -> bool:
    """Whether it is a county's bureau."""
    return unit.kind == UnitKind.BUREAU and codes.level_of(unit.region_id) == Level.COUNTY


@lru_cache(maxsize=64)
def of_the_county(bureau: str, place: str) -> re.Pattern[str]:
    """The pattern of a county's bureau by its name alone: 县里批了 names it as rules do. Never called with a
    complainant's words.
    """
    named = [forms(bureau).whole, *(f"{form}民政" for form in forms(place) if form)]
    called = f"{words.either([each for each in named if each])}|{_either('county')}"
    return re.compile(f"(?<!驻)(?:{called})局?+(?!{_SEAT}|{_thing()})")


@lru_cache(maxsize=64)
def of_the_city(bureau: str, place: str, *called: Beside) -> re.Pattern[str]:
    """The pattern of what a city's bureau is called: its own name, that of its place with what follows, 市局.

    ``called`` are sorts of words beside these. Without a name and a place, what may name any. Never called
    with a complainant's words.
    """
    own, city = forms(bureau).whole, [form for form in forms(place) if form]
    named = [words.telling(row for row in OF_THE_CITY.rows if row.sort in ("city", *called)).pattern]
    if own:
        named.append(re.escape(own))
    if city:
        named.append(f"(?:{words.either(city)}){_AFTER_A_CITY}")
    either = "|".join(f"(?:{each})" for each in named)
    return re.compile(f"(?<!驻)(?<![搬住嫁迁]到)(?:{either})局?+(?!{_SEAT}|{_thing()})")


@cache
def beside(sort: str) -> re.Pattern[str]:
    """What stands beside the name of the bureau, of one sort (``OfTheCity``)."""
    return re.compile(_either(sort))


def _either(sort: str) -> str:
    return words.either([row.word for row in OF_THE_CITY.rows if row.sort == sort])


@cache
def _thing() -> str:
    thing, says = _either("thing"), _either("says")
    between = "(?:里|上|中|也|都|已经|今年|又|没有|不){0,2}"
    return f"的?(?:{thing}){between}(?:{says})|(?:有|出|下|来)了?(?:{thing})$"
