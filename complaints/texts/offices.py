"""Which offices a text complains about, and which it only turns to for help.

Offices above the place are asked for help as often as they are complained about, and who is taken for the
accused is shown nothing. So it counts what stands before the office's whole name, and before the list it
stands in (请县民政局和纪委), and what follows in its clause (…来查, …你们好). An inspection group is
accused only where a wrong is said of it in its own clause: in doubt it stays asked, since it is there to be
asked. Of a bureau it is the other way round, and in a report, or a complaint about conduct, it counts without
any grievance word: that is said against somebody as a whole, and what is said of the county's people must not
lie on their desk. A complaint about assistance names offices as it names rules (县里批了，村里没有发).
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, islice
from typing import NamedTuple

from complaints.texts import words
from complaints.texts.names import fold
from complaints.texts.nearby import Nearby, NearbyOffice, forms
from complaints.texts.respondent_matching import ResolvedRespondent
from complaints.texts.sentences import parts_of
from organizations.enums import Level, UnitKind
from protection.comparing import places_of

#: So many characters before an office may hold whom it is that one turns to: 请县民政局.
_BEFORE = 4
#: So many characters after it may hold what it is asked for: 纪委的同志来查.
_AFTER = 12
#: What is said of it stands within so many: people set no marks, and a text may be one clause.
_FAR = 120
_BELOW = frozenset({UnitKind.TOWNSHIP, UnitKind.VILLAGE_COMMITTEE})
#: What may stand between two offices that are named as one: 市民政局和纪委, 市民政局纪检组.
_BETWEEN = re.compile(r"(?:局|组|部门|机关)?(?:的?(?:领导|同志|人))?[和及与跟或]?")
#: What follows an office at which inspectors sit, but 纪委, which sits at none; with 和 both are meant.
_SEAT = re.compile("局?的?(?:派?驻|纪检|监察)")
#: After these another office is what something is done to, or done with: 跟局长打牌.
_WITH = frozenset("跟和与同给把对向帮")
#: Nothing but that its people are meant: what they did stands behind the comma. 那个纪检组的人，收了…
_PEOPLE = re.compile(r"(?:组|的|室)?(?:.{0,3}人)?")
_THAT = re.compile(r"(?:就是|是)?(?:这|那)?(?:个|些|帮|几个)?")
#: What somebody only says of an office turns to nobody: 来电人称县民政局…
_SAID = re.compile("[说讲称]")
#: What somebody does at an office to which they turn, or whom they speak of there.
_BROUGHT = re.compile("反映|举报|检举|控告|投诉|申诉|上访|告|求助|[村镇乡]")
_HONOURED = re.compile(r"[尊敬亲]爱?的$")


class Sentence(NamedTuple):
    """A sentence as it is compared: its letters; where its clauses end; which of these end with a colon."""

    text: str
    ends: tuple[int, ...]
    colons: frozenset[int]
    wronged: bool

    @classmethod
    def of(cls, written: str) -> "Sentence":
        """Return the sentence in that form."""
        clauses = parts_of(written)
        folded = [fold(clause) for clause in clauses]
        ends = tuple(accumulate(map(len, folded)))
        colons = frozenset(at for at, each in zip(ends, clauses, strict=True) if each[-1:] in ("：", ":"))
        text = "".join(folded)
        wronged = bool(words.wrongs().search(text) or words.close().search(text))
        return cls(text, ends, colons, wronged)

    def clause_start(self, at: int) -> int:
        """Where the clause begins in which this place lies."""
        place = bisect_right(self.ends, at)
        return self.ends[place - 1] if place else 0

    def clause_end(self, at: int) -> int:
        """Where it ends."""
        place = bisect_left(self.ends, at)
        return self.ends[place] if place < len(self.ends) else len(self.text)


class Mention(NamedTuple):
    """Words that mean offices of a kind; ``named``: by their name, else the nearest of ``level``."""

    start: int
    end: int
    kind: str
    units: frozenset[int]
    word: str
    named: bool
    level: Level | None = None


#: Mentions that stand together, as one name or as a list.
Run = list[Mention]
#: Words for the nearest office of a kind, and which offices these are here.
Generic = tuple[words.OfficeWord, frozenset[int]]


def offices_meant(
    written: Sequence[str], around: Nearby, *, complaining: bool = False
) -> Iterator[ResolvedRespondent]:
    """Yield the offices, and the duties of their people, that sentences complain about.

    ``complaining``: the whole is said against somebody, so that a bureau counts without a grievance word.
    """
    sentences = [Sentence.of(each) for each in written]
    telling = [each for each in sentences if complaining or each.wronged]
    everything = "\n".join(each.text for each in telling)
    units = [unit for unit in around.units if _could_name(everything, unit)]
    for sentence in sentences:
        yield from _by_duty(sentence, around)
    nearest = [(word, frozenset(around.called(word.kind, level=word.level))) for word in words.offices()]
    generic = [(word, offices) for word, offices in nearest if offices]
    for sentence in telling:
        yield from _accused(sentence, units, generic, around)


def _by_duty(sentence: Sentence, around: Nearby) -> Iterator[ResolvedRespondent]:
    for kind, pattern in words.duties(clear=not sentence.wronged):
        if found := pattern.search(sentence.text):
            for unit in around.nearest(kind) or sorted(around.lowest):
                yield ResolvedRespondent(unit, found.group(), derived=True)


def _accused(
    sentence: Sentence, units: Iterable[NearbyOffice], generic: Iterable[Generic], around: Nearby
) -> Iterator[ResolvedRespondent]:
    runs = _runs(sentence, _mentions(sentence.text, units, generic))
    accused = [
        each
        for at, run in enumerate(runs)
        for each in _belonging(sentence.text, run)
        if _is_accused(sentence, runs, at, each, around)
    ]
    # 民政办 beside the name of an office is that office.
    kinds = {each.kind for each in accused if each.named}
    for each in accused:
        if each.named or each.level is not None or each.kind not in kinds:
            yield from (ResolvedRespondent(unit, each.word, derived=True) for unit in sorted(each.units))


def _could_name(said: str, unit: NearbyOffice) -> bool:
    """Whether the name of the office or of its place stands in the text at all."""
    own, (place, stem) = forms(unit.name).whole, forms(unit.place)
    return own in said or bool(stem and stem in said) or bool(place and place in said)


def _mentions(said: str, units: Iterable[NearbyOffice], generic: Iterable[Generic]) -> list[Mention]:
    """What means an office in a sentence, in its order; of two that overlap only the longer one."""
    found = [
        Mention(at, at + len(name), unit.kind, frozenset({unit.pk}), name, named=True)
        for unit in units
        for name in _names(said, unit)
        for at in places_of(said, name)
    ]
    found += (
        Mention(each.start(), each.end(), word.kind, nearest, each.group(), False, word.level)
        for word, nearest in generic
        for each in word.pattern.finditer(said)
    )
    taken: dict[int, tuple[int, int, bool]] = {}
    kept = []
    for each in sorted(found, key=lambda each: (each.start - each.end, not each.named, each.start)):
        # Two offices may bear one name, and then both are meant.
        own = (each.start, each.end, each.named)
        if all(taken.get(at, own) == own for at in range(each.start, each.end)):
            taken.update(dict.fromkeys(range(each.start, each.end), own))
            kept.append(each)
    return sorted(kept, key=lambda each: (each.start, each.end))


def _names(said: str, unit: NearbyOffice) -> Iterator[str]:
    """The ways in which the sentence may name this unit."""
    own, (place, stem) = forms(unit.name).whole, forms(unit.place)
    if own:
        yield own
    after = words.after_places(place_too=False)[unit.kind]
    yield from (f"{form}{word}" for form in {place, stem} if form and form in said for word in after)


def _runs(sentence: Sentence, mentions: Iterable[Mention]) -> list[Run]:
    """Put together what stands together: 市民政局纪检监察组 is one name, 县民政局、市民政局 are a list.

    Not the same office twice: in 反映到县里县里不管 only the second one does wrong.
    """
    runs: list[Run] = []
    for each in mentions:
        last = runs[-1][-1] if runs else None
        if last is not None and _stand_together(sentence, last, each):
            runs[-1].append(each)
        else:
            runs.append([each])
    return runs


def _stand_together(sentence: Sentence, last: Mention, each: Mention) -> bool:
    if last.units == each.units and each.kind != UnitKind.INSPECTION:
        return False
    if last[:2] == each[:2]:
        return True
    between = sentence.text[last.end : each.start]
    return sentence.clause_start(each.start) <= last.start and _BETWEEN.fullmatch(between) is not None


def _belonging(said: str, run: Run) -> Iterator[Mention]:
    """The offices of a run without those at which the inspectors only sit: 驻市民政局纪检组, 市民政局纪检组.

    Nor what only says what somebody of the place does there: 镇里审批的人.
    """
    inspecting = any(each.kind == UnitKind.INSPECTION for each in run)
    ends_below = {each.end for each in run if each.kind in _BELOW}
    for each in run:
        if each.kind == UnitKind.BUREAU:
            if inspecting and said[each.start - 1 : each.start] == "驻":
                continue
            if _SEAT.match(said, each.end):
                continue
            of_the_place = each.start - said.endswith("的", 0, each.start) in ends_below
            if not each.named and of_the_place:
                continue
        yield each


def _is_accused(sentence: Sentence, runs: list[Run], at: int, each: Mention, around: Nearby) -> bool:
    """Whether the office that stands here is complained about.

    Where a wrong is said, the place's own is, in doubt; one above it, only where it is not asked for help.
    """
    if each.kind == UnitKind.INSPECTION:
        return not _is_asked(sentence, runs, at) and _is_subject(sentence, runs, at)
    if sentence.wronged and not each.units.isdisjoint(around.lowest):
        return True
    return (sentence.wronged or each.kind == UnitKind.BUREAU) and not _is_asked(sentence, runs, at)


def _is_asked(sentence: Sentence, runs: list[Run], at: int) -> bool:
    start, end = runs[at][0].start, runs[at][-1].end
    since = max(start - _BEFORE, sentence.clause_start(start), runs[at - 1][-1].end if at else 0)
    before = _SAID.split(sentence.text[since:start])[-1]
    if runs[at][0].kind != UnitKind.INSPECTION and words.addressees("vain").search(
        sentence.text[end : end + _AFTER]
    ):
        return False  # 找市局也没用，都是他家亲戚
    # 来查的纪委同志 are not turned to; 尊敬的纪委领导 are.
    if words.addressees("before").search(before) and (before[-1] != "的" or _HONOURED.search(before)):
        if runs[at][0].kind == UnitKind.INSPECTION or _BROUGHT.search(before):
            return True
        return not _wronged_there(sentence.text[end : end + _FAR])
    until = sentence.clause_end(end)
    rest = sentence.text[end : min(until, end + _FAR)]
    if until in sentence.colons and len(rest) <= _BEFORE and "说" not in rest:
        return True  # 县民政局领导：…
    asked = words.addressees("after").search(rest[:_AFTER])
    if asked is None:
        return False
    wrong = words.wrongs().search(rest[: 2 * _AFTER])
    return wrong is None or asked.start() <= wrong.start()


def _wronged_there(rest: str) -> bool:
    """Whether somebody turned to an office and tells of a wrong there: 到市局问，里头的人骂我; not what they
    bring before it, nor what others did.
    """
    wrong = words.wrongs().search(rest) or words.close().search(rest)
    if wrong is None:
        return False
    before = rest[: wrong.start()]
    others = any(len(each.group(1)) > 1 for each in words.title_at().finditer(before))
    return not (others or _BROUGHT.search(before) or words.addressees("after").search(before))


def _is_subject(sentence: Sentence, runs: list[Run], at: int) -> bool:
    """Whether a wrong is said of the inspectors in their own clause, before what is their work."""
    start, end = runs[at][0].start, runs[at][-1].end
    until = sentence.clause_end(end)
    before = sentence.text[max(sentence.clause_start(start), start - _FAR) : start]
    after = sentence.text[end : min(until, end + _FAR)]
    if until not in sentence.colons and _THAT.fullmatch(before) and _PEOPLE.fullmatch(after):
        until = sentence.clause_end(until + 1)  # 纪检组的人，收了红包
    until = min(until, end + _FAR)
    for run in islice(runs, at + 1, None):
        other = run[0].start
        if other >= until or sentence.text[other - 1] not in _WITH:
            until = min(until, other)  # 纪委说县民政局不作为
            break
    rest = sentence.text[end:until]
    wrong = next((each for each in words.wrongs().finditer(rest) if not _is_their_matter(each)), None)
    if wrong is None or words.addressees("wish").search(rest[: wrong.start()]):
        return False  # 纪委的同志千万不要把我的名字告诉他
    work = words.addressees("work").search(rest)
    return work is None or wrong.start() < work.start()


def _is_their_matter(wrong: re.Match[str]) -> bool:
    return wrong.group() in words.matters_of_inspection()
