"""Which people in office a text means by name: in words for somebody, in doubt all; in a story, with care.

A hit says how sure it is (``Sureness``). Of hits on words that mean somebody only the surest count; in a
story every hit counts for itself, and one that could be chance needs a border or a title beside it.
"""

from collections.abc import Iterable, Iterator, Sequence
from enum import IntEnum
from typing import NamedTuple

from complaints import words
from complaints.callings import callings, ends_at, family_before, has_title, starts_at
from complaints.nearby import Person
from complaints.spellings import Match, Spelling, is_han, is_word, meet, sounds, whole_names

#: Letters of a given name in Latin script that are no ordinary word of another language: jicai.
LATIN_GIVEN = 5


class Sureness(IntEnum):
    """How sure it is that this person is meant; the lower the surer."""

    WHOLE = 1
    SOUND = 2
    PART = 3
    FAMILY = 4


class Hit(NamedTuple):
    """A person is meant here. ``kind`` says by what, in the words of this module."""

    start: int
    end: int
    person: Person
    sureness: Sureness
    kind: str


def spot_meant(text: str, people: Sequence[Person]) -> list[Hit]:
    """Return whom words mean that are known to mean somebody (``spellings.plain``); in doubt all."""
    hits = [hit for person in _worth_comparing(text, people) for hit in _meant(text, person)]
    if not any(hit.sureness < Sureness.FAMILY for hit in hits):
        hits += _called(text, people)
    # A hidden or wrong character leaves open who it is, so those who bear the family name by title stay in.
    surest = min((hit.sureness for hit in hits), default=Sureness.FAMILY)
    return [hit for hit in hits if hit.sureness == surest]


def spot(text: str, people: Sequence[Person], lowest: frozenset[int]) -> list[Hit]:
    """Return whom a story means; ``lowest`` are the offices of its own place, where less is asked for."""
    by_start: dict[str, list[Person]] = {}
    by_given: dict[str, list[Person]] = {}
    by_letter: dict[str, list[Person]] = {}
    for person in people:
        for heard in person.name.sounds[0]:
            by_start.setdefault(heard, []).append(person)
            by_letter.setdefault(heard[0], []).append(person)
        given = person.name.given
        if len(given) > 1:
            by_given.setdefault(given[0], []).append(person)
            for heard in person.name.sounds[len(person.name.family)]:
                by_letter.setdefault(heard[0], []).append(person)
    hits = []
    for at, mark in enumerate(text):
        if is_han(mark):
            near = {person for heard in sounds(mark) for person in by_start.get(heard, ())}
            hits += [hit for person in near for hit in _named(text, at, person, lowest)]
            hits += [hit for person in by_given.get(mark, ()) for hit in _given(text, at, person)]
        elif mark in by_letter and not (at and text[at - 1].isascii() and text[at - 1].isalpha()):
            near = set(by_letter[mark])
            hits += [hit for person in near for hit in _named(text, at, person, lowest)]
            hits += [hit for person in near for hit in _given_latin(text, at, person)]
    named = {hit.start for hit in hits}
    hits += [hit for hit in _called_in_story(text, people, lowest) if hit.start not in named]
    return hits


# ------------------------------------------------------------------ words for somebody who is meant
def _worth_comparing(text: str, people: Iterable[Person]) -> list[Person]:
    heard = {reading for mark in text if is_han(mark) for reading in sounds(mark)}
    latin = any(mark.isascii() and mark.isalpha() for mark in text)
    return [person for person in people if latin or any(each & heard for each in person.name.sounds)]


def _meant(text: str, person: Person) -> Iterator[Hit]:
    who = person.name
    cut = len(who.family)
    for at in range(len(text)):
        for found in whole_names(text, at, who):
            sureness = _how_sure(found.codes, who)
            if sureness:
                yield Hit(at, found.end, person, sureness, "name")
        if len(who.given) > 1:
            found_given = meet(text, at, who.given, who.sounds[cut:])
            if found_given and _alone(text, at, found_given):
                yield Hit(at, found_given.end, person, Sureness.PART, "given")
            first = meet(text, at, who.whole[: cut + 1], who.sounds[: cut + 1])
            if first and set(first.codes) <= {"e", "s"} and ends_at(text, first.end):
                yield Hit(at, first.end, person, Sureness.PART, "cut")


def _alone(text: str, at: int, found: Match) -> bool:
    """Whether a given name stands for the person: it is written so, or sounds so and nothing else is said."""
    if set(found.codes) <= {"e"}:
        # 王继财 is another's name, or one character wrong: the whole name has been compared.
        return not (at and text[at - 1] in words.surnames() and starts_at(text, at - 1))
    if set(found.codes) <= {"e", "s", "l"}:
        return (not at or not is_word(text[at - 1])) and ends_at(text, found.end)
    return False


