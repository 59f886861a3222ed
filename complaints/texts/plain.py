"""Whether a text asks about the rules and about nothing else, so that nobody can be meant by it.

Words that accuse are without number, and each reader of a new story finds one that no table had. So it is the
other way round: the words of a plain question are known (``data/words/plain.csv``, which an official can read
and change), and whatever is not made of them alone may mean somebody. In doubt upward.

Nobody may be able to accuse with these words. So no office among them does anything: it is where one goes or
applies, or whose hours one asks; 去民政所, 在村里申请, 民政所几点上班 are plain, 村里领 is not, nor is
在村里工作. A number counts something that is no money; nobody acts but the writer and their family.
What each sort is:

``asks``     a word by which the text is a question: 怎么申请, 哪些, 吗
``said``     any other word of one: 低保, 残疾证, 我妈
``place``    an office or a place: 民政所, 你们; and the place the question comes from, and those around it
``to``       plain with a place behind it: 去, 户口在
``at``       plain with a place behind it, and an ``act`` behind that: 在…申请
``of``       plain with a place before it: …的电话
``counter``  plain with a number before it: 60岁, 三口人
``have``     plain with what one ``had`` behind it: 没有…收入
``area``     a place that is none but for its offices: plain with a ``scheme`` behind it, too: 全县低保标准
``photo``    what a camera calls its files, with the figures behind it: IMG_20261103
"""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path

from complaints.texts import words
from complaints.texts.names import fold
from complaints.texts.word_rows import Telling
from organizations.models import Region
from protection.data_tables import DataTable

#: What a complainant writes later who takes something back.
TAKEN_BACK = DataTable(
    Path(__file__).parents[1] / "data" / "words" / "taken_back.csv", Telling, key=("word",)
)

#: A year, or at most three figures, so that no sum of money is among them.
_NUMBER = "(?:19|20)[0-9][0-9](?=年)|[0-9]{1,3}|[几零一二两三四五六七八九十]{1,3}"
#: What makes a noun, and nobody who does something: 审核的条件, but neither 审核的领 nor 审核的 at the end.
_OF = (
    "的(?!$|[可都先再只把从是没还想需给来就必也已刚到拿做带]"
    "|要(?!求)|能(?!力)|会(?!议)|有(?!关|效)|不(?!同)|无(?!业)|在(?!读|校)|住(?!房|院|址)|用(?!药)"
    "|去(?!世|年)|对(?!象)|发(?!放|票)|领(?!取方|取时|取条)|享受(?!条|对)|算(?!法)|查(?!询)|办(?!法|理|事|公))"
)
#: 我的存折在哪里 says that somebody has it; where one gets it, or gets it anew, is a question.
_HELD_BY_SOMEBODY = re.compile(
    "(?:存折|卡|证|户口本|本子|低保金|补贴|补助|钱|款)(?:现在|都|又)*(?:在|去|到)(?:了?[哪那]|谁)(?!里?[办补领取申])"
)
#: Plain words that say together who is on a list, or what was paid: 名单有我爸, 金额和流水不同; and that it
#: is short: 卡上低于标准. What an income is, is a question.
_PAID_TO_ANOTHER = re.compile(
    "名单[上里中]?(?:现在|里面|都|也|又|还|只|竟)*(?:有|没有|没|无)(?!异议|哪|什么|几|公示|多少|效|名额|申请)"
    "|(?:名单|公示|流水|到账|发放|领取).{0,12}(?:不同|不等|不一样|不一致|不符)(?!意)"
    "|(?:金额|卡[上里]|存折|每月)(?:(?!收入).){0,12}"
    "(?:不同|不等|不一样|不一致|不相同|不对|不符(?!合)|低于|不足|(?<![多至最])少(?![数儿年]))"
    "|标准.{0,6}(?:发|领|收到|实际).{0,6}(?:不同|不一样|不一致|不相同)"
    "|(?:金额|发|领|给|拿).{0,4}比.{0,6}(?:标准|通知|公示|别人|规定).{0,2}[少低]"
    "|去世.{0,12}(?:名单|流水|现在|每月|还有|继续)|(?:名单|流水|现在|每月).{0,12}去世"
    "|(?:领取?|到账|发放)过?了?[一两二三四五六][次回](?!吗|还是|或)"
)
_CALLER = re.compile("(?:来电|反映|咨询)[人者]|[他她](?!们)")
#: Stands for a place by its own name; no text that was folded holds it.
_NAMED = "\ue000"
#: How the name of a place ends: what somebody may be called is none.
_ENDS_AS_PLACE = re.compile(".[省市州盟区县旗乡镇村屯]$|街道$|社区$|委会$|委员会$")
_COMMITTEE = re.compile("(?:(?<=村)民?|居民|居)委员?会$")


