"""Who signs in the last lines of a letter, and with what a name in them is one of those that it tells of."""

import re
from collections.abc import Collection, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from complaints.identity import own_words, signers
from complaints.identity.contacts import without_contacts
from complaints.identity.signers import HAN
from complaints.texts import words

#: A day with its year.
DAY = r"(?:19|20)[0-9]{2}\s?[-./年]\s?[0-9]{1,2}(?:\s?[-./月]\s?[0-9]{1,2}\s?[日号]?|月)"
#: Where one is from, before a name at the end of a letter: 刘庄村一组 兰小花.
FROM = (
    rf"(?:{HAN}{{1,8}}?(?:[村组队屯庄镇乡]|社区)(?:村民|居民)?(?!民)[ \t]{{0,4}}){{0,3}}"
    "(?:村民|居民|群众)?"
)
#: Whose: 女儿 邰红.
KIN = (
    "(?:老婆|爱人|妻子|媳妇|丈夫|老公|老伴|儿子|女儿|闺女|母亲|父亲|妈妈?|爸爸?|娘|爹|[姐妹哥弟嫂]{1,2}"
    "|侄子|侄女|外甥女?|孙子|孙女)"
)
#: The day of a letter, also without its year or in Chinese numerals.
_DATED = (
    rf"(?:{DAY}[日号]?|[0-9]{{1,2}}\s?月\s?[0-9]{{1,2}}\s?[日号]"
    "|[〇零一二三四五六七八九十]{1,5}[年月][〇零一二三四五六七八九十年月日号]{1,9})"
)
#: Not so in 4月10日印发.
_DATE_FIRST = re.compile(rf"{_DATED}日?(?=[。,、 \t]|\Z)")
_DATE_LAST = re.compile(rf"{_DATED}[日。\s]{{0,6}}$")
#: 我叫王会计来, 举报人王家村, 举报人全体村民, 敬礼: somebody else, where one is from, or many, or nobody.
_PLACE_OR_TITLE = re.compile(
    "^全[体村组]|^敬[礼上启告]|(?:[村庄乡镇县市区组局所办]|会计|主任|书记|所长|局长|干部|老师|医生|科长|队长|村长)$"
)
#: Below the name: 谢谢领导, 敬礼.
_THANKS_LINE = re.compile(
    rf"(?:谢谢|感谢|多谢|拜托|麻烦|辛苦){HAN}{{0,6}}[。!,]{{0,3}}|(?:此致)?[ \t]{{0,4}}(?:敬礼)?[。!]{{0,3}}"
)
#: Around what a line holds; a colon says that more is to come.
_MARKS = " \t,、;。"
_TEXT = re.compile(r"[^\s][^\n]*")
_ONE = re.compile(f"{HAN}+(?:[·•・‧]{HAN}+)?")
_LONGEST_UNDATED = 4
#: 群众：高度重视
_TOO_LONG = re.compile(f"(?<!{HAN}){HAN}{{4}}")
_MOST_LINES = 12
#: So many lines above a name a paper begins that somebody else signed: 收条, 今收到….
_PAPER_LINES = 3
_LONGEST_LINE = 60
_ENDS_SENTENCE = re.compile("[。!.谢礼]$")
#: What is above a list: 领低保的有, 名单如下.
_HEADS = re.compile("(?::|[的还户人]有|如下|名单|下列|是|包括)$")


class _Line(NamedTuple):
    """A line that holds something: where that begins, what it is, and what stands beside: a day or number,
    a thumb print, or what only numbers and describes names, in lists of others too.
    """

    start: int
    text: str
    dated: bool = False
    by_hand: bool = False
    listed: bool = False


class _Signed(NamedTuple):
    """The last lines as far as they were read, from below: the names, and what tells that they sign."""

    names: list[tuple[int, int]]
    dated: bool = False
    by_hand: bool = False
    listed: bool = False
    has_known: bool = False


