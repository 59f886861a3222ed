"""Whether a text says something of the bureau that would read it first: the city's, or the county's.

Who speaks of the county's people too is read by the city (``levels``), above which only the inspection group
stands. What may be said of the city's people no table holds (市里有人保他家, 名单是市局圈的), so it is as
with the group (``inspecting``), and stricter, since the group can take what was not meant: words that name
the bureau mean it, unless they plainly ask it for something and what follows tells of nobody there, or begin
a letter or end it with thanks. In doubt the group reads.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from complaints.reach import asking
from complaints.texts import whoever, words
from complaints.texts.highest_words import (
    Beside,
    beside,
    is_of_a_city,
    is_of_a_county,
    of_the_city,
    of_the_county,
)
from complaints.texts.names import fold
from complaints.texts.nearby import Nearby
from complaints.texts.office_spellings import rightly
from complaints.texts.respondent_matching import ResolvedRespondent
from complaints.texts.sentences import parts_of, sentences_of

#: Nothing but that the writer turns to who is named next: 我去年也给市民政局…, but not 会计给市民政局….
_TURNED = re.compile(
    "[我俺咱们也已经曾又再还都今去前年月日上次回先后昨天只好能想要写信打电话寄交过材料县镇村里请不把的反映和抄报]{0,16}"
    "[去到找问给跑向往打交送抄]过?"
)


def bureau_named(
    texts: Iterable[str], around: Nearby, *, reader: int | None = None, called: Sequence[Beside] = ()
) -> Iterator[ResolvedRespondent]:
    """Yield the city's bureau over the place where words name it that do not plainly ask it for something.

    ``reader`` is the office that reads the texts, ``called`` what else means it there (``of_the_city``).
    Elsewhere the bureau is not meant where somebody only went or wrote to it; nor is a county's, which is
    yielded only where it reads, by its name: what went through its hands (县民政局批了) names it every day.
    """
    each_text = [_parts(text) for text in rightly(texts)]
    every = [part for parts in each_text for part in parts]
    for office in around.units:
        reads = office.pk == reader
        if reads and is_of_a_county(office):
            names = of_the_county(office.name, office.place)
        elif is_of_a_city(office) and office.pk in around.over:
            names = of_the_city(office.name, office.place, *(called if reads else ()))
        else:
            continue
        if not (reads and is_of_a_city(office)) and _only_turned_to(each_text, names):
            continue
        found = ((part, names.search(part.said)) for part in every)
        named = (met.group() for part, met in found if met and not _is_plain(part, met, names))
        if name := next(named, None):
            yield ResolvedRespondent(office.pk, name, derived=True)


class _Part(NamedTuple):
    """A part of a sentence, folded (``said``): whether a colon ends it; the part before where one ends that,
    and the next of the sentence; whether what follows in the text tells of those there, and is all of what
    was brought to them. Known of each once, since a text may name them in every part.
    """

    said: str
    is_salute: bool
    before: str
    following: str
    told_after: bool
    brings_after: bool


def _parts(text: str) -> list[_Part]:
    """Take a text apart, from its end."""
    found: list[_Part] = []
    told, brings = False, True
    for sentence in reversed(sentences_of([text])):
        following = ""
        parts = parts_of(sentence)
        for at in reversed(range(len(parts))):
            said, before = fold(parts[at]), parts[at - 1] if at else ""
            salute = fold(before) if before[-1:] in ("：", ":") else ""
            found.append(_Part(said, parts[at][-1:] in ("：", ":"), salute, following, told, brings))
            told = told or (_tells_of_them(said) and _tells_of_them(_without_thanks(parts[at])))
            brings, following = brings and beside("brings").match(said) is not None, said
    return found[::-1]


def _without_thanks(part: str) -> str:
    return fold("".join(whoever.without_thanks([part])))


def _only_turned_to(texts: Sequence[Sequence[_Part]], names: re.Pattern[str]) -> bool:
    """Whether all that names the bureau tells that the writer turned to it, or it to them, and nothing of
    anybody there: 我找过市民政局, which is no reason that nobody reads it.
    """
    for parts in texts:
        for part in parts:
            if (found := names.search(part.said)) is None:
                continue
            turned = _TURNED.fullmatch(part.before + part.said[: found.start()])
            if not (turned or _is_contact(part)):
                return False
            if part.told_after or _tells_of_them(part.said[found.end() :]):
                return False
    return True


def _is_contact(part: _Part) -> bool:
    """Whether it tells that somebody had to do with the bureau it names, and of no wrong."""
    told = beside("contact").search(part.said + part.following)
    return told is not None and words.wrongs().search(part.said) is None


def _is_plain(part: _Part, found: re.Match[str], names: re.Pattern[str]) -> bool:
    """Whether a part of a sentence that names the bureau asks it, greets it or thanks it, and no more."""
    if part.told_after:
        return False
    if asking.is_greeting(part.said, names.pattern):
        return True
    if names.search(asking.without_requests(part.said, names.pattern, salutes=part.is_salute)):
        return False
    if beside("goes").search(part.said[: found.start()]):
        return part.brings_after
    return not _tells_of_them(part.said[found.end() :])


def _tells_of_them(said: str) -> bool:
    """Whether what follows may be told of those who were asked: 请市民政局管管，你们那里有会计的人."""
    telling = (beside("there"), words.ties(), words.close(), words.handling())
    return any(pattern.search(said) for pattern in telling)
