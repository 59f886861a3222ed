"""Whether those whom a text is said against are clearly below the county, which then reads it first.

The words that we know for the county's people will always be too few, and what is said of them must not lie
on their desk. So it is the other way round: the county reads what is said of somebody in a township or a
village and of nobody else. That is whom the writer chose or named, or whom a part of a sentence begins with:
村会计骂我, but not 村里报了，后头不批, where the village is only the place, nor 村长表哥在上面, who is
another. All else the city reads (``routing``).

No word decides that alone: the complainant is asked whether all whom they speak of sit below (``Reach``), and
who leaves it open is read by the inspection group, whatever they wrote.

What is said of assistance or a list need blame nobody, and names the county as it names rules (县里批了,
村里没有发). So there the county reads it unless it is spoken of itself, by its name or as people put it:
楼上, 后面不签字, 女婿在民政局上班. An answer to who it is about that tells of nobody below, 强子, goes past
the county whatever it is said of. The words are tables (``level_words``).
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Protocol

from complaints import matters
from complaints.around import COUNTY
from complaints.enums import Reach
from complaints.reach import level_words
from complaints.reach.level_words import beside, of_county, spared
from complaints.texts import words
from complaints.texts.names import GAP, fold
from complaints.texts.nearby import Nearby
from complaints.texts.respondent_matching import ResolvedRespondent, listed
from organizations.enums import UnitKind

_BELOW = (UnitKind.TOWNSHIP, UnitKind.VILLAGE_COMMITTEE)
#: Words that end so, and these, say where something is and not who does it: 镇里, 村上.
_WHERE = re.compile("[里上]$|^(?:大队|社区|网格|村民小组|街道|政府)$")
_NEAR = re.compile("[村镇乡队]|社区|街道|居委|网格")
#: Characters of a name, and what stands in none.
_NAME = 4
_NOT_A_NAME = re.compile("[的说那这跟和他她它里上来出是]")
#: 强子（刘庄村人）: who is named so is told by where others are.
_IN_BRACKETS = re.compile("[(（].{0,12}村")
#: So many characters before a name may tell that it is somebody below: 刘庄村村民委员会的会计王大柱.
_TOLD = 40
#: Titles that are places too: 窗口的小赵 is somebody there.
_NO_PEOPLE = frozenset({"窗口", "大厅"})
_COMMITTEES = ("村", "社区", "委会", "村里", "组")
_OURS = "我们|咱们?|俺们?|本|我"
#: Stands for somebody below by the name or the calling by which they were found.
_CALLED = "\ue001"
_TWO = re.compile("[、和及与跟同]|等$|一伙|一帮")
_LIST = re.compile("[、，,;；和及与跟同/ ]")
#: What may stand before whom a part of a sentence is about.
_OPENS = re.compile(
    "(?:我们?|本人|实名|要|想|现在?|特|昨天|今天|前天|那天|上次|当时|因为|举报|反映|投诉|控告|检举)*"
)
_AND = re.compile("[、和及与跟同]?")
_MINE = re.compile(f"(?:{_OURS})")
#: 跟我吵 is said of whoever quarrels; 跟段家老二 of two.
_WITH_ME = re.compile(
    f"[跟和与连](?:{_OURS}|[你他她平气解此其前着{GAP}])|还有[一几什没]|另外(?!的?人|一个|几个)"
)
_AT_ME = re.compile(f"[跟和与同对给](?:{_OURS})")


class _Brought(Protocol):
    """A case, or what becomes one."""

    kind: str
    reach: str


def is_below(
    brought: _Brought,
    matter: str,
    texts: Iterable[str],
    parties: Iterable[ResolvedRespondent],
    around: Nearby,
    *,
    later: bool = False,
) -> bool:
    """Whether the county may read first what was brought, of this matter: it does not speak of its people.

    What is said against somebody as a whole has to be clearly of somebody below; where nobody need be blamed,
    it has to be said of the county for the county to be passed over. ``parties`` is whom it is about.
    Who does not say where those sit (``reach``) may mean anybody.
    ``later``: an office of the place had it, whose people then are those who came to the house.
    """
    against_somebody = matters.is_about_conduct(brought.kind, matter)
    if not _is_said(brought.reach, against_somebody):
        return False
    if against_somebody:
        return lies_below(texts, parties, around)
    return spares_the_county(texts, parties, around, later=later)


def _is_said(reach: str, against_somebody: bool) -> bool:
    """Whether the complainant says that all sit below; what is said against somebody cannot be of nobody."""
    return reach == Reach.BELOW or (reach == Reach.NOBODY and not against_somebody)


def lies_below(texts: Iterable[str], parties: Iterable[ResolvedRespondent], around: Nearby) -> bool:
    """Whether somebody below the county is meant, and nothing tells of anybody else.

    ``parties`` is whom it is about, with the words given for them.
    """
    texts, parties = list(texts), list(parties)
    if _means_inspectors(parties, around):
        return False
    names = [fold(party.name) for party in parties if not party.derived and party.name]
    addresses = _addresses(fold("".join(texts)), around)
    said = [_without_county(fold(text), addresses) for text in texts]
    if any(words.higher().search(text) for text in (*said, *names)):
        return False
    below = [party for party in parties if _is_below(party, around)]
    people = _people_below([*texts, *names], around)
    by_name = (party for party in below if party.user and party.name)
    called = {fold(party.name): _CALLED for party in by_name if not _may_be_another(party.name, around)}
    parts = [_renamed(_without_county(part, addresses), called) for text in texts for part in _parts(text)]
    strange = [name for name in names if name not in called or _TWO.search(name)]
    if not all(_names_below(name, people, parts, around) for name in strange):
        return False
    chosen = any(not party.derived for party in below) or any(
        name in called or people.match(name) or around.is_below(name) for name in names
    )
    if any(_tells_of_another(part, people, chosen=chosen) for part in parts):
        return False
    return chosen or any(_is_said_of_them(people, part) for part in parts)


def spares_the_county(
    texts: Iterable[str], parties: Iterable[ResolvedRespondent], around: Nearby, *, later: bool = False
) -> bool:
    """Whether texts that need blame nobody say nothing of the county's people, or of who is above them.

    Nor the words given for somebody; those by which somebody below is known tell who it is.
    """
    texts, parties = list(texts), list(parties)
    if _means_inspectors(parties, around):
        return False
    found = {party.name for party in parties if party.derived and _is_below(party, around)}
    # One of a list is known by nothing that was found in another, nor by whom else the words tell of.
    known = {name for name in found if len(listed(name)) == 1 and not _may_be_another(name, around)}
    given = [party.name for party in parties if party.name and not party.derived and party.name not in known]
    names = [fold(one) for name in given for one in listed(name)]
    people = _people_below([*texts, *names], around)
    addresses = _addresses(fold("".join([*texts, *names])), around)
    parts = [_without_county(part, addresses) for text in texts for part in _parts(text)]
    said = [_without_county(each, addresses) for each in names]
    if any(_is_of_county(each, people, later=later) for each in (*parts, *said)):
        return False
    # Where it is not those below, it is somebody else: 民政办的人都好，就是不让他们办.
    if not later and any(_is_clear_of_them(part, people) for part in parts):
        return False
    # 电话里那个男的 may be anybody, where nothing is said of a village or a township.
    if not later and not any(map(_NEAR.search, parts)) and any(map(of_county("vague").search, parts)):
        return False
    return all(_is_nobody_above(each, people, parts, around) for each in said)


def _is_nobody_above(name: str, people: re.Pattern[str], parts: Iterable[str], around: Nearby) -> bool:
    """Whether words given for somebody tell of somebody below, or of nobody: 强子 may be anybody."""
    # Who takes calls is hidden from by these words, in whatever office.
    if of_county("nobody").fullmatch(name) or words.operators().search(name):
        return True
    if beside("unclear").search(name) or not _names_below(name, people, parts, around):
        return False
    begun = people.match(name)
    rest = name[begun.end() :] if begun else name
    # 村会计王大柱 and 刘庄村的王大柱, but not 村长认识的那个领导, nor 强子（刘庄村人）.
    is_named = len(rest) <= _NAME and not _NOT_A_NAME.search(rest)
    if begun:
        return is_named
    return (around.is_below(name) and name.endswith(_COMMITTEES)) or _is_told_below(
        name, people, "\n".join(parts)
    )


def _may_be_another(name: str, around: Nearby) -> bool:
    """Whether words in which somebody was found may tell of another: 孙继财的连襟, 罩着村长的人, 管孙继财的.

    What is somebody's, or over them, is not them, whatever it is called.
    """
    patterns = (beside("unclear"), beside("by_way"), words.ties(), _IN_BRACKETS, _theirs())
    if any(pattern.search(name) for pattern in patterns):
        return True
    called = {person.name.whole for person in around.people if person.name.whole in name} - {""}
    return any(each in name for one in called for each in (f"{one}的", f"管{one}", f"管着{one}"))


@lru_cache(maxsize=1)
def _theirs() -> re.Pattern[str]:
    """The pattern of what belongs to somebody by their title: 村长的人."""
    titles = words.either([word for word in words.office_titles(anywhere=True) if word not in _NO_PEOPLE])
    return re.compile(f"(?:{titles})的")


def _is_of_county(part: str, people: re.Pattern[str], *, later: bool) -> bool:
    """Whether a part of a sentence speaks of the county's people, and not of a rule, nor of who is below."""
    said = people.sub(GAP, spared().sub(GAP, part))
    marks = (words.higher(), of_county("mark"), beside("unclear"))
    if any(mark.search(said) for mark in marks):
        return True
    return not later and bool(of_county("act").search(said)) and not people.match(part)


