"""Whether "I" is somebody else, whose words a text repeats: 会计说：“我叫孙继财，你去告吧”.

What the accused says of himself is evidence, and tells nothing of who writes. Who speaks is looked for before
the word for saying, or before the open quotation mark: nearest first, and not whom it was said to. What the
writer was made to write or say, and what a paper says that was put before them, is said of the writer.
"""

import re
from functools import cache

from complaints.identity import own_words
from complaints.texts import words

#: So far before a place it is looked who speaks there.
_BLOCK = 80
_QUOTES = (("“", "”"), ("「", "」"), ("『", "』"), ("‘", "’"))
_SENTENCE_END = re.compile("[。!?;\n]")
_CLAUSE = re.compile("[,、:]")
_HEARS = re.compile("听|看见|看到|录")
_MARKS = " \t:,、-—"
#: Before whom something is said to: 跟我说, 告诉他说.
_TO = "跟|对|向|给|和|与|同|朝|冲|找|问|让|替|骂|喊|逼|着|吓|唬|威胁|警告|告诉|通知|回复"


def is_anothers(form: str, at: int) -> bool:
    """Whether somebody else says what begins at a place of the form of a text (``protection.comparing``)."""
    before = form[max(0, at - _BLOCK) : at]
    opened = _open_quote(before)
    if opened is not None:
        told = _sentence(before[:opened].rstrip(_MARKS))
        return not _for_the_writer().search(before[opened:]) and _is_by_another(told)
    sentence = _sentence(before)
    said = _said().search(sentence)
    return said is not None and _is_by_another(sentence[: said.start()])


def _open_quote(before: str) -> int | None:
    """Return where the quotation begins that is not closed yet."""
    opened = [before.rfind(begin) for begin, end in _QUOTES if before.rfind(begin) > before.rfind(end)]
    if before.count('"') % 2:
        opened.append(before.rfind('"'))
    return max(opened, default=None)


def _sentence(before: str) -> str:
    return _SENTENCE_END.split(before)[-1]


def _is_by_another(told: str) -> bool:
    """Whether the nearest of whom a part of a sentence speaks is not the writer."""
    if _for_the_writer().search(told):
        return False
    for clause in reversed(_CLAUSE.split(told)):
        if _writer_says().search(clause) and not _HEARS.search(clause):
            return False
        speakers = [found.lastgroup for found in _speaker().finditer(clause)]
        if speakers:
            return speakers[-1] == "another"
    return False


@cache
def _said() -> re.Pattern[str]:
    """A word for saying, after which nothing stands."""
    return re.compile(rf"{own_words.either('says')}(?:道|着|过|是|一句|[:, \t]){{0,4}}$")


@cache
def _speaker() -> re.Pattern[str]:
    others = words.either([*own_words.own_words("speaker"), *words.offices_alone()])
    return re.compile(f"(?<![{_ENDS_OF_TO}])(?:(?P<own>{own_words.either('own')})|(?P<another>{others}))")


@cache
def _for_the_writer() -> re.Pattern[str]:
    """Words put in the writer's mouth, 让我写, 替我填的表, 保证书上写着; and what is asked for a name."""
    own = own_words.either("own")
    return re.compile(
        f"(?:让|叫|逼着?|要|教|骗|哄|替|代|帮|强迫)(?:{own})[^,。]{{0,12}}(?:写|抄|念|填|签|读|说|讲|登记)"
        "|照着?[^,。]{0,4}(?:抄|写|念|读|说)|跟着[^,。]{0,4}念"
        "|(?:书|表|申请|声明|协议|材料|说明|证明|笔录)(?:[上里中](?:写|说|是|:)|写|:)[着的道是:]*$"
        "|(?:叫什么|叫啥|是谁|姓什么|什么名字?|报(?:上)?名字?)[^\\w]*$"
    )


@cache
def _writer_says() -> re.Pattern[str]:
    """The writer is who says it, whomever to and by what: 我在微信里说, 我跟他们领导讲, 我给书记发短信."""
    own = own_words.either("own")
    return re.compile(
        f"^[^\\w]*(?:{own})(?:就|也|又|都|只|还|才|当时|当场|后来){{0,2}}"
        "(?:在|用|给|跟|对着?|向|和|与|同|通过|当着)"
    )


#: The last character of each of these: a look behind has one length.
_ENDS_OF_TO = "".join(sorted({word[-1] for word in _TO.split("|")}))
