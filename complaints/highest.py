"""Whether a text says something of the city's bureau, where that would read it first.

Who leaves open whom they speak of is read by the city (``levels``), above which only the inspection group
stands. What may be said of the city's people no table holds (市里有人保他家, 名单是市局圈的), so it is as
with the group (``inspecting``), and stricter, since the group can take what was not meant: words that name
the bureau mean it, unless they plainly ask it for something and what follows tells of nobody there, or begin
a letter or end it with thanks. In doubt the group reads.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from complaints import asking, words
from complaints.accused import Party
from complaints.highest_words import Beside, is_of_a_city, of_the_city
from complaints.inspecting import PARTS
from complaints.names import fold
from complaints.nearby import Nearby, Office
from complaints.reading import sentences_of
from complaints.spelt import rightly

_COMMA = re.compile("[，,]")
#: Who went there tells next what happened, unless they say what they brought, or ask for something.
_GOES = re.compile("[去到找问寄来给跑向往打交]")
_BRINGS = re.compile("^(?:反映|举报|检举|控告|投诉|申诉|求助|请|求|希望|望|盼|恳|谢|感谢)")
#: Of whom what follows a request may be told.
_THERE = re.compile(
    "你们|您们|贵局|他们|她们|人家|里头|里面|门卫|保安|窗口|那头|那边|那里|那儿|你那|对方|接待|接电话|不告了|不再告"
)


def bureau_named(
    texts: Iterable[str], around: Nearby, *, reader: int | None = None, beside: Sequence[Beside] = ()
) -> Iterator[Party]:
    """Yield the city's bureau over the place where words name it that do not plainly ask it for something.

    ``reader`` is the office that reads the texts, ``beside`` what else means it there (``of_the_city``).
    Elsewhere the bureau is not meant where somebody only went or wrote to it.
    """
    written = rightly(texts)
    for office in around.units:
        reads = office.pk == reader
        if not (is_of_a_city(office) and office.pk in around.over):
            continue
        if not reads and only_turned_to(written, office):
            continue
        names = of_the_city(office.name, office.place, *(beside if reads else ()))
        if name := next(filter(None, (_name_in(text, names) for text in written)), None):
            yield Party(office.pk, name, derived=True)


def _name_in(text: str, names: re.Pattern[str]) -> str | None:
    """Return the words of a text that name the bureau and are not plain."""
    parts = [part for sentence in sentences_of([text]) for part in PARTS.split(sentence)]
    for at, part in enumerate(parts):
        found = names.search(fold(part))
        if found and not _is_plain(part, found, names, [fold(each) for each in parts[at + 1 :]]):
            return found.group()
    return None


def only_turned_to(texts: Iterable[str], bureau: Office) -> bool:
    """Whether all that names the bureau tells that somebody went or wrote to it: 我找过市民政局, which is no
    reason that nobody reads it.
    """
    names = of_the_city(bureau.name, bureau.place)
    parts = [fold(part) for each in sentences_of(rightly(texts)) for part in _COMMA.split(each)]
    return all(_GOES.search(part[: found.start()]) for part in parts if (found := names.search(part)))


def _is_plain(part: str, found: re.Match[str], names: re.Pattern[str], after: Sequence[str]) -> bool:
    """Whether a part of a sentence that names the bureau asks it, greets it or thanks it, and no more."""
    said = fold(part)
    if asking.is_greeting(said, names.pattern):
        return not _tells_of_them(after)
    rest = asking.without_requests(said, names.pattern, salutes=part[-1:] in ("：", ":"))
    if names.search(rest):
        return False
    if _GOES.search(said[: found.start()]):
        return all(_BRINGS.match(each) for each in after) and not _tells_of_them(after)
    return not _tells_of_them([said[found.end() :], *after])


def _tells_of_them(parts: Sequence[str]) -> bool:
    """Whether what follows may be told of those who were asked: 请市民政局管管，你们那里有会计的人."""
    rest = "，".join(parts)
    return any(pattern.search(rest) for pattern in (_THERE, words.ties(), words.close()))