def _parts(text: str) -> Iterator[str]:
    """The text from one mark to the next."""
    return (fold(part) for part in re.split(r"\W+", text))


def _addresses(said: str, around: Nearby) -> list[tuple[str, str]]:
    """The counties named in a text, or what is above them, each with each place below that is named too."""
    named = [(code, pair.whole) for code, pair in around.places if pair.whole and pair.whole in said]
    inner = [name for code, name in named if len(code) > COUNTY]
    return [(name, place) for code, name in named if len(code) <= COUNTY for place in inner]


def _without_county(said: str, addresses: list[tuple[str, str]]) -> str:
    """Without the name of the county where the next place follows: 丙县 in 丙县和平镇."""
    for county, place in addresses:
        said = said.replace(f"{county}{place}", place)
    return said


def _is_below(party: ResolvedRespondent, around: Nearby) -> bool:
    units = {unit.pk for unit in around.units if unit.kind in _BELOW}
    if party.unit in units:
        return True
    return any(person.user == party.user and units.issuperset(person.units) for person in around.people)


def _means_inspectors(parties: Iterable[ResolvedRespondent], around: Nearby) -> bool:
    """Whether an inspection group is meant, which no county stands above."""
    groups = {unit.pk for unit in around.units if unit.kind == UnitKind.INSPECTION}
    return any(party.unit in groups for party in parties)


