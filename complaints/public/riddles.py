"""Questions in words for who cannot see the picture: of four kinds, so that no three lines of script do.

A riddle is stored as ``sum:3+5``, ``odd:a0a3f1a5a2``, ``letter:2:village`` or ``after:2`` and put into words
when it is shown, so it survives a change of language; its answer is taken in either language.
"""

import secrets
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NamedTuple

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from protection.data_tables import DataTable


@dataclass(frozen=True)
class RiddleWord:
    """One row: a word everybody knows, and the group it belongs to."""

    key: str
    group: Literal["animal", "fruit", "house", "weather"]
    chinese: str
    english: str


TABLE = DataTable(Path(__file__).parents[1] / "data" / "riddle_words.csv", RiddleWord, key=("key",))
#: Words of which one does not belong to the others.
ODD_AMONG = 5
#: Words whose characters are asked for, longer than two so that counting is needed.
SPELT = ("民政服务", "村民委员会", "社会救助", "办事大厅", "village", "mountain", "winter", "garden")


class Riddle(NamedTuple):
    """What is stored: the riddle, and its answer in the form that ``normal`` gives."""

    text: str
    answer: str


def make() -> Riddle:
    """Make a riddle of a kind drawn at random."""
    return secrets.choice(list(_KINDS.values())).make()


def question(text: str) -> str:
    """Put a stored riddle into words of the current language."""
    kind, _colon, rest = text.partition(":")
    return _KINDS[kind].ask(rest) if kind in _KINDS else ""


def normal(text: str, typed: str) -> str:
    """Give what somebody typed in answer to a stored riddle in the form in which its answer is stored."""
    kind, _colon, rest = text.partition(":")
    # One that an earlier release asked was a sum.
    return _KINDS.get(kind, _KINDS["sum"]).read(rest, plain(typed))


def plain(typed: str) -> str:
    """What was typed without blanks, full-width forms, capitals and a full stop at its end."""
    return "".join(unicodedata.normalize("NFKC", typed or "").lower().split()).rstrip("。.")


# --- Sums ---------------------------------------------------------------------------------------------------


def _make_sum() -> Riddle:
    left, right = 1 + secrets.randbelow(9), 1 + secrets.randbelow(9)
    if secrets.randbelow(2):
        return Riddle(f"sum:{left}+{right}", str(left + right))
    left, right = max(left, right), min(left, right)
    return Riddle(f"sum:{left}-{right}", str(left - right))


def _ask_sum(rest: str) -> str:
    left, sign, right = tuple(rest)
    numbers = _numbers()
    template = (
        _("What is %(left)s plus %(right)s?") if sign == "+" else _("What is %(left)s minus %(right)s?")
    )
    return template % {"left": numbers[int(left)], "right": numbers[int(right)]}


def _read_number(_rest: str, answer: str) -> str:
    return _SPOKEN.get(answer, answer)


# --- The word that does not belong --------------------------------------------------------------------------


def _make_odd() -> Riddle:
    random = secrets.SystemRandom()
    groups = sorted({word.group for word in TABLE.rows})
    many, one = random.sample(groups, 2)
    odd = random.choice([word.key for word in TABLE.rows if word.group == one])
    keys = [odd, *random.sample([word.key for word in TABLE.rows if word.group == many], ODD_AMONG - 1)]
    random.shuffle(keys)
    answer = next(word.chinese for word in TABLE.rows if word.key == odd)
    return Riddle("odd:" + "".join(keys), answer)


def _listed(rest: str) -> list[RiddleWord]:
    by_key = {word.key: word for word in TABLE.rows}
    return [by_key[rest[at : at + 2]] for at in range(0, len(rest), 2)]


def _ask_odd(rest: str) -> str:
    chinese = (get_language() or "").startswith("zh")
    words = [word.chinese if chinese else word.english for word in _listed(rest)]
    return _("Which of these does not belong to the others: %(words)s?") % {
        "words": pgettext("between words of a list", ", ").join(words)
    }


def _read_odd(rest: str, answer: str) -> str:
    named = {word.english: word.chinese for word in _listed(rest)}
    return named.get(answer, answer)


# --- A character of a word ----------------------------------------------------------------------------------


def _make_letter() -> Riddle:
    chinese = (get_language() or "").startswith("zh")
    word = secrets.choice([word for word in SPELT if word.isascii() != chinese])
    at = secrets.randbelow(len(word))
    return Riddle(f"letter:{at + 1}:{word}", word[at])


def _ask_letter(rest: str) -> str:
    at, _colon, word = rest.partition(":")
    asked = {"at": _numbers()[int(at)], "word": word}
    return _("Write character number %(at)s of the word “%(word)s”.") % asked


def _read_letter(_rest: str, answer: str) -> str:
    return answer


# --- The day after ------------------------------------------------------------------------------------------


def _make_after() -> Riddle:
    day = secrets.randbelow(7)
    return Riddle(f"after:{day}", _WEEK[(day + 1) % 7])


def _ask_after(rest: str) -> str:
    return _("Which day of the week comes after %(day)s?") % {"day": _days()[int(rest)]}


def _read_day(_rest: str, answer: str) -> str:
    day = answer.removeprefix("星期").removeprefix("周").removeprefix("礼拜")
    return _DAYS.get(day, day)


def _days() -> list[str]:
    """Monday to Sunday in the current language."""
    return [
        pgettext("riddle", "Monday"),
        pgettext("riddle", "Tuesday"),
        pgettext("riddle", "Wednesday"),
        pgettext("riddle", "Thursday"),
        pgettext("riddle", "Friday"),
        pgettext("riddle", "Saturday"),
        pgettext("riddle", "Sunday"),
    ]


def _numbers() -> list[str]:
    """One to nine in the current language, at their own index."""
    return [
        "",
        pgettext("number", "one"),
        pgettext("number", "two"),
        pgettext("number", "three"),
        pgettext("number", "four"),
        pgettext("number", "five"),
        pgettext("number", "six"),
        pgettext("number", "seven"),
        pgettext("number", "eight"),
        pgettext("number", "nine"),
    ]


_CHINESE = "零一二三四五六七八九十"
_ENGLISH = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
_MORE_ENGLISH = ["eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen"]
_SPOKEN = (
    {word: str(number) for number, word in enumerate(_CHINESE)}
    | {"十" + _CHINESE[number]: str(10 + number) for number in range(1, 9)}
    | {word: str(number) for number, word in enumerate(_ENGLISH + _MORE_ENGLISH)}
    | {"〇": "0", "两": "2"}
)
_WEEK = "一二三四五六日"
_ENGLISH_WEEK = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_DAYS = (
    {str(number): day for number, day in enumerate(_WEEK, start=1)}
    | dict(zip(_ENGLISH_WEEK, _WEEK, strict=True))
    | {name[:3]: day for name, day in zip(_ENGLISH_WEEK, _WEEK, strict=True)}
    | {"天": "日", "七": "日"}
)


class RiddleKind(NamedTuple):
    """How riddles of one kind are made, put into words, and their answers read."""

    make: Callable[[], Riddle]
    ask: Callable[[str], str]
    read: Callable[[str, str], str]


_KINDS = {
    "sum": RiddleKind(_make_sum, _ask_sum, _read_number),
    "odd": RiddleKind(_make_odd, _ask_odd, _read_odd),
    "letter": RiddleKind(_make_letter, _ask_letter, _read_letter),
    "after": RiddleKind(_make_after, _ask_after, _read_day),
}
