"""Which people in office words mean that are known to mean somebody: in doubt all of them.

A hit says how sure it is (``Sureness``), and only the surest count. A story is read with more care
(``stories``).
"""

from collections.abc import Iterable, Iterator, Sequence
from enum import IntEnum
from typing import NamedTuple

from complaints.texts import words
from complaints.texts.borders import ends_at, starts_at
from complaints.texts.callings import callings, family_before, ways
from complaints.texts.name_spellings import (
    NameMatch,
    Spelling,
    is_han,
    is_word,
    meet,
    sounds,
    squeezed,
    whole_names,
)
from complaints.texts.nearby import NearbyPerson


class Sureness(IntEnum):
    """How sure it is that this person is meant; the lower the surer."""

    WHOLE = 1
    SOUND = 2
    PART = 3
    FAMILY = 4
    #: By a word that neighbours are called by too, in an office above the place's own: 老段, 段大姐.
    CALLED = 5


class PersonMeant(NamedTuple):
    """A person is meant here."""

    start: int
    end: int
    person: NearbyPerson
    sureness: Sureness


def spot_meant(text: str, people: Sequence[NearbyPerson]) -> list[PersonMeant]:
    """Return whom words mean that are known to mean somebody (``name_spellings.searchable``); in doubt all.

    A name that one administrator alone gave an account, 孙主任, is no reason why nobody else is meant.
    """
    vouched = [person for person in people if person.vouched]
    others = [person for person in people if not person.vouched]
    return [*_surest(text, vouched), *_surest(text, others)]


def _surest(text: str, people: Sequence[NearbyPerson]) -> list[PersonMeant]:
    hits = [hit for person in _worth_comparing(text, people) for hit in _meant(text, person)]
    if not any(hit.sureness < Sureness.FAMILY for hit in hits):
        hits += _called(text, people)
    # A hidden or wrong character leaves open who it is, so those who bear the family name by title stay in.
    surest = min((hit.sureness for hit in hits), default=Sureness.FAMILY)
    return [hit for hit in hits if hit.sureness == surest]


def _worth_comparing(text: str, people: Iterable[NearbyPerson]) -> list[NearbyPerson]:
    heard = {reading for mark in text if is_han(mark) for reading in sounds(mark)}
    latin = any(mark.isascii() and mark.isalpha() for mark in text)
    return [person for person in people if latin or any(each & heard for each in person.name.sounds)]


def _meant(text: str, person: NearbyPerson) -> Iterator[PersonMeant]:
    who = person.name
    cut = len(who.family)
    if len(who.whole) > 1 and who.whole in squeezed(text):
        yield PersonMeant(0, len(text), person, Sureness.WHOLE)
    for at in range(len(text)):
        for found in whole_names(text, at, who):
            sureness = how_sure(found.codes, who)
            if sureness:
                yield PersonMeant(at, found.end, person, sureness)
        if len(who.given) > 1:
            found_given = meet(text, at, who.given, who.sounds[cut:])
            if found_given and _alone(text, at, found_given):
                yield PersonMeant(at, found_given.end, person, Sureness.PART)
            first = meet(text, at, who.whole[: cut + 1], who.sounds[: cut + 1])
            if first and set(first.codes) <= {"e", "s"} and ends_at(text, first.end):
                yield PersonMeant(at, first.end, person, Sureness.PART)
            if end := without_middle(text, at, who):
                yield PersonMeant(at, end, person, Sureness.PART)


def without_middle(text: str, at: int, who: Spelling) -> int | None:
    """Return where a name ends that is written here without its middle, 蒋良 for 蒋国良; None without one."""
    short = who.family + who.given[-1:]
    if len(who.given) < 2 or not text.startswith(short, at) or not starts_at(text, at):
        return None
    end = at + len(short)
    return end if ends_at(text, end) else None


def _alone(text: str, at: int, found: NameMatch) -> bool:
    """Whether a given name stands for the person: it is written so, or sounds so and nothing else is said."""
    if set(found.codes) <= {"e"}:
        # 王继财 is another's name, or one character wrong: the whole name has been compared.
        return not (at and text[at - 1] in words.surnames() and starts_at(text, at - 1))
    if set(found.codes) <= {"e", "s", "l"}:
        return (not at or not is_word(text[at - 1])) and ends_at(text, found.end)
    return False


def how_sure(codes: str, who: Spelling) -> Sureness | None:
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


def _called(text: str, people: Sequence[NearbyPerson]) -> list[PersonMeant]:
    """Who bears the family name that is said."""
    called = list(callings(text))
    points = {calling.point: calling.end for calling in called if family_before in ways(calling)}
    bare = len(text) if 0 < len(text) <= 2 or (text.isascii() and text.isalpha()) else 0
    if bare:
        points.setdefault(bare, bare)
    points |= {at: at + 1 for at, mark in enumerate(text) if mark == "家" and at}
    return [
        PersonMeant(start, max(end, point), person, Sureness.FAMILY)
        for point, end in points.items()
        for person in people
        if (start := family_before(text, point, person.name)) is not None
    ] + [
        PersonMeant(start, calling.end, person, Sureness.FAMILY)
        for calling in called
        for begins in ways(calling)
        if begins is not family_before
        for person in people
        if (start := begins(text, calling.point, person.name)) is not None
    ]
