"""Which people in office a story means: each of them once, by the surest of what is said.

What could be chance needs a border or a title beside it; a family name alone is nobody's. Each place of the
text is compared only with those whose name could begin there, and nobody is looked for who was surely found,
so the work stays bounded on 20,000 characters of anything.
"""

from collections.abc import Callable, Container, Iterable, Iterator, Sequence

from complaints.texts import words
from complaints.texts.borders import ends_at, has_title, stands_apart, starts_at
from complaints.texts.callings import Begins, Calling, callings, calmed, family_before, given_before, ways
from complaints.texts.name_spellings import (
    MASK,
    NameMatch,
    as_spoken,
    is_han,
    is_letter,
    is_word,
    meet,
    sounds,
    squeezed,
    whole_names,
)
from complaints.texts.nearby import NearbyPerson
from complaints.texts.spotting import PersonMeant, Sureness, how_sure, without_middle

#: What follows a name of two characters and is no part of it.
_PARTICLES = frozenset("的了是在有和跟与同及被把给对向由让叫找问说就也都还又不没我你他她们这那家")
#: What follows a name that is a place's, and nothing.
_OF_PLACES = frozenset("镇乡村街路社区县市")
#: Letters of a given name in Latin script that are no ordinary word of another language: jicai.
LATIN_GIVEN = 5

#: Asked before a hit is kept.
Counts = Callable[[PersonMeant], bool]


def spot(
    text: str,
    people: Sequence[NearbyPerson],
    lowest: frozenset[int],
    counts: Counts,
    over: Container[int] = (),
) -> list[PersonMeant]:
    """Return whom a story (``name_spellings.searchable``) means, with the surest hit on each person.

    ``lowest`` are the offices of its own place, where less is asked for; ``counts`` may refuse a hit.
    ``over`` are all offices that could have the case: whoever is called there as neighbours are, 老段, is
    meant too, by themselves and without their office (``Sureness.CALLED``).
    """
    found = _Found(counts)
    names = _Names(people)
    for at, mark in enumerate(text):
        if is_han(mark):
            for person in found.open(names.beginning_with(mark)):
                if _could_be(text, at, person):
                    found.keep(_named(text, at, person, lowest))
                found.keep(_without_middle(text, at, person))
            for person in found.open(names.given.get(mark, ())):
                found.keep(_given(text, at, person))
        elif mark in names.letters and not (at and is_letter(text[at - 1])):
            for person in found.open(names.letters[mark]):
                found.keep(_named(text, at, person, lowest))
                found.keep(_given_latin(text, at, person))
    close = squeezed(text)
    for person in found.open(people):
        if len(person.name.whole) > 2 and person.name.whole in close:
            found.keep([PersonMeant(0, 0, person, Sureness.WHOLE)])
    _call(text, names, lowest, over, found)
    return list(found.best.values())


class _Found:
    """The surest hit on each person so far, and where somebody is named by a name that two have seen to."""

    def __init__(self, counts: Counts) -> None:
        self.counts = counts
        self.best: dict[int, PersonMeant] = {}
        self.starts: set[int] = set()

    def keep(self, hits: Iterable[PersonMeant]) -> None:
        for hit in hits:
            before = self.best.get(hit.person.user)
            if self.counts(hit):
                if hit.person.vouched:
                    self.starts.add(hit.start)
                if before is None or hit.sureness < before.sureness:
                    self.best[hit.person.user] = hit

    def lacks(self, person: NearbyPerson, sureness: Sureness | None) -> bool:
        """Whether a hit that is so sure would say more of somebody than is known."""
        before = self.best.get(person.user)
        return sureness is not None and (before is None or sureness < before.sureness)

    def open(self, people: Iterable[NearbyPerson]) -> Iterator[NearbyPerson]:
        """Those who were not surely found yet."""
        for person in people:
            before = self.best.get(person.user)
            if before is None or before.sureness > Sureness.SOUND:
                yield person


