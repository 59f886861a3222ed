"""Which offices words mean that were given for whom a matter is about: 市民政局、纪检组, 县里管低保的.

In doubt too many are found: whoever is given there is complained about. Only what names one office by
another's takes care, since else nobody of the two would be left to read it: 市民政局纪检组 is the group, and
not the bureau at which it sits.
"""

import re
from collections.abc import Iterator

from complaints.texts import words
from complaints.texts.highest_words import inspecting, is_of_a_city, of_the_city
from complaints.texts.names import fold
from complaints.texts.nearby import Nearby, NearbyOffice, forms
from complaints.texts.office_spellings import rightly
from organizations import former_names
from organizations.enums import UnitKind
from organizations.models import Unit

#: So many characters of an office's name stand for the whole.
PART = 4
_MARKS = re.compile(r"[\W_]+")
#: The bureau at which a group only sits: what 驻 stands before, and what the group's name follows.
_STATIONED = re.compile("派?驻[^的、和与及跟村镇乡社]{0,10}局")
_SEAT = re.compile(
    "[^、和与及跟同的]{1,12}局(?:机关)?的?(?=(?:派驻|驻局)?(?:纪检|监察|纪律检查)(?:监察)?[组室]"
    "|派驻(?:组|人员|干部|纪|监|的?$|的?[人那]))"
)
#: Who is sent further down inspects nobody: 派驻刘庄村的第一书记.
_SENT_DOWN = re.compile("派驻[^组纪监局]{0,8}[村镇乡县社]")
_FROM_ANOTHER = re.compile("局派?驻[^的]{1,10}局")
_OF_A_CITY = re.compile("[市省].{0,8}[纪监驻]|驻.{0,8}市")


def offices_given(given: str, around: Nearby, *, nearest_group: bool = False) -> list[int]:
    """Return the ids of the units that the words mean, each once.

    Of several groups that inspect each is meant that could have the case, since nothing tells which of them
    纪检组 is; ``nearest_group``: whoever gave the words knows, and the nearest is.
    """
    [right] = rightly([given])
    whole = around.without_address(fold(right))
    said = [whole]
    if _inspects(whole):
        # 市民政局 纪检组 may be two, and 市民政局纪检组 is one.
        parts = [fold(part) for part in _MARKS.split(right) if part]
        said += [part for part in parts if len(parts) > 1 and not _is_place(part, around)]
    found = (unit for each in said for unit in _meant(each, around, nearest_group))
    return list(dict.fromkeys(found))


def could_be_given(given: str, unit: Unit) -> bool:
    """Whether the words could mean this office, by their letters alone: what is worth resolving."""
    text = fold(rightly([given])[0])
    places = [form for name in unit.region.names for form in forms(name)]
    called = [forms(name).whole for name in former_names.all_of(unit)]
    return (
        any(name and name in text for name in (*called, *places))
        or any(text[at : at + PART] in own for own in called for at in range(len(text) - PART + 1))
        or any(word.kind == unit.kind and word.pattern.search(text) for word in words.offices())
        or any(pattern.search(text) for _kind, pattern in words.duties())
        or (unit.kind == UnitKind.INSPECTION and _inspects(text))
        or (is_of_a_city(unit) and of_the_city(unit.called, unit.region.name).search(text) is not None)
    )


def _inspects(said: str, only_named: bool = False) -> bool:
    """Whether the words mean those who look into it."""
    pattern = inspecting() if only_named else inspecting("named", "people", "work", "given")
    return pattern.search(_SENT_DOWN.sub("", _STATIONED.sub("派驻", said))) is not None


def _is_place(said: str, around: Nearby) -> bool:
    return any(said in pair for _code, pair in around.places) or any(
        said in forms(unit.place) for unit in around.units
    )


def _meant(said: str, around: Nearby, nearest_group: bool) -> Iterator[int]:
    """Yield those that are named, or else the nearest of each kind; beside them whoever looks into it."""
    named = [unit.pk for unit in around.units if _names(said, unit, around)]
    yield from named or _generic(_without_seat(said), around)
    if _inspects(said) and not any(
        unit.kind == UnitKind.INSPECTION and unit.pk in named for unit in around.units
    ):
        if nearest_group and not _OF_A_CITY.search(said):
            yield from around.nearest(UnitKind.INSPECTION)
        else:
            yield from around.called(UnitKind.INSPECTION)


def _generic(said: str, around: Nearby) -> Iterator[int]:
    """Yield the nearest office of each kind that the words, or the duties of its people in them, mean."""
    meant: dict[str, list[int]] = {}
    for word in words.offices():
        if word.kind not in meant and word.kind != UnitKind.INSPECTION and word.pattern.search(said):
            meant[word.kind] = around.nearest(word.kind, level=word.level)
    for kind, pattern in words.duties():
        if kind not in meant and pattern.search(said):
            meant[kind] = around.nearest(kind) or sorted(around.lowest)
    yield from dict.fromkeys(unit for units in meant.values() for unit in units)


def _names(said: str, unit: NearbyOffice, around: Nearby) -> bool:
    """Whether the words name this unit, or are the greater part of its name."""
    own, (place, stem) = forms(unit.name).whole, forms(unit.place)
    if unit.kind == UnitKind.BUREAU:
        said = _without_seat(said)
        if is_of_a_city(unit) and of_the_city(unit.name, unit.place).search(said):
            return True
    is_part = len(said) >= PART and unit.pk in around.level and said in own
    if unit.kind == UnitKind.INSPECTION and not _inspects(said):
        is_part = False
    if own in said or is_part:
        return True
    if unit.kind in (UnitKind.TOWNSHIP, UnitKind.VILLAGE_COMMITTEE) and place in said:
        return True
    office = words.after_places(place_too=True)[unit.kind]
    return any(f"{form}{word}" in said for form in (place, stem) if form for word in office)


def _without_seat(said: str) -> str:
    """Take out the bureau at which the group that is named sits: 派驻乙市民政局纪检组, 市民政局纪检组."""
    if _FROM_ANOTHER.search(said):
        return said
    return _SEAT.sub("", _STATIONED.sub("派驻", said))