def _how_sure(codes: str, who: Spelling) -> Sureness | None:
    """How sure it is, from how each character of the whole name was met; None when it is another name."""
    if len(codes) < 2:
        return None
    kinds = set(codes)
    given = codes[len(who.family) :]
    if kinds == {"e"}:
        return Sureness.WHOLE
    if kinds <= {"e", "s", "l"}:
        return Sureness.SOUND
    if "w" in kinds:
        one = codes.count("w") == 1 and len(codes) > 2 and kinds <= {"e", "s", "w"}
        return Sureness.PART if one else None
    if kinds == {"i"}:
        return Sureness.PART
    known = set(given) & {"e", "s", "l", "i"}
    return Sureness.PART if known and codes[0] != "m" else None


def _called(text: str, people: Sequence[Person]) -> list[Hit]:
    """Who bears the family name that is said."""
    points = {calling.point: calling.end for calling in callings(text)}
    bare = len(text) if 0 < len(text) <= 2 or (text.isascii() and text.isalpha()) else 0
    if bare:
        points.setdefault(bare, bare)
    points |= {at: at + 1 for at, mark in enumerate(text) if mark == "家" and at}
    return [
        Hit(start, max(end, point), person, Sureness.FAMILY, "family")
        for point, end in points.items()
        for person in people
        if (start := family_before(text, point, person.name)) is not None
    ]


# ------------------------------------------------------------------ a story
def _named(text: str, at: int, person: Person, lowest: frozenset[int]) -> Iterator[Hit]:
    for found in whole_names(text, at, person.name):
        sureness = _how_sure(found.codes, person.name)
        if sureness and _stands_for_itself(text, at, found, person, sureness, lowest):
            yield Hit(at, found.end, person, sureness, "name")
    who = person.name
    cut = len(who.family) + 1
    if len(who.given) > 1 and (first := meet(text, at, who.whole[:cut], who.sounds[:cut])):
        after = has_title(text, first.end) or first.end >= len(text) or not is_word(text[first.end])
        if set(first.codes) == {"e"} and after and starts_at(text, at):
            yield Hit(at, first.end, person, Sureness.PART, "cut")


def _stands_for_itself(
    text: str, at: int, found: Match, person: Person, sureness: Sureness, lowest: frozenset[int]
) -> bool:
    """Whether a name met in a story is no chance."""
    codes = found.codes
    begins, ends = starts_at(text, at), ends_at(text, found.end)
    marked = has_title(text, found.end)
    if sureness == Sureness.WHOLE:
        return text[at : found.end] not in words.ordinary_words() or (begins and ends)
    if set(codes) == {"l"}:
        return True
    if set(codes) == {"i"}:
        return marked or (len(codes) > 2 and not lowest.isdisjoint(person.units))
    if codes[0] == "s" and text[at] not in words.surnames() and not (begins and ends):
        return False
    if sureness == Sureness.SOUND:
        if codes[0] == "e" and len(codes) > 2:
            return begins or ends
        return begins and ends
    if "w" in codes:
        # One character wrong: a namesake is likelier in a county than in the place's own office.
        near = marked or not lowest.isdisjoint(person.units)
        wrong = text[at + codes.index("w")]
        return (
            set(codes) == {"e", "w"}
            and codes[0] == "e"
            and near
            and begins
            and ends
            and wrong not in words.borders("after")
        )
    if codes[0] == "i":
        return set(codes[1:]) == {"e"} and len(codes) > 2
    return codes[0] == "e" and len(codes) > 2 and begins


def _given(text: str, at: int, person: Person) -> Iterator[Hit]:
    given = person.name.given
    end = at + len(given)
    if not text.startswith(given, at) or not starts_at(text, at) or not ends_at(text, end):
        return
    if given in words.ordinary_words() and not has_title(text, end):
        return
    if at and text[at - 1] in words.surnames() and starts_at(text, at - 1):
        return
    yield Hit(at, end, person, Sureness.PART, "given")


def _given_latin(text: str, at: int, person: Person) -> Iterator[Hit]:
    cut = len(person.name.family)
    if len(person.name.given) < 2:
        return
    found = meet(text, at, person.name.given, person.name.sounds[cut:])
    if found and set(found.codes) == {"l"} and found.end - at >= LATIN_GIVEN:
        yield Hit(at, found.end, person, Sureness.PART, "given")


def _called_in_story(text: str, people: Sequence[Person], lowest: frozenset[int]) -> Iterator[Hit]:
    calm = words.ordinary().sub(lambda found: "|" * len(found.group()), text)
    families: dict[str, list[Person]] = {}
    for person in people:
        families.setdefault(person.name.family[-1], []).append(person)
        for heard in person.name.sounds[0]:
            families.setdefault(heard[-1], []).append(person)
            families.setdefault(heard[0] + "!", []).append(person)
    for calling in callings(calm):
        mark = calm[calling.point - 1] if calling.point <= len(calm) else ""
        near = [*families.get(mark, ()), *families.get(f"{mark}!", ())] if mark else []
        for person in dict.fromkeys(near):
            start = family_before(calm, calling.point, person.name)
            if start is None:
                continue
            own = words.relations().search(text, max(0, start - 4), start)
            if (calling.sort == "kin" or own) and lowest.isdisjoint(person.units):
                continue
            yield Hit(start, calling.end, person, Sureness.FAMILY, "family")
