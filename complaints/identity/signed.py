"""Who wrote, where they say so themselves: the signature of a letter that was to go without one.

Nothing is known of who files without a name, so it is found by the words before it (举报人：, 我叫, 敬礼) or
by the line above the date at the end; the day of birth and the house by theirs. A name is two to four
characters that begin with a family name and end where a sentence does: what is said of others goes on.
"""

import re
from collections.abc import Iterator

from complaints.texts import words
from protection import numerals
from protection.comparing import alike
from protection.redaction import MASK

_HAN = "[\u4e00-\u9fa5]"
_NAME = f"(?P<who>{_HAN}{{2,4}}|{_HAN}{{2,6}}(?:[·•・‧]{_HAN}{{2,6}}){{1,3}})"
_ENDS = r"(?=\s|[,，。.;；!！、(（)）【\[0-9]|\Z)"
_DAY = r"(?:19|20)[0-9]{2}\s?[-./年]\s?[0-9]{1,2}(?:\s?[-./月]\s?[0-9]{1,2}\s?[日号]?|月)"
#: Where one is from, before a name at the end of a letter: 刘庄村一组 兰小花.
_FROM = (
    rf"(?:{_HAN}{{1,8}}?(?:[村组队屯庄镇乡]|社区)(?:村民|居民)?(?!民)[ \t]{{0,4}}){{0,3}}"
    "(?:村民|居民|群众)?"
)
#: The day of a letter, also without its year or in Chinese numerals.
_DATED = (
    rf"(?:{_DAY}[日号]?|[0-9]{{1,2}}\s?月\s?[0-9]{{1,2}}\s?[日号]"
    "|[〇零一二三四五六七八九十]{1,5}[年月][〇零一二三四五六七八九十年月日号]{1,9})"
)
_SIGNED = (
    # Who is complained about is called so too: 被举报人.
    re.compile(
        "(?<!被)(?:(?:举报|反映|投诉|检举|控告|申诉|信访|上访|来信|写信|求助)人(?:姓名)?|署名|落款|签名"
        # Operators begin sentences with it: 来电人于八月.
        r"|(?:来电|诉求)人(?:姓名)?(?=\s?[:：])"
        rf"|[我俺]的?名字[是叫]|[我俺]名叫|[我俺]叫|本人姓名|本人叫|我姓名)[是为:：\s]{{0,4}}{_NAME}{_ENDS}"
    ),
    # In the middle of a sentence it is somebody who applied: 申请人王二狗，去年死了还在领.
    re.compile(rf"(?:申请人|联系人)[是为:：\s]{{0,4}}{_NAME}(?=\s{{0,4}}(?:[(（]|[0-9]|\n|\Z))"),
    re.compile(
        rf"(?:本人|我是)[:：\s]{{0,2}}{_NAME}(?=[,，、\s(（]{{1,2}}(?:男|女|汉族|[一-龥]族|现?年|今年|家?住|身份证|电话|手机))"
    ),
    re.compile(rf"敬礼[!！。,，\s]{{0,60}}{_FROM}{_NAME}(?=\s|[(（,，。]|[0-9]|\Z)"),
    re.compile(rf"(?:^|\n)[ \t]{{0,30}}{_FROM}{_NAME}[ \t\n]{{1,60}}{_DATED}[日。\s]{{0,6}}\Z"),
    re.compile(rf"(?:——|--|—)[ \t]{{0,4}}{_FROM}{_NAME}[。\s]{{0,6}}\Z"),
    # Alone in the last line, after a sentence: below a colon or another name stands somebody else.
    re.compile(rf"[。！!.谢][ \t]{{0,30}}\n[ \t\n]{{0,60}}{_FROM}(?P<who>{_HAN}{{2,3}})[。\s]{{0,6}}\Z"),
    re.compile(rf"我是{_HAN}{{1,12}}?(?:[村组队屯庄]|社区)的?{_NAME}{_ENDS}"),
    # 村民兰小花敬上, 兰小花（手印）, in the last line.
    re.compile(
        rf"(?:^|\n|[,，。！!])[ \t]{{0,30}}{_FROM}{_NAME}[ \t]{{0,4}}"
        r"(?:敬上|谨上|叩上|敬启|[(（](?:手印|签名|签字|盖章|按手印)[)）])[。\s]{0,6}\Z"
    ),
)
_BORN = (
    re.compile(rf"(?:出生日期|出生年月日?|出生于|生于|生日)[是为在:：\s]{{0,3}}(?P<who>{_DAY})"),
    re.compile(rf"(?P<who>{_DAY})\s?(?:出生|生)(?=[,，。;；)）\s]|人|\Z)"),
)
_COUNT = f"[{numerals.MARKS}]{{1,5}}"
_PART = f"{_COUNT}(?:号楼|号院|号|栋|幢|座|单元|室|楼|层|弄|巷)"
_HOUSE = re.compile(
    rf"(?:家庭住址|家庭地址|住址|住所|通讯地址|我家住|我住|本人住|本人家住|家住)[在是于:：\s]{{0,3}}"
    rf"[^,，。;；\n]{{0,24}}?(?P<who>{_PART}(?:\s?{_PART}){{0,4}}(?:\s?[0-9]{{3,4}}(?![0-9]))?)"
)


#: 我叫王会计来, 举报人王家村, 举报人全体村民: somebody else, where one is from, or many.
_PLACE_OR_TITLE = re.compile(
    "^全[体村组]|(?:[村庄乡镇县市区组局所办]|会计|主任|书记|所长|局长|干部|老师|医生|科长|队长|村长)$"
)


def without_signature(text: str) -> str:
    """Mask where the writer of a text says their name, the day of birth and the house; the length stays."""
    marks = list(text)
    for start, end in _spans(alike(text)):
        marks[start:end] = MASK * (end - start)
    return "".join(marks)


def _spans(form: str) -> Iterator[tuple[int, int]]:
    for pattern in _SIGNED:
        for found in pattern.finditer(form):
            if _is_name(found.group("who")):
                yield found.span("who")
    for pattern in (*_BORN, _HOUSE):
        yield from (found.span("who") for found in pattern.finditer(form))


def _is_name(who: str) -> bool:
    """Whether it begins with a family name, or has a dot in it as names of other languages do."""
    if _PLACE_OR_TITLE.search(who):
        return False
    is_han = who[:1] in words.all_surnames() or who[:2] in words.surnames()
    return bool(re.search("[·•・‧]", who)) or (is_han and who not in words.ordinary_words())