class _Names:
    """The people by what their names begin with."""

    def __init__(self, people: Iterable[NearbyPerson]) -> None:
        self.people = people
        self.given: dict[str, list[NearbyPerson]] = {}
        self.letters: dict[str, list[NearbyPerson]] = {}
        self.families: dict[str, list[NearbyPerson]] = {}
        self.given_last: dict[str, list[NearbyPerson]] = {}
        self._sounds: dict[str, list[NearbyPerson]] = {}
        self._begin: dict[str, list[NearbyPerson]] = {}
        for person in people:
            self._enter(person)

    def _enter(self, person: NearbyPerson) -> None:
        who = person.name
        for heard in as_spoken(who.whole[0]):
            self._sounds.setdefault(heard, []).append(person)
        if who.given:
            self.given_last.setdefault(who.given[-1], []).append(person)
        initials = {heard[0] for heard in who.sounds[0]}
        if len(who.given) > 1:
            self.given.setdefault(who.given[0], []).append(person)
            initials |= {heard[0] for heard in who.sounds[len(who.family)]}
        for letter in initials:
            self.letters.setdefault(letter, []).append(person)
        ends = {
            who.family[-1],
            *(heard[-1] for heard in who.sounds[0]),
            *(heard[0] for heard in who.sounds[0]),
        }
        for mark in ends:
            self.families.setdefault(mark, []).append(person)

    def beginning_with(self, mark: str) -> list[NearbyPerson]:
        """Those whose name begins with this character, or one of its sound."""
        if mark not in self._begin:
            near = {p.user: p for heard in as_spoken(mark) for p in self._sounds.get(heard, ())}
            self._begin[mark] = list(near.values())
        return self._begin[mark]


def _could_be(text: str, at: int, person: NearbyPerson) -> bool:
    """Whether the second character leaves it possible that the name stands here: most places do not."""
    who = person.name
    if len(who.whole) < 2 or at + 1 >= len(text):
        return False
    here = text[at + 1]
    if here == who.whole[1] or here == MASK or here == "某" or is_letter(here):
        return True
    if not is_han(here):
        return False
    # With one character wrong, the others are written as they are.
    rest = who.whole[2:]
    return bool(as_spoken(who.whole[1]) & as_spoken(here)) or (bool(rest) and text.startswith(rest, at + 2))


def _named(text: str, at: int, person: NearbyPerson, lowest: frozenset[int]) -> Iterator[PersonMeant]:
    for found in whole_names(text, at, person.name):
        sureness = how_sure(found.codes, person.name)
        if sureness and _stands_for_itself(text, at, found, person, sureness, lowest):
            yield PersonMeant(at, found.end, person, sureness)
    who = person.name
    cut = len(who.family) + 1
    if len(who.given) > 1 and text.startswith(who.whole[:cut], at) and starts_at(text, at):
        end = at + cut
        if end >= len(text) or not is_word(text[end]) or has_title(text, end):
            yield PersonMeant(at, end, person, Sureness.PART)


def _without_middle(text: str, at: int, person: NearbyPerson) -> Iterator[PersonMeant]:
    """孙财 for 孙继财, where it is no ordinary word."""
    end = without_middle(text, at, person.name)
    if end and text[at:end] not in words.ordinary_words():
        yield PersonMeant(at, end, person, Sureness.PART)


def _stands_for_itself(
    text: str, at: int, found: NameMatch, person: NearbyPerson, sureness: Sureness, lowest: frozenset[int]
) -> bool:
    """Whether a name met in a story is no chance."""
    codes = found.codes
    kinds = set(codes)
    begins, ends = starts_at(text, at), ends_at(text, found.end)
    near = has_title(text, found.end) or not lowest.isdisjoint(person.units)
    if sureness == Sureness.WHOLE:
        return text[at : found.end] not in words.ordinary_words() or (begins and ends)
    if kinds == {"l"}:
        return True
    if kinds == {"i"}:
        return near and (len(codes) > 2 or has_title(text, found.end))
    if codes[0] == "s" and len(codes) == 2 and not sounds(text[at]) & person.name.sounds[0]:
        return False  # another family, alike in a dialect alone
    if codes[0] == "s" and len(codes) > 2 and set(codes[1:]) == {"e"}:
        return True  # 举报寒卫东: the whole given name, and the family name by ear, are no chance
    if codes[0] == "s" and text[at] not in words.surnames() and not (begins and ends):
        return False
    if sureness == Sureness.SOUND:
        return (begins or ends) if codes[0] == "e" and len(codes) > 2 else (begins and ends)
    if "w" in codes:
        # A namesake is likelier in a whole county than in the place's own office. 孙继的 ends a shorter name.
        is_last = codes[-1] == "w"
        exact = (
            kinds == {"e", "w"} and codes[0] == "e" and not (is_last and text[found.end - 1] in _PARTICLES)
        )
        return exact and near and begins and ends
    if codes[0] == "i":
        return set(codes[1:]) == {"e"} and len(codes) > 2
    return codes[0] == "e" and len(codes) > 2 and begins


