"""Traces of names in what was written about a case, so that it can be found when somebody takes office.

A story is long, and an appointment must not read a hundred thousand of them while everybody waits for the one
write lock. So when a text is stored, keyed digests are kept of what in it could be somebody's name, a calling
or an office. Who appears later asks for the digests of their own name; the few cases found are read again in
full (``recognition``). Without the key nobody can ask the table for a name.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from itertools import islice, product
from types import MappingProxyType

from django.db import connection
from django.db.models import Q

from complaints.models import Case, Trace
from complaints.texts import words, written_names
from complaints.texts.borders import stands_apart, starts_at
from complaints.texts.callings import callings, calmed, described_families
from complaints.texts.highest_words import inspecting, of_the_city
from complaints.texts.name_spellings import (
    MASK,
    Spelling,
    as_spoken,
    is_han,
    searchable,
    sound,
    spelling,
    spoken,
    squeezed,
)
from complaints.texts.names import fold
from complaints.texts.nearby import forms
from complaints.texts.office_spellings import rightly
from organizations import former_names
from organizations.enums import Role, UnitKind
from organizations.models import Post, Unit, User
from protection.blind_index import derive, keys

#: Texts, and the digests of their traces.
Ready = Mapping[str, AbstractSet[str]]
NONE: Ready = MappingProxyType({})
#: Bytes of a digest: enough that two names do not meet by chance.
SIZE = 12
#: Characters that are in nobody's name: no window over them is kept.
_NEVER = frozenset("的了吗呢吧啊呀们什哪你她它没很把这都说给叫是不我他")
_LATIN = re.compile(r"[a-z]+(?: [a-z]+){0,3}")
_OFFICE_ENDINGS = re.compile("办|所|局|站|中心|政府|委会|科|组|会|处|队|社")
#: The last so many characters of an office's name.
_OFFICE_PARTS = (3, 4)
#: The trace of words for whoever takes calls.
_OPERATORS = "k:operators"
#: Most readings of one name, and most ways of writing a part of it in Latin letters, that are asked for.
_MOST_READINGS, _MOST_RUNS = 64, 64


def keep(
    case: Case,
    *,
    said: Iterable[str] = (),
    texts: Iterable[str] = (),
    ready: Ready = NONE,
) -> None:
    """Keep the traces of words for somebody, and of texts, beside those kept before; those of texts that are
    ``ready`` (``prepared``) are not sought again.
    """
    texts = list(texts)
    found = digests(said, (text for text in texts if text not in ready))
    write(case, found.union(*(ready[text] for text in texts if text in ready)))


def prepared(texts: Iterable[str]) -> Ready:
    """Return the digests of each text: what takes a third of a filing needs no lock."""
    return {text: digests((), [text]) for text in texts}


def write(case: Case, found: Iterable[str]) -> None:
    """Write digests beside those that the case has.

    By hand, since a story has some three hundred: as objects they take six times as long, while the one write
    lock is held.
    """
    table = connection.ops.quote_name(Trace._meta.db_table)
    rows = [(case.pk, key) for key in sorted(found)]
    statement = f"INSERT INTO {table} (case_id, key) VALUES (%s, %s) ON CONFLICT DO NOTHING"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.executemany(statement, rows)


def digests(said: Iterable[str], texts: Iterable[str]) -> set[str]:
    """Return the digests of words for somebody, and of texts."""
    found = {trace for each in said for trace in _said(each)} | {t for each in texts for t in _written(each)}
    return {digest(trace) for trace in found if trace}


def digest(trace: str, key: str | None = None) -> str:
    """Return the keyed digest that stands for a trace; ``key`` as in ``blind_index``."""
    return derive("complaints.trace", trace, SIZE, key).hex()


def asked(traces: Iterable[str]) -> set[str]:
    """Return the digests that traces may stand under: of every key in force."""
    return {digest(trace, key) for trace in traces for key in keys()}


def of_person(user: User) -> tuple[set[str], set[str]]:
    """Return the digests of the ways to name somebody, and of those to call them by the family name."""
    called = [who for who in map(spelling, written_names.of(user)) if who.whole]
    if not called:
        return set(), set()
    names = {trace for who in called for trace in _name_traces(who)}
    at_calls = Q(role=Role.OPERATOR) | Q(unit__kind=UnitKind.HOTLINE)
    if Post.objects.not_ended().filter(at_calls, user=user).exists():
        names.add(_OPERATORS)
    calls = {
        f"f:{heard}" for who in called for heard in (who.family, *who.sounds[0], who.given[-1:]) if heard
    }
    return asked(names), asked(calls)


def of_office(unit: Unit) -> tuple[set[str], set[str]]:
    """Return the digests of an office's name, and of the words for the nearest office of its kind."""
    called = [forms(name).whole for name in former_names.all_of(unit)]
    names = {f"o:{own[-size:]}" for own in called for size in _OFFICE_PARTS}
    return asked(names), asked([f"k:{unit.kind}"])


