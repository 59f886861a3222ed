"""Who wrote, where they say so themselves: the signature of a letter that was to go without one.

Nothing is known of who files without a name, so it is found by the words before it (举报人：, 我叫, 敬礼,
``own_words``) or in the last lines (``last_lines``); the day of birth and the house (``dwelling``) by theirs.
A name is two to four characters that begin with a family name and end where a sentence does: what is said of
others goes on.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from functools import cache
from typing import Literal, NamedTuple

from complaints.identity import births, dwelling, joint, last_lines, officials, own_words, quoted, signers
from complaints.identity.last_lines import FROM, HAN, KIN, is_name
from complaints.texts import words
from protection.comparing import alike
from protection.redaction import MASK

_ENDS = r"(?=\s|[,，。.;；!！、/(（)）【\[0-9”」』\"]|\Z)"
_NAME = f"(?P<who>{HAN}{{2,4}}|{HAN}{{2,6}}(?:[·•・‧]{HAN}{{2,6}}){{1,3}})"
#: 滕 其 英
_SPACED = rf"{HAN}[ \t]{{1,3}}{HAN}(?:[ \t]{{1,3}}{HAN})?{_ENDS}"
_NAME_OR_SPACED = f"(?P<who>{_SPACED}|{_NAME.replace('?P<who>', '?:')}{_ENDS})"
#: 举报人签字：, 举报人（签名）：
_SIGNS = rf"(?:姓名|签[字名章]|盖章|[(]{signers.BY_HAND}[)])?"
#: To the name: also where what numbers or describes it was.
_TO = r"[是为:：\s]{0,12}"
#: Family names that stand before what somebody does more often: 我和他们, 我曾多次.
_NO_FAMILY = "".join(sorted(officials.BINDING))
_ENDS_LINE = r"(?=[ \t]{0,30}(?:\n|\Z|[(（0-9]))"
_SIGNED = (
    re.compile(
        # Operators begin sentences with it: 来电人于八月.
        r"(?:(?:来电|诉求)人(?:姓名)?(?=\s?[:：])"
        rf"|[我俺咱]的?名字[是叫]|[我俺咱]名叫|[我俺咱]就?叫做?|本人姓名|(?:本人|鄙人)叫|我的?姓名)[是为:：\s]{{0,4}}{_NAME}{_ENDS}"
    ),
    # 本人韦德胜实名举报, and not 我再次, 我和他们.
    re.compile(
        rf"(?:本人|鄙人|[我俺咱])(?P<who>(?![{_NO_FAMILY}]){HAN}{{3}})"
        rf"(?=实名|以人格|以党性|特此|郑重|系{HAN}{{1,10}}[村组队屯庄镇乡])"
    ),
    re.compile(rf"[我俺咱]就是(?P<who>(?![{_NO_FAMILY}]){HAN}{{3}}){_ENDS}"),
    # In the middle of a sentence it is somebody who applied: 申请人王二狗，去年死了还在领.
    re.compile(
        rf"(?P<likely>申请人|联系人)[是为:：\s]{{0,4}}{_NAME}(?=\s{{0,4}}(?:[(（]|[0-9]|\n|\Z|,?\s{{0,2}}(?:(?:联系)?电话|手机)?[是:\s]{{0,3}}[0-9]{{4}}))"
    ),
    re.compile(
        rf"(?:本人|我是)[:：\s]{{0,2}}{_NAME}(?=[,，、\s(（]{{1,2}}(?:男|女|汉族|[一-龥]族|现?年|今年|家?住|身份证|电话|手机"
        rf"|{HAN}{{1,10}}(?:[村组队屯庄镇乡]|社区)的?(?:人|村民|居民|社员)))"
    ),
    re.compile(rf"敬礼[!！。,，\s]{{0,60}}{FROM}{_NAME}(?=\s|[(（,，。]|[0-9]|\Z)"),
    re.compile(rf"(?:——|--|—)[ \t]{{0,4}}{FROM}{_NAME}[。\s]{{0,6}}\Z"),
    re.compile(
        rf"我是{HAN}{{1,12}}?(?:[村组队屯庄]|社区)的?(?:村民|居民|社员|群众|农民|老?党员|(?:老|低保|五保|贫困)户)?{_NAME}{_ENDS}"
    ),
    re.compile(
        r"我是(?:一[名个])?(?:老?党员|(?:低保|五保|特困|贫困|脱贫|困难)户|残疾人|老?农民|退[伍役]军人|[烈军]属)"
        rf"(?!代表|家属|家庭|子女|身份)(?P<who>{HAN}{{2,3}}){_ENDS}"
    ),
    # 我是柳如眉本人, 柳如眉（本人）
    re.compile(rf"我是(?P<who>{HAN}{{2,4}}?)本人"),
    re.compile(rf"(?:^|\n|[,:。!])[ \t]{{0,8}}{_NAME}[(]本人[)]"),
    re.compile(rf"我是(?:{HAN}{{2,4}}的|[他她]){KIN}[ \t]{{0,3}}{_NAME}{_ENDS}"),
    # 我，柳如眉，今天要说
    re.compile(rf"(?:^|[。！!\n])[ \t]{{0,30}}[我俺][,，]{_NAME}[,，]"),
    # 村民兰小花敬上, 兰小花（手印）, in the last line.
    re.compile(
        rf"(?:^|\n|[,，。！!])[ \t]{{0,30}}{FROM}(?:{KIN}[ \t]{{0,3}})?{_NAME}[ \t]{{0,4}}"
        r"(?:敬上|谨上|叩上|敬启|代笔|代写|代书|[(（](?:手印|签名|签字|盖章|按手印)[)）])[。\s]{0,6}\Z"
    ),
)
#: 我姓柳，叫如眉。
_FAMILY = re.compile(rf"我姓(?P<family>{HAN}{{1,2}})[,，]?(?:名字?|叫|名叫)(?P<who>{HAN}{{1,2}}){_ENDS}")
_IN_LATIN = re.compile(
    r"my\s{1,3}name\s{0,3}(?:is|:)\s{0,3}(?P<who>[a-z]{2,12}(?:[ -][a-z]{2,12}){1,2})(?![a-z])"
)
_AT_END = re.compile(rf"[。!;][ \t]{{0,30}}{FROM}{_NAME}[ \t,、。]{{1,60}}\Z")
#: How writers begin who speak of themselves; others do so too, see ``quoted``.
_SELF = ("我", "俺", "咱", "本人", "鄙人")
#: What stands beside a name where it is of an office, or of a list of those who are paid.
_LISTED = re.compile("职务|职位|任职|现任|金额|保障人口|家庭人口|每?月领")
_MOST_BESIDE = 40


class SignedMark(NamedTuple):
    """Where a text says of its writer a name, a day of birth or a house.

    ``value``: what that is, where more than stands there. ``sure``: whether it is the writer's; None: likely,
    False: masked in doubt, and nothing to be looked for elsewhere.
    """

    start: int
    end: int
    tells: Literal["name", "born", "home"] = "name"
    sure: bool | None = True
    value: str = ""


def without_signature(text: str, *, letter: bool = True) -> str:
    """Mask where the writer of a text says their name, the day of birth and the house; the length stays.

    ``letter``: who is named at its end with a telephone is the writer; not so in words for somebody else.
    """
    return masked(text, marks(alike(text), letter=letter))


def masked(text: str, found: Iterable[SignedMark]) -> str:
    """Return the text without what stands at these places."""
    signs = list(text)
    for mark in found:
        signs[mark.start : mark.end] = MASK * (mark.end - mark.start)
    return "".join(signs)


def marks(form: str, *, letter: bool = True, known: Collection[str] = ()) -> Iterator[SignedMark]:
    """Yield what the form of a text says of who wrote it.

    ``known``: their names, where these are known: who stands in the last lines with them signs too.
    """
    read = joint.read(form)
    named = list(_named(read, letter=letter, known=known))
    yield from named
    for span in births.spans(form, [form[mark.start : mark.end] for mark in named], known):
        yield SignedMark(*span, "born")
    for start, end, address in dwelling.spans(form):
        yield SignedMark(start, end, "home", value=address)


def _named(read: joint.ReadForm, *, letter: bool, known: Collection[str]) -> Iterator[SignedMark]:
    form = read.form
    for pattern in _SIGNED:
        for found in pattern.finditer(form):
            if is_name(found["who"]) and not _is_repeated(found):
                yield SignedMark(*found.span("who"), sure=None if "likely" in found.groupdict() else True)
    for found, sure in _announced(read):
        if is_name(_closed(found["who"])):
            yield SignedMark(*found.span("who"), sure=sure)
            yield from (SignedMark(*span, sure=None) for span in joint.spans(read, found.end("who")))
    yield from (SignedMark(*span, sure=None) for span in joint.together(form))
    if letter:
        yield from _signed_at_end(read)
    for found in _FAMILY.finditer(form):
        if found["family"] in words.all_surnames() and not _is_repeated(found):
            yield SignedMark(*found.span("who"), value=found["family"] + found["who"])
    yield from (SignedMark(*found.span("who")) for found in _IN_LATIN.finditer(form))
    for start, end, is_likely in last_lines.spans(form, letter=letter, known=known):
        yield SignedMark(start, end, sure=None if is_likely else False)


def _announced(read: joint.ReadForm) -> Iterator[tuple[re.Match[str], bool | None]]:
    """Yield what may be names after a word that announces who writes, and whether the word is sure."""
    form = signers.plain(read.form)
    for pattern in _joint():
        yield from ((found, True) for found in pattern.finditer(form))
    for pattern in _opening():
        yield from ((found, None) for found in pattern.finditer(form) if _is_writers(form, found))
    for head in signers.announced().finditer(read.form):
        found = _after_head().match(form, head.end())
        if found and signers.is_writers_lead(head["lead"], head["tail"]):
            yield found, None


def _signed_at_end(read: joint.ReadForm) -> Iterator[SignedMark]:
    """Yield the name after the last sentence that has a telephone behind it (请查一查。仝立新13805123344)."""
    found = _AT_END.search(read.reached)
    if found and is_name(found["who"]) and read.form[found.end("who") :] != read.reached[found.end("who") :]:
        yield SignedMark(*found.span("who"), sure=None)


def _is_repeated(found: re.Match[str]) -> bool:
    """Whether "I" is somebody else, whose words are repeated."""
    return found.group().startswith(_SELF) and quoted.is_anothers(found.string, found.start())


def _closed(who: str) -> str:
    return "".join(who.split())


@cache
def _joint() -> tuple[re.Pattern[str], ...]:
    """Before whom several may sign; not 举报人和孙继财, and who is complained about is called so too."""
    label = rf"(?<!被){own_words.either('label')}{_SIGNS}(?![和与跟同向]{HAN}{{3}}(?!{HAN}))"
    several = rf"(?:等(?:[0-9一二三四五六七八九十几多]|人)|[和与及](?:{KIN})?{HAN}{{2,4}}{_ENDS})"
    return (
        re.compile(rf"{label}{_TO}{_NAME_OR_SPACED}"),
        # 举报人：巩宝山和瞿明华, 巩宝山等三人
        # 写信人韦德胜和老伴覃桂香
        re.compile(rf"{label}(?P<who>{HAN}{{3}})(?=[和与及]{KIN}{HAN}{{2,4}}{_ENDS})"),
        re.compile(rf"{label}\s?:\s{{0,3}}(?P<who>{HAN}{{2,4}}?)(?={several})"),
        re.compile(
            rf"我们[是几家]{{1,3}}{HAN}{{1,12}}?(?:[村组屯庄]|社区)的?(?:村民|居民|社员|群众)?(?=[^,。]{{2,10}}、){_NAME}{_ENDS}"
        ),
    )


@cache
def _opening() -> tuple[re.Pattern[str], ...]:
    """A name after what many things are called by: where a line begins with it, or a sentence."""
    double = f"(?:{words.either([name for name in words.surnames() if len(name) > 1])})"
    begins = r"(?:^|\n|[。!;]|[0-9]{7}[,， \t]{1,3})[ \t]{0,30}"
    return (
        re.compile(rf"{begins}(?P<label>{own_words.spaced('opening')})[是为叫:\s]{{0,12}}{_NAME_OR_SPACED}"),
        re.compile(
            rf"{begins}{FROM}{HAN}{{0,6}}?(?P<label>{own_words.spaced('closing')})[是为:\s]{{1,4}}"
            # 群众：高度重视
            rf"(?!(?!{double}){HAN}{{4}}){_NAME}{_ENDS_LINE}"
        ),
    )


@cache
def _after_head() -> re.Pattern[str]:
    return re.compile(rf"[是为:\s]{{0,12}}{_NAME_OR_SPACED}")


def _is_writers(form: str, found: re.Match[str]) -> bool:
    """Whether the name after a label is the writer's, and no line of what is told of others."""
    at = found.start("label")
    beside = form[found.end() : found.end() + _MOST_BESIDE]
    if _LISTED.search(beside) or own_words.is_of_another(form, at):
        return False
    return not last_lines.is_in_a_list(form, at)
