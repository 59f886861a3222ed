"""Whether a text says something of the city's bureau, where that would read it first.

Who leaves open whom they speak of is read by the city (``levels``), above which only the inspection group
stands. What may be said of the city's people no table holds (市里有人保他家, 名单是市局圈的), so it is as
with the group (``inspecting``): known is what plainly asks the bureau or turns to it (``asking``), and what
names it as rules and papers do; words that name it anywhere else mean it. In doubt the group reads.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import zip_longest

from complaints import asking, words
from complaints.accused import Party
from complaints.inspecting import PARTS
from complaints.names import fold
from complaints.nearby import forms
from complaints.reading import sentences_of
from organizations import codes
from organizations.enums import Level, UnitKind
from organizations.models import Unit

#: These are also where something holds, or comes from; of people only so: 市里有人, 市里的人.
_PLACES = ("市里", "市上", "市级")
_PEOPLE = "(?=的?(?:人|领导|干部|同志|某|那[个位些]|谁|哪)|[有来派下]|打招呼)"
#: Who went there tells in the next clause what happened: 俺去市局送材料，他们推我; not who asks for
#: something, nor, unless it is of those there, who brings a matter: 到市局上访，里头的人….
_GOES = re.compile("[去到找问寄来给跑]")
_ASKS = re.compile("求|请|希望|盼|麻烦|恳|我要|想|准备|打算")
_BRINGS = re.compile("反映|举报|检举|控告|投诉|申诉|上访|告")
_THERE = re.compile("他们|人家|里头|里面|门卫|保安|窗口|那头|那边|对方|接待")
#: What an office has without its people having done anything: 市民政局网站.
_THINGS = "(?!局?的?(?:网|官网|公众号|热线|文件|规定|标准|通知|公告|公示|政策|系统|地址|牌子|门牌|电话))"


def bureau_named(texts: Iterable[str], bureau: Unit) -> Iterator[Party]:
    """Yield the bureau where it is a city's, and words name it that do not plainly turn to it."""
    if bureau.kind != UnitKind.BUREAU or codes.level_of(bureau.region_id) != Level.CITY:
        return
    names = _names(bureau)
    parts = [part for sentence in sentences_of(texts) for part in PARTS.split(sentence)]
    for part, after in zip_longest(parts, parts[1:], fillvalue=""):
        said = fold(part)
        if not (found := names.search(said)) or asking.is_greeting(said, names.pattern):
            continue
        rest = asking.without_requests(said, names.pattern, salutes=part[-1:] in ("：", ":"))
        if _went_there(said, found, fold(after)) or names.search(rest):
            yield Party(bureau.pk, found.group(), derived=True)
            return


def _went_there(said: str, found: re.Match[str], after: str) -> bool:
    """Whether somebody went to the bureau, and what comes after may be what happened there."""
    if not after or not _GOES.search(said[: found.start()]) or _ASKS.search(said + after[:4]):
        return False
    return not _BRINGS.search(said + after[:4]) or bool(_THERE.search(after))


def _names(bureau: Unit) -> re.Pattern[str]:
    """The pattern of what the bureau is called: its own name, that of its place with what follows, 市局."""
    place = forms(bureau.region.name)
    own = [forms(bureau.called).whole, *(f"{form}民政" for form in (place.whole, place.stem) if form)]
    by_level = [
        word.pattern.pattern
        for word in words.offices()
        if word.kind == UnitKind.BUREAU and word.level == Level.CITY
    ]
    places = words.either(list(_PLACES))
    called = "|".join([words.either([each for each in own if each]), *by_level])
    return re.compile(f"(?:(?!{places})(?:{called})局?{_THINGS}|(?:{places}){_PEOPLE})")