def _renamed(said: str, called: dict[str, str]) -> str:
    """The words with one mark for each name by which somebody below was found."""
    for name, mark in called.items():
        said = said.replace(name, mark)
    return said


def _names_below(name: str, people: re.Pattern[str], parts: Iterable[str], around: Nearby) -> bool:
    """Whether words given for somebody are of people below and nobody else: not 村会计和老段, 孙继财等."""
    rest = people.sub(GAP, name)
    if rest.endswith("等") or any(beside(sort).search(rest) for sort in ("kin", "other", "joined")):
        return False
    told = "\n".join(parts)
    return not _TWO.search(rest) or all(
        GAP in one or around.is_below(one) or _is_told_below(one, people, told)
        for one in _LIST.split(rest)
        if one
    )


def _is_told_below(name: str, people: re.Pattern[str], told: str) -> bool:
    """Whether it is told that this is somebody below: 王大柱, where a text has 村会计王大柱."""
    ends = _ending_with(people.pattern)
    places = (found.start() for found in re.finditer(re.escape(name), told))
    return any(ends.search(told, max(0, at - _TOLD), at) for at in places)


@lru_cache(maxsize=64)
def _ending_with(people: str) -> re.Pattern[str]:
    """The pattern of somebody below, where a text ends with them; made once, since it is a large one."""
    return re.compile(f"(?:{people})的?$")