def _name_traces(who: Spelling) -> Iterator[str]:
    usual = [sound(mark) for mark in who.whole]
    cut = len(who.family)
    # As traces were kept before dialects counted.
    yield "n:" + "-".join(usual)
    # As they are kept: each by its usual reading, whatever others it has.
    yield "n:" + "-".join(map(spoken, who.whole))
    if len(who.given) > 1:
        yield "n:" + "-".join(map(spoken, who.given))
        yield "n:" + "-".join(map(spoken, who.whole[: cut + 1]))
        yield "n:" + "-".join(usual[cut:])
        yield "n:" + "-".join(usual[: cut + 1])
        yield f"m:{usual[0]}-{usual[-1]}"
        yield "n:" + "-".join(map(spoken, who.family + who.given[-1]))
        yield from _one_wrong(usual)
    for heard in islice(product(*(sorted(as_spoken(mark)) for mark in who.whole)), _MOST_READINGS):
        yield "n:" + "-".join(heard)
        if len(who.given) > 1:
            yield "n:" + "-".join(heard[cut:])
            yield "n:" + "-".join(heard[: cut + 1])
    for readings in islice(product(*(sorted(each) for each in who.sounds)), _MOST_READINGS):
        family, given = "".join(readings[:cut]), "".join(readings[cut:])
        yield from (f"l:{each}" for each in (family + given, given + family, given))
        yield "l:" + "".join(each[0] for each in readings)
    yield from (f"l:{run}" for run in _latin_parts(who))


def _latin_parts(who: Spelling) -> Iterator[str]:
    """Yield what may stand in Latin letters of a name: 老sun, 孙J财, 孙jc, s主任.

    Any characters that follow each other, and of each a reading or its initial.
    """
    ways = [sorted({way for reading in heard for way in (reading, reading[:1])}) for heard in who.sounds]
    for start in range(len(ways)):
        for end in range(start + 1, len(ways) + 1):
            yield from map("".join, islice(product(*ways[start:end]), _MOST_RUNS))


def _said(text: str) -> Iterator[str]:
    """The traces of words for somebody who is meant: all there could be, since they are few."""
    folded = searchable(text)
    for written in dict.fromkeys((folded, squeezed(folded))):
        for at in range(len(written)):
            for size in (2, 3, 4):
                window = written[at : at + size]
                if len(window) == size and all(map(is_han, window)):
                    yield "n:" + "-".join(map(spoken, window))
                    if size > 2:
                        yield from _one_wrong([sound(mark) for mark in window])
    if len(folded) <= 2:
        yield from (f"f:{folded}", f"f:{folded[-1:]}")
    households = [at for at, mark in enumerate(folded) if mark == "家"]
    yield from (f"f:{folded[max(0, at - size) : at]}" for at in households for size in (1, 2))
    yield from _shared(folded)