def spans(form: str, *, letter: bool = True, known: Collection[str] = ()) -> Iterator[tuple[int, int, bool]]:
    """Yield (start, end) of each name that signs in the last lines of the form of a text, and whether they
    are likely the writer's, so that they may be looked for elsewhere; else they are masked here alone.

    Beside the date or a telephone; or without them below a sentence. Below a colon stands somebody else, and
    so do several below anything but a sentence; and in what is numbered, unless the letter ends above it, or
    somebody stands there who is ``known`` to write. In what is no ``letter`` a telephone is of whom it names.
    """
    lines = _last(form)
    signed = _Signed([])
    dated = False
    while lines:
        line = _bare(lines[-1], letter=letter)
        if line.text and (signed.names or not _THANKS_LINE.fullmatch(line.text)):
            more = _read(line, dated=dated or line.dated, known=known)
            if more is None:
                break
            signed = _Signed(
                signed.names + more.names,
                *(one or other for one, other in zip(signed[1:], more[1:], strict=True)),
            )
        dated = dated or line.dated or signed.dated
        lines.pop()
    signed = signed._replace(dated=dated)
    if signed.names and _is_signed(lines, signed):
        above = lines[-1].text if lines else ""
        is_likely = dated or signed.has_known or len(signed.names) == 1 or _asks().search(above) is not None
        yield from ((start, end, is_likely) for start, end in signed.names)


def _bare(line: _Line, *, letter: bool) -> _Line:
    """Return what a line holds beside the day, how to reach whoever signs, and what describes them."""
    text = without_contacts(line.text) if letter else line.text
    dated = text != line.text
    for day in (_DATE_FIRST.match(text), _DATE_LAST.search(text)):
        if day:
            text = f"{text[: day.start()]}{' ' * len(day.group())}{text[day.end() :]}"
            dated = True
    by_hand = signers.is_by_hand(text)
    plain = signers.plain(text)
    bare = plain.lstrip(_MARKS)
    start = line.start + len(plain) - len(bare)
    return _Line(start, bare.rstrip(_MARKS), dated, by_hand, plain != text)


def _read(line: _Line, *, dated: bool, known: Collection[str]) -> _Signed | None:
    """Return the names of a line that holds nothing else; None where they do not sign."""
    found = _name_line().fullmatch(line.text)
    if found is None or (found["kin"] and not dated):
        return None
    at = [each.span() for group in ("first", "names") for each in _each(line.text, found, group)]
    called = [line.text[start:end] for start, end in at]
    has_known = any(name in known for name in called)
    if not all(map(is_name, called)) or (found["head"] and not has_known):
        return None
    is_said = found["said"] is not None
    if is_said and not dated and _TOO_LONG.search(found["names"]):
        return None
    return _Signed(
        [(line.start + start, line.start + end) for start, end in at],
        dated=is_said and not found["said"].endswith(_joined()),
        by_hand=line.by_hand,
        listed=line.listed
        or bool(found["place"] or found["first"])
        or (is_said and found["said"].endswith(_joined())),
        has_known=has_known,
    )


def _each(text: str, found: re.Match[str], group: str) -> Iterator[re.Match[str]]:
    return _ONE.finditer(text, *found.span(group)) if found[group] else iter(())


def is_in_a_list(form: str, at: int) -> bool:
    """Whether the line above that of a place announces a list of others, or the line above its like does."""
    lines = form[max(0, at - _MOST_LINES * _LONGEST_LINE) : at].split("\n")
    begins = form[at : at + 1]
    above = [line.strip() for line in lines[:-1] if line.strip()]
    while above and above[-1].startswith(begins):
        above.pop()
    return bool(above) and _heads(above[-1])


def is_name(who: str) -> bool:
    """Whether it begins with a family name, or has a dot in it as names of other languages do."""
    if _PLACE_OR_TITLE.search(who):
        return False
    is_han = who[:1] in words.all_surnames() or who[:2] in words.surnames()
    return bool(re.search("[·•・‧]", who)) or (is_han and who not in words.ordinary_words())


