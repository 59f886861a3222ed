"""Whether a text says something of the bureau that would read it first: the city's, or the county's.

Who speaks of the county's people too is read by the city (``levels``), above which only the inspection group
stands. What may be said of the city's people no table holds (市里有人保他家, 名单是市局圈的), so it is as
with the group (``inspecting``), and stricter, since the group can take what was not meant: words that name
the bureau mean it, unless they plainly ask it for something and what follows tells of nobody there, or begin
a letter or end it with thanks. In doubt the group reads.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from complaints import asking, whoever, words
from complaints.accused import Party
from complaints.highest_words import Beside, beside, is_of_a_city, is_of_a_county, of_the_city, of_the_county
from complaints.names import fold
from complaints.nearby import Nearby
from complaints.sentences import parts_of, sentences_of
from complaints.spelt import rightly

#: Nothing but that the writer turns to who is named next: 我去年也给市民政局…, but not 会计给市民政局….
_TURNED = re.compile(
    "[我俺咱们也已经曾又再还都今去前年月日上次回先后昨天只好能想要写信打电话寄交过材料县镇村里请不把的反映和抄报]{0,16}"
    "[去到找问给跑向往打交送抄]过?"
)


def bureau_named(
    texts: Iterable[str], around: Nearby, *, reader: int | None = None, called: Sequence[Beside] = ()
) -> Iterator[Party]:
    """Yield the city's bureau over the place where words name it that do not plainly ask it for something.

    ``reader`` is the office that reads the texts, ``called`` what else means it there (``of_the_city``).
    Elsewhere the bureau is not meant where somebody only went or wrote to it; nor is a county's, which is
    yielded only where it reads, by its name: what went through its hands (县民政局批了) names it every day.
    """
    written = rightly(texts)
    for office in around.units:
        reads = office.pk == reader
        if reads and is_of_a_county(office):
            names = of_the_county(office.name, office.place)
        elif is_of_a_city(office) and office.pk in around.over:
            names = of_the_city(office.name, office.place, *(called if reads else ()))
        else:
            continue
        if not (reads and is_of_a_city(office)) and _only_turned_to(written, names):
            continue
        if name := next(filter(None, (_name_in(text, names) for text in written)), None):
            yield Party(office.pk, name, derived=True)


def _name_in(text: str, names: re.Pattern[str]) -> str | None:
    """Return the words of a text that name the bureau and are not plain."""
    parts = [part for sentence in sentences_of([text]) for part in parts_of(sentence)]
    for at, part in enumerate(parts):
        found = names.search(fold(part))
        if found and not _is_plain(part, found, names, [fold(each) for each in parts[at + 1 :]]):
            return found.group()
    return None


def _only_turned_to(written: Iterable[str], names: re.Pattern[str]) -> bool:
    """Whether all that names the bureau tells that the writer turned to it, or it to them, and nothing of
    anybody there: 我找过市民政局, which is no reason that nobody reads it.
    """
    sentences = [parts_of(each) for each in sentences_of(written)]
    for at, parts in enumerate(sentences):
        for place, part in enumerate(parts):
            found = names.search(fold(part))
            if found is None:
                continue
            rest = [fold(part)[found.end() :], *parts[place + 1 :]]
            after = [*rest, *(each for later in sentences[at + 1 :] for each in later)]
            # 请不要交给：市民政局
            before = parts[place - 1] if place and parts[place - 1][-1] in "：:" else ""
            turned = _TURNED.fullmatch(fold(before) + fold(part)[: found.start()])
            if not (turned or _is_contact(parts[place : place + 2])):
                return False
            if _tells_of_them(whoever.without_thanks(after)):
                return False
    return True


def _is_contact(parts: Sequence[str]) -> bool:
    """Whether these parts of a sentence tell that somebody had to do with the bureau, and the first, which
    names it, of no wrong.
    """
    told = beside("contact").search(fold("".join(parts)))
    return told is not None and words.wrongs().search(fold(parts[0])) is None


def _is_plain(part: str, found: re.Match[str], names: re.Pattern[str], after: Sequence[str]) -> bool:
    """Whether a part of a sentence that names the bureau asks it, greets it or thanks it, and no more."""
    said = fold(part)
    if asking.is_greeting(said, names.pattern):
        return not _tells_of_them(after)
    rest = asking.without_requests(said, names.pattern, salutes=part[-1:] in ("：", ":"))
    if names.search(rest):
        return False
    if beside("goes").search(said[: found.start()]):
        return all(beside("brings").match(each) for each in after) and not _tells_of_them(after)
    return not _tells_of_them([said[found.end() :], *after])


def _tells_of_them(parts: Sequence[str]) -> bool:
    """Whether what follows may be told of those who were asked: 请市民政局管管，你们那里有会计的人."""
    rest = "，".join(parts)
    telling = (beside("there"), words.ties(), words.close(), words.handling())
    return any(pattern.search(rest) for pattern in telling)