def _written(text: str) -> Iterator[str]:
    """The traces of a story: where a name could stand."""
    folded = searchable(text)
    for at, mark in enumerate(folded):
        if not is_han(mark):
            continue
        for cut in (1, 2):
            if folded[at : at + cut] in words.all_surnames():
                yield from (_window(folded, at, cut + given) for given in (1, 2))
        if at and folded[at - 1].isascii() and folded[at - 1].isalpha():
            yield _window(folded, at, 2)
        # A given name alone, wherever it ends: the verbs after it are without number, 继财停了我的低保. By
        # ear the family name may be written with a character that is none, 真守财. Of names that are in no
        # table these are all that is kept (docs/security.md): every three characters would be too many.
        if starts_at(folded, at):
            yield from (_window(folded, at, size) for size in (2, 3))
        elif stands_apart(folded, at, at + 2):
            yield _window(folded, at, 2)
    for calling in callings(folded):
        yield _window(folded, calling.point - 2, 2)
    yield from _parted(folded)
    # Also without the ordinary words, as a story is read: 主任欧阳.
    yield from _shared(folded)
    yield from _called(calmed(folded))
    yield from _office_traces(text)


def _parted(text: str) -> Iterator[str]:
    """The traces of whole names that have something between their characters: 孙。继，财, 孙1继2财."""
    places = [at for at, mark in enumerate(text) if squeezed(mark)]
    marks = "".join(text[at] for at in places)
    for at in range(len(marks)):
        sizes = {cut + 2 for cut in (1, 2) if marks[at : at + cut] in words.all_surnames()}
        for size in sizes | ({3} if 4 in sizes else set()):
            end = at + size
            if end <= len(places) and places[end - 1] - places[at] >= size:
                yield _window(marks, at, size)


def _window(text: str, at: int, size: int) -> str:
    window = text[max(0, at) : max(0, at) + size]
    fits = len(window) == size and all(is_han(mark) and mark not in _NEVER for mark in window)
    return "n:" + "-".join(map(spoken, window)) if fits else ""


def _shared(text: str) -> Iterator[str]:
    if words.operators().search(fold(text)):
        yield _OPERATORS
    yield from _called(text)
    for found in _LATIN.finditer(text):
        parts = found.group().split(" ")
        for start in range(len(parts)):
            yield from ("l:" + "".join(parts[start:end]) for end in range(start + 1, len(parts) + 1))
    for at in range(1, len(text) - 1):
        if text[at] in (MASK, "某") and is_han(text[at - 1]) and is_han(text[at + 1]):
            yield f"m:{sound(text[at - 1])}-{sound(text[at + 1])}"


def _called(text: str) -> Iterator[str]:
    """The traces of callings: the family name before each, or the given name."""
    for calling in callings(text):
        yield from (f"f:{text[max(0, calling.point - size) : calling.point]}" for size in (1, 2))
        if calling.sort == "described":
            yield from (f"f:{family}" for family in described_families(text, calling.point))
        if latin := re.search(r"[a-z]{2,8}$", text[max(0, calling.point - 8) : calling.point]):
            yield f"f:{latin.group()}"


def _one_wrong(heard: list[str]) -> Iterator[str]:
    yield from ("w:" + "-".join([*heard[:at], "", *heard[at + 1 :]]) for at in range(len(heard)))


def _office_traces(text: str) -> Iterator[str]:
    said = fold(rightly([text])[0])
    for found in _OFFICE_ENDINGS.finditer(said):
        yield from (f"o:{said[max(0, found.end() - size) : found.end()]}" for size in _OFFICE_PARTS)
    yield from (f"k:{word.kind}" for word in words.offices() if word.pattern.search(said))
    if inspecting("named", "people", "work", "given").search(said):
        yield f"k:{UnitKind.INSPECTION}"
    if of_the_city("", "").search(said):
        yield f"k:{UnitKind.BUREAU}"
    yield from (f"k:{kind}" for kind, pattern in words.duties() if pattern.search(said))
