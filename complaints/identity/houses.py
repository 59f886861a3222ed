"""Where a text names the complainant's house: 一组3号, 刘庄村5号, 我家十二号, 3-2-501, in whatever script.

Address and text are cut alike into numbers with what they count (1 组, 3 号). Two numbers of the address that
follow each other in the text are the house; a single one is it only beside the name of the village, or
after a word that says where somebody lives. Each number looks a few characters back and ahead, so the time
grows with the text. The form of a text is that of ``protection.comparing.alike``.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from complaints.identity import own_words
from complaints.texts.names import pieces_of_address
from protection import numerals
from protection.comparing import alike

#: What numbers of an address count: a group of houses, where many live, or something with a door.
_GROUP = "村民小组|村民组|居民组|小组|生产队|[组队社]"
_DOOR = "号楼|单元|[号栋幢座楼层室弄巷排]"
#: What other numbers count, which are evidence and no house.
_COUNTED = r"\s?(?:[年月日天元块万户人口个次份岁亩斤%多余几]|分钟|小时)"
_NUMBER = f"(?<![{numerals.MARKS}])(?P<number>[{numerals.MARKS}]{{1,6}})(?![{numerals.MARKS}])"
_PIECE = re.compile(rf"{_NUMBER}(?!{_COUNTED})(?:\s?(?:(?P<group>{_GROUP})|(?P<door>{_DOOR})))?")
_MONTH = re.compile(r"月\s?$")
_BESIDE = re.compile(r"[\s的第·—–_.#/-]{0,3}")
_DASH = re.compile(r"\s?[—–_#/-]\s?")
#: From so many figures on a number without a word is a door's too: 我家501, 3-501.
_LONG = 3
#: Where these stand before a number it is the house that is known, beside the words of ``own_words``.
_ALSO_LIVES = "[我俺咱她他]们?家|在|住[在址处]|[门墙][口上](?:写|挂|钉)"
_MOST_BEFORE = 16
#: 我家3号上午去的 speaks of a day, 3号户 and 3号院 of a house.
_DAY = re.compile(r"\s?(?:[上下中]午|早[上晨]|晚上|凌晨|夜里|那天|当天|[以之]?[前后](?![面院])|左右|开始|起)")
_OF_HOUSE = re.compile(r"\s?(?:[户宅屋]|[院门家](?![长区诊]))")
#: What a number without 号 ends with, where it is a house and counts nothing: 六组18, 和平路108.
_NOTHING_COUNTED = re.compile(r"(?=[,.。;!?、)）\s]|[的住有]|\Z)")
_ROADS = tuple("路街巷弄道")
_ABOVE = re.compile("^.*(?:省|市|县|街道|(?<![小社园])区)")
_VILLAGE = re.compile("(?:社区|[村庄组队屯社])$")


class Home(NamedTuple):
    """What is known of a house: the address as it was written, and the name of the case's place."""

    address: str
    place: str = ""


class _HouseNumber(NamedTuple):
    """A number with what it counts, and where it stands."""

    start: int
    end: int
    figures: str
    is_group: bool
    is_door: bool

    def may_be(self, other: "_HouseNumber") -> bool:
        mixed = (self.is_group and other.is_door) or (self.is_door and other.is_group)
        return self.figures == other.figures and not mixed


def spans(form: str, home: Home) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of each mention of the house in the form of a text."""
    address = [alike(piece) for piece in pieces_of_address(home.address)]
    wanted = list(_pieces("".join(address)))
    found = [piece for piece in _pieces(form) if any(map(piece.may_be, wanted))] if wanted else []
    names = _names([*address, home.place]) if found else ()
    doors = [piece for piece in wanted if not piece.is_group]
    at = 0
    while at < len(found):
        run = _run(form, found[at : at + len(wanted)], wanted)
        if not _is_house(form, run, names):
            run = run[:1]
            if not (any(map(run[0].may_be, doors)) and _is_door(form, run[0], names)):
                at += 1
                continue
        yield run[0].start, run[-1].end
        at += len(run)


def is_told_as_day(form: str, start: int, end: int) -> bool:
    """Whether a number with 号 is the day of a month: 3月12号, 12号上午."""
    return bool(_MONTH.search(form, max(0, start - 2), start) or _DAY.match(form, end))


@cache
def _lives() -> re.Pattern[str]:
    """Words that say where somebody lives, and what may stand between them and the number."""
    return re.compile(
        f"(?:{_ALSO_LIVES}|(?P<plate>{own_words.either('plate')})"
        rf"|{own_words.either('home', 'place', 'lives')})[是在为的就着\s:]{{0,4}}第?$"
    )


def _pieces(form: str) -> Iterator[_HouseNumber]:
    for found in _PIECE.finditer(form):
        if not _MONTH.search(form, max(0, found.start() - 2), found.start()):
            figures = numerals.figures_of(found["number"])
            yield _HouseNumber(*found.span(), figures, bool(found["group"]), bool(found["door"]))


def _names(parts: Sequence[str]) -> tuple[str, ...]:
    """What houses are numbered within, 刘庄村 and 刘庄; a township has no house 3."""
    whole = [_ABOVE.sub("", _PIECE.sub("", part)) for part in parts]
    names = [name for name in whole if not name.endswith(("镇", "乡"))]
    return tuple(name for name in {*names, *(_VILLAGE.sub("", name) for name in names)} if len(name) > 1)


def _run(form: str, found: Sequence[_HouseNumber], wanted: Sequence[_HouseNumber]) -> list[_HouseNumber]:
    """The pieces from the first on that stand beside each other in the order of the address."""
    run = list(found[:1])
    left = 1 + next(at for at, piece in enumerate(wanted) if piece.may_be(run[0]))
    for piece in found[1:]:
        place = next((at for at, each in enumerate(wanted[left:], left) if piece.may_be(each)), None)
        if place is None or not _BESIDE.fullmatch(form, run[-1].end, piece.start):
            break
        run.append(piece)
        left = place + 1
    return run


def _is_house(form: str, run: Sequence[_HouseNumber], names: tuple[str, ...]) -> bool:
    """Whether numbers beside each other are a house: 3-2-501, 一组3号, and not 1-3号, which are days."""
    if len(run) != 2:
        return len(run) > 2
    first, last = run
    is_long = len(last.figures) >= _LONG
    if first.is_group or first.is_door:
        is_plain = first.is_group and _NOTHING_COUNTED.match(form, last.end) is not None
        return is_long or last.is_group or is_plain or (last.is_door and not _DAY.match(form, last.end))
    is_beside = form[max(0, first.start - _MOST_BEFORE) : first.start].rstrip().endswith(names)
    return (is_long or is_beside) and _DASH.fullmatch(form, first.end, last.start) is not None


def _is_door(form: str, piece: _HouseNumber, names: tuple[str, ...]) -> bool:
    """Whether a single number is a house: 我家3号, 刘庄5号, 门牌十二, 3号户."""
    before = form[max(0, piece.start - _MOST_BEFORE) : piece.start].rstrip()
    if piece.is_group or (piece.is_door and _DAY.match(form, piece.end)):
        return False
    if lives := _lives().search(before):
        return piece.is_door or bool(lives["plate"]) or len(piece.figures) >= _LONG
    beside = before.rstrip("的第")
    is_within = beside.endswith(names) or _VILLAGE.sub("", beside).endswith(names)
    if not piece.is_door and is_within and beside.endswith(_ROADS):
        return _NOTHING_COUNTED.match(form, piece.end) is not None
    return piece.is_door and (is_within or _OF_HOUSE.match(form, piece.end) is not None)
