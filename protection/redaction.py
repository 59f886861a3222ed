"""Taking out of a free text what would identify a person.

For texts that leave the circle of those who may know: the search index, exports, audit entries,
transfer letters.
"""

import re
from collections.abc import Iterable

from protection import announced, known_values
from protection.comparing import alike
from protection.numbers import identifying

MASK = "＊"

_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}", re.ASCII)
#: 房产证 … 第0012345号, 军字第008899号: of a paper that says whose it is, and of no document of an office.
_NUMBERED = re.compile(
    r"(?:(?<![凭保见论验查举取作佐求印])证[^，,。;!?\n]{0,14}?|[军残伤烈权房证婚产]字|权)第\s?([0-9]{4,12})\s?号"
)
#: 身份证后六位071233: whoever knows the place knows the rest; 手机尾号0001: whoever knows the village.
_ENDS = re.compile(
    "(?:身份证?件?|手机|电话)号?码?的?(?:(?:最?[后末尾前][面头边尾]?)[二三四五六七八2-8]位(?:数字?|号码?)?|尾[号数])[是为:]?\\s?([0-9]{3,8}x?)"
)
#: 尾号是0001，前面是1390518: the rest of a mobile number.
_BEGINS = (
    re.compile(
        "(?:前面|前头|前半截|开头|打头|前[三四五六七八3-8]位)(?:几位|数字?|号码?)?(?:就?是|为)?:?\\s?(1[3-9][0-9]{2,7})(?![0-9]|\\s?[年元块户人万个斤亩])"
    ),
    re.compile("(?<![0-9])(1[3-9][0-9]{2,7})(?:开头|打头|起头)"),
)
#: Written so that no machine reads it: cxm1965#qq.com, cxm1965（at）163点com.
_HIDDEN_EMAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]{2,64}\s?(?:[@#]|\(at\)|at|艾特|圈a)\s?(?:qq|163|126|139|189|sina|sohu|foxmail|hotmail|outlook"
    r"|gmail|yeah|aliyun|icloud|yahoo|tom|21cn)\s?[.点。]\s?(?:com|cn|net)(?![\w])",
    re.ASCII,
)
#: In one, or cut by blanks and dots: 苏G 8K2 17. The look ahead counts its characters, however they are cut.
_PLATE = re.compile(
    rf"{announced.PROVINCE}\s?[a-hj-np-z](?=(?:[·•.\s-]{{0,2}}[a-hj-np-z0-9]){{4,5}}[·•.\s-]?[a-hj-np-z0-9挂学](?![a-z0-9]))"
    r"(?=[^0-9]{0,6}[0-9])(?:[·•.\s-]{0,2}[a-hj-np-z0-9]){4,5}[·•.\s-]?[a-hj-np-z0-9挂学](?![a-z0-9])"
)
#: A number that somebody masked in part: its ends still tell the neighbour whose it is. With blanks: stars.
_STARRED = re.compile(r"(?<![0-9])[0-9]{3,14}(?:[*x×]{3,14}[0-9]{0,6}|\s?[*×]{3,14}\s?[0-9]{2,6})x?(?![0-9])")


def redact(text: str, known: Iterable[str] = ()) -> str:
    """Mask what identifies a person by its form, and every ``known`` value (a name, an address …).

    By form: ID, bank, telephone and certificate numbers, in whatever script and spacing, e-mail addresses,
    ids of messengers, number plates. Dates, amounts, terms of office and case numbers are evidence and stay.

    Each masked run becomes as many ＊ as it had characters, so that the reader sees something stood there.
    All of them are found spaced out, in full width and in traditional characters too. A known value of a
    single character is left: it would tear holes into every sentence.
    """
    form = alike(text)
    written = _masked(form, known_values.spans(form, known))
    for pattern in (_EMAIL, _HIDDEN_EMAIL, _STARRED, _PLATE):
        written = pattern.sub(_stars, written)
    # Both of the same text: of a card in groups the word before it announces the first group alone.
    written = _masked(written, [*announced.spans(written), *identifying(written)])
    for pattern in (_NUMBERED, _ENDS, *_BEGINS):
        written = pattern.sub(_announced, written)
    return _with_masks(text, written)


def mask_known(text: str, known: Iterable[str]) -> str:
    """Mask every ``known`` value as ``redact`` does, and nothing by its form."""
    form = alike(text)
    return _with_masks(text, _masked(form, known_values.spans(form, known)))


def both(text: str, other: str) -> str:
    """Return a text masked wherever one of two redactions of the same text is.

    One after the other they would hide from each other: of an id with a name in it the rest would stay.
    """
    if text == other:
        return text
    return "".join(MASK if MASK in (mark, beside) else mark for mark, beside in zip(text, other, strict=True))


def _with_masks(text: str, written: str) -> str:
    """The text, masked where its compared form is."""
    if MASK not in written:
        return text
    # A ＊ of the text itself has become * in the form of it, so these are ours.
    return "".join(MASK if now == MASK else mark for mark, now in zip(text, written, strict=True))


def _stars(found: re.Match[str]) -> str:
    return MASK * len(found.group())


def _announced(found: re.Match[str]) -> str:
    """Mask the number, and leave the words around it."""
    written = found.group()
    start, end = (place - found.start() for place in found.span(1))
    return written[:start] + MASK * (end - start) + written[end:]


def _masked(written: str, spans: Iterable[tuple[int, int]]) -> str:
    """Mask what stands between each start and end; they may overlap."""
    marks = list(written)
    for start, end in spans:
        marks[start:end] = MASK * (end - start)
    return "".join(marks)