def _tells_of_another(part: str, people: re.Pattern[str], *, chosen: bool) -> bool:
    """Whether a part of a sentence may be said of somebody else than those below."""
    rest = people.sub(GAP, part)
    if beside("other").search(rest) or of_county("mark").search(rest):
        return True
    if not chosen and beside("vague").search(rest):
        return True
    begun = people.match(part)
    if begun and _is_of_their_kin(part[begun.end() :]):
        return True
    if beside("joined").search(rest) and rest.count(GAP) < 2 and not _MINE.match(part):
        return True
    if begun is None and beside("joins").match(part) and not _WITH_ME.match(rest):
        return True
    return _blames_another(rest)


def _blames_another(rest: str) -> bool:
    """Whether it begins with somebody who is not below, and then says what they did wrong."""
    wrong = words.wrongs().search(rest)
    before = rest[: wrong.start()] if wrong else ""
    return bool(before) and GAP not in before and not beside("goes_on").match(before)


def _is_clear_of_them(part: str, people: re.Pattern[str]) -> bool:
    """Whether somebody below is cleared: 村长说冤枉, 村里没问题."""
    said = people.sub(GAP, part)
    return GAP in said and bool(beside("cleared").search(said))


def _is_said_of_them(people: re.Pattern[str], part: str) -> bool:
    """Whether a part of a sentence begins with somebody below, and goes on about them; or names them."""
    if beside("cleared").search(part):
        return False
    if _CALLED in part:
        return True
    found = people.match(part, _OPENS.match(part).end())
    while found and (another := people.match(part, found.end() + len(_AND.match(part, found.end()).group()))):
        found = another
    if found is None:
        return False
    rest = part[found.end() :].removeprefix("的").lstrip("老大小亲")
    if _AT_ME.match(rest):
        return True
    return not _is_of_their_kin(part[found.end() :]) and not beside("says").match(rest)


def _is_of_their_kin(rest: str) -> bool:
    """Whether what follows somebody tells of another who is bound to them: 的连襟, 老战友."""
    rest = rest.removeprefix("的")
    return any(beside("kin").match(each) for each in (rest, rest.lstrip("老大小亲")))


def _people_below(texts: list[str], around: Nearby) -> re.Pattern[str]:
    """A pattern of somebody in a village or a township, or of its office: 刘庄村的会计, 镇里审批的人."""
    said = fold("".join(texts))
    inner = [pair for code, pair in around.places if len(code) > COUNTY]
    names = {form for pair in inner for form in (pair.whole, f"{pair.stem}村" if pair.stem else "") if form}
    return _people_of(frozenset(name for name in names if name in said))


@lru_cache(maxsize=64)
def _people_of(names: frozenset[str]) -> re.Pattern[str]:
    """The pattern where these names of places stand in the text: with all of a county it would be slow."""
    known = words.of_offices(*_BELOW)
    places = [word for word in known if _WHERE.search(word)]
    offices = [word for word in known if not _WHERE.search(word)]
    unclear = {row.word for row in level_words.TABLE.rows if row.sort == "unclear"}
    duties = [word for word in words.of_offices(*_BELOW, duties=True) if word not in unclear]
    people = words.either([*duties, *offices])
    title = words.either(words.office_titles())
    here = f"(?:(?:{_OURS})?(?:{words.either([*names, *places, '村', '镇', '乡'])})的?)"
    work = beside("work").pattern
    one = f"(?:人|那个人|这个人|领导|同志|那个女的|那个男的|女的|男的|小伙子|姑娘|员|{title})"
    somebody = f"(?:[那这]?个?(?:{work})的(?:[那这]?个?{one})?|的?[那这]?个?{one})"
    return re.compile(
        f"{here}{{0,2}}(?:{people})(?:(?<![长记任计部领导理事书人的]){somebody}|(?:那个人|这个人|本人|同志))?{_CALLED}?"
        f"|{here}{{1,2}}{somebody}{_CALLED}?|{here}{{0,2}}{_CALLED}"
    )
