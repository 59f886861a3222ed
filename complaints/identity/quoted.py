"""Whether "I" is somebody else, whose words a text repeats: 会计说：“我叫孙继财，你去告吧”.

What the accused says of himself is evidence, and tells nothing of who writes. Who speaks is looked for before
the word for saying, or before the open quotation mark: nearest first, and not whom it was said to.
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
_MARKS = " \t:,、-—"
#: Before whom something is said to: 跟我说, 告诉他说.
_TO = "跟|对|向|给|和|与|同|朝|冲|找|问|让|替|骂|喊|逼|着|吓|唬|威胁|警告|告诉|通知|回复"


def is_anothers(form: str, at: int) -> bool:
    """Whether somebody else says what begins at a place of the form of a text (``protection.comparing``)."""
    before = form[max(0, at - _BLOCK) : at]
    opened = _open_quote(before)
    if opened is not None:
        told = _sentence(before[:opened].rstrip(_MARKS))
        return _is_by_another(told)
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
    for clause in reversed(_CLAUSE.split(told)):
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


#: The last character of each of these: a look behind has one length.
_ENDS_OF_TO = "".join(sorted({word[-1] for word in _TO.split("|")}))