def _given(text: str, at: int, person: NearbyPerson) -> Iterator[PersonMeant]:
    given = person.name.given
    end = at + len(given)
    while text.startswith(given, end):
        end += len(given)  # 继财继财
    if not text.startswith(given, at) or not (starts_at(text, at) or stands_apart(text, at, end)):
        return
    # 建国以来 is a time, and 和平镇 a place.
    if words.ordinary().match(text, at) or text[end : end + 1] in _OF_PLACES:
        return
    ended = words.title_at().match(text, end) is not None or ends_at(text, end)  # 凤英姐, but not 永强停了
    if given in words.ordinary_words() and not has_title(text, end):
        return
    if not _behind_another_family(text, at):
        yield PersonMeant(at, end, person, Sureness.PART if ended else Sureness.CALLED)


def _behind_another_family(text: str, at: int) -> bool:
    """王继财 is another's name; 和继财 and 连继财 are none, since those characters stand before names."""
    before = text[at - 1 : at]
    # 上周继财 and 经常继财: a word ends there.
    if before in words.borders("before") or text[at - 2 : at] in words.ordinary_words():
        return False
    return bool(before) and before in words.surnames() and starts_at(text, at - 1)


def _given_latin(text: str, at: int, person: NearbyPerson) -> Iterator[PersonMeant]:
    cut = len(person.name.family)
    if len(person.name.given) < 2:
        return
    found = meet(text, at, person.name.given, person.name.sounds[cut:])
    if found and set(found.codes) == {"l"} and found.end - at >= LATIN_GIVEN:
        yield PersonMeant(at, found.end, person, Sureness.PART)


def _call(text: str, names: _Names, lowest: frozenset[int], over: Container[int], found: _Found) -> None:
    """Keep who is called by the family name, where no name stands that says who it is."""
    calm = calmed(text)
    named = frozenset(found.starts)
    for calling in callings(calm):
        at = calling.point - (calm[calling.point - 1 : calling.point] == " ")
        mark = calm[at - 1 : at]
        for begins in ways(calling):
            for person in _who_may_be_called(begins, mark, names):
                near = not lowest.isdisjoint(person.units)
                sureness = _sure_of(calling, person, near, over)
                start = begins(calm, calling.point, person.name) if found.lacks(person, sureness) else None
                if start is None or (begins is family_before and start in named):
                    continue
                if sureness and (near or not _is_of_the_writer(text, start)):
                    found.keep([PersonMeant(start, calling.end, person, sureness)])


def _who_may_be_called(begins: Begins, mark: str, names: _Names) -> Iterable[NearbyPerson]:
    """Those whom it may be; ``mark`` is the last character of the name."""
    if begins is given_before:
        return names.given_last.get(mark, ())
    return names.families.get(mark, ()) if begins is family_before else names.people


def _sure_of(calling: Calling, person: NearbyPerson, near: bool, over: Container[int]) -> Sureness | None:
    """How sure a calling makes it; None for a neighbour's, of people who could not have the case."""
    if calling.ended and (near or calling.sort in ("office", "vague")):
        return Sureness.FAMILY
    return Sureness.CALLED if near or any(unit in over for unit in person.units) else None


def _is_of_the_writer(text: str, start: int) -> bool:
    """Whether it is said of the writer's own people: 我姐夫老段, 邻居段大姐, but not 他亲家老段."""
    if text[start - 1 : start] in ("老", "小", "阿", "姓"):
        start -= 1
    found = words.relations().search(text, max(0, start - 4), start)
    return found is not None and text[found.start() - 1 : found.start()] not in ("他", "她", "其", "的")