def asks_only(texts: Iterable[str], region: Region) -> bool:
    """Whether the texts ask something, in plain words alone, without a sum and without a name.

    ``region`` is where the question comes from.
    """
    said = list(texts)
    return any(_asks()(fold(text)) for text in said) and says_nothing_else(said, region)


def says_nothing_else(texts: Iterable[str], region: Region, *, reported: bool = False) -> bool:
    """Whether nothing is said that a plain question would not hold; nothing at all is, too.

    In what staff took down (``reported``) the caller is 来电人, or a bare pronoun.
    """
    said = [_CALLER.sub("我", text) for text in texts] if reported else texts
    clauses = list(_clauses(said))
    together = "".join(clauses)
    if any(_HELD_BY_SOMEBODY.search(clause) for clause in clauses) or _PAID_TO_ANOTHER.search(together):
        return False
    beyond = [clause for clause in clauses if not _is_plain(clause)]
    if not beyond:
        return True
    names = _names(region)
    return all(_is_plain(names.sub(_NAMED, clause)) for clause in beyond)


def takes_back(texts: Iterable[str]) -> bool:
    """Whether somebody wants less than before, or speaks of a signature, as who is pressed does."""
    return any(row.word in fold(text) for text in texts for row in TAKEN_BACK.rows)


def _clauses(texts: Iterable[str]) -> Iterator[str]:
    """The texts from one mark to the next, since what is said of a place ends with its clause."""
    return (fold(clause) for text in texts for clause in re.split(r"\W+", text))


def _is_plain(clause: str) -> bool:
    at = 0
    while at < len(clause):
        found = _piece()(clause, at)
        if found is None:
            return False
        at = found.end()
    return True


def _names(region: Region) -> re.Pattern[str]:
    """The names of the place and those around it, also without the committee that a village is called by."""
    full = [fold(place.name) for place in (region, *region.ancestors())]
    names = {
        name for each in full for name in (each, _COMMITTEE.sub("", each)) if _ENDS_AS_PLACE.search(name)
    }
    return re.compile("|".join(map(re.escape, sorted(names, key=len, reverse=True))) or "(?!)")


@cache
def _asks() -> Callable[[str], re.Match[str] | None]:
    return re.compile(words.plain("asks")).search


@cache
def _piece() -> Callable[[str, int], re.Match[str] | None]:
    """Match one word, or one place with what makes it plain, at a place of the text and nowhere else.

    Chains of places are short, so that none runs away; how long it takes asks ``test_plain``.
    """
    area = f"(?:{_NAMED}|{words.plain('area')})"
    place = f"(?:{area}|{words.plain('place')})"
    places = f"{place}(?:的?{place}){{0,3}}"
    return re.compile(
        f"第?(?:{_NUMBER})(?:{words.plain('counter')})(?!了)"
        f"|(?:{words.plain('photo')})[0-9]{{4,20}}"
        f"|(?:{words.plain('have')})(?:{words.plain('had')})"
        f"|(?:{words.plain('at')}){places}(?:{words.plain('act')})"
        f"|(?:{words.plain('to')}){places}"
        f"|{places}的?(?:{words.plain('of')})"
        f"|{area}{{1,4}}的?(?={words.plain('scheme')})(?!..?[户金对名])"
        f"|(?:{words.plain('asks', 'said')})|{_OF}"
    ).match