def _is_signed(lines: Sequence[_Line], signed: _Signed) -> bool:
    """Whether names sign by what stands above them and beside them."""
    above = lines[-1].text if lines else ""
    if _heads(above) or any(_paper().search(line.text) for line in lines[-_PAPER_LINES:]):
        return False
    if signed.has_known or signed.by_hand:
        return True
    if signed.listed and not (_asks().search(above) or _is_writer_line(above)):
        return False
    if signed.dated and len(signed.names) == 1:
        return True
    ends = _ENDS_SENTENCE.search(above) or _is_writer_line(above)
    return bool(ends) and all(signed.dated or end - start < _LONGEST_UNDATED for start, end in signed.names)


def _heads(line: str) -> bool:
    """Whether a line announces a list of others, or one of them."""
    if _other_line().search(line):
        return True
    return _HEADS.search(line) is not None and not _is_writer_line(line)


def _is_writer_line(line: str) -> bool:
    """Whether a line announces who writes: 举报人：, 村民签字：; and not 领款签字：."""
    found = signers.announced().search(f"\n{line.removesuffix(':')}:")
    if found and found.end() > len(line.removesuffix(":")):
        return signers.is_writers_lead(found["lead"], found["tail"])
    return _writer_line().search(line) is not None


def _last(form: str) -> list[_Line]:
    start = max(0, len(form) - _MOST_LINES * _LONGEST_LINE)
    return [_Line(start + found.start(), found.group().rstrip()) for found in _TEXT.finditer(form, start)]


@cache
def _writer_line() -> re.Pattern[str]:
    return re.compile(rf"(?<!被){own_words.either('label', 'opening')}:?$")


@cache
def _paper() -> re.Pattern[str]:
    """A line of a paper that is copied: 收条:, 今收到低保代办费500元."""
    return re.compile(rf"(?:^|[写的是:])(?:{own_words.either('paper')}:?$|{own_words.either('papers')})")


@cache
def _other_line() -> re.Pattern[str]:
    """Who is told of, alone in a line or at its end: 被反映人, 刘庄村会计."""
    titles = words.either(words.office_titles())
    return re.compile(
        rf"{own_words.either('another')}:?$"
        rf"|^(?!谢|感谢|多谢|请|求|尊敬|敬爱){HAN}{{0,6}}?(?:{titles})[ \t]{{0,4}}$"
    )


@cache
def _asks() -> re.Pattern[str]:
    """How a letter ends above those who sign it."""
    return re.compile(rf"{own_words.either('asks')}[^,。;]{{0,6}}[。!,]{{0,3}}$")


@cache
def _joined() -> tuple[str, ...]:
    """What somebody is called, where no mark stands between it and the name: 老党员韦德胜."""
    return tuple(own_words.own_words("closing"))


@cache
def _name_line() -> re.Pattern[str]:
    """A line that holds names alone, with who they are before them; ``head``: with a colon, and unknown."""
    name = f"(?!{own_words.either('closing')}[ \\t]{{0,4}}$)(?:{HAN}{{2,4}}|{HAN}{{2,6}}[·•・‧]{HAN}{{2,6}})"
    count = "[0-9一二三四五六七八九十百]{1,4}[余多]?[户人名位家]"
    colon = "[ \t]{0,4}:[ \t]{0,4}"
    return re.compile(
        rf"(?:(?P<place>{HAN}{{0,8}}?[一二三四五六七八九十0-9]{{0,3}}[村组队屯庄社](?:村民|居民)?{colon})"
        rf"|(?P<first>{name})等{count}(?:村民|群众|居民|户主|联名|签名)?{colon}"
        rf"|{FROM}(?P<said>{HAN}{{0,6}}?{own_words.either('closing')}[ \t:]{{0,4}})?"
        rf"|(?P<head>{HAN}{{1,14}}{colon}))"
        rf"(?P<kin>{KIN}[ \t:]{{0,3}})?"
        rf"(?P<names>{name}(?:[、,;/ \t]{{1,60}}{name}){{0,9}})[ \t]{{0,4}}(?:{own_words.either('closing')})?"
    )
