"""What plainly asks the inspection group for something, or turns to it: 请纪检组来查, 我要向纪委反映.

Where the group would read the case, words that name it mean it (``inspecting``), unless they stand in such
words: a table that an official can read and change (``data/words/asking_inspectors.csv``). In doubt nothing
is plain. What each sort is:

``ask``    before the group, with ``work`` behind: 希望…管管; ``fear``: the same, 怕…查
``modal``  behind the group at the beginning of a clause: …应该查查; ``manner``: between, 尽快, 依法
``work``   what it shall do, whatever follows; ``comes``: only where none of ``feast`` does, 来村里喝酒
``turn``   before it, with ``report`` behind, and with ``weak`` only where the ``writer`` does it: 我给…写信
``letter``, ``go`` by themselves, where the writer does it: 写信给…, 只好去找…
``hand``   转交…; with nothing behind it but what it shall do
``place``, ``people`` between these: 市民政局, 的同志
``done``, ``before`` behind and before what was done already: 向…反映过; who has it then may be meant
``back``   turns a request against them: 请…查自己人
``greet``, ``contact`` before and behind the group at work on the case: 谢谢…, …让我补材料
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, get_args

from complaints.texts import words
from complaints.texts.names import GAP
from protection.data_tables import DataTable

Sort = Literal[
    "ask", "fear", "modal", "manner", "work", "comes", "feast", "turn", "report", "weak", "writer",
    "letter", "go", "hand", "place", "people", "done", "before", "back", "greet", "contact",
]  # fmt: skip


@dataclass(frozen=True)
class Asking:
    """A word beside the group where it is asked, and where it stands."""

    word: str
    sort: Sort


TABLE = DataTable(
    Path(__file__).parents[1] / "data" / "words" / "asking_inspectors.csv", Asking, key=("word", "sort")
)
#: Somebody else ends so right before what is asked: 村长请纪检组…, 他们让纪委….
_ANOTHER = "(?<![长记任计部里他她所办局员])(?<!他们)(?<!她们)(?<!人们)"
#: What else may stand between the group and what it shall do: 百忙中过问; nothing of what people do together.
_BETWEEN = "[^的人们和跟与同给把被吃喝住玩送拿收分说讲不没别烟酒礼钱车饭]{0,6}?"
#: So far behind a request it may turn against them.
_FAR = 60
#: So far before it may stand that it was done already: 去年我向….
_SINCE = 8


def without_requests(clause: str, names: str, *, salutes: bool = False) -> str:
    """Return a clause, folded, without what plainly asks whoever ``names`` (the source of a pattern) means.

    ``salutes``: a colon follows, so that it may be a letter's salutation.
    """
    said = _plain(names).sub(_unless_done, clause)
    return GAP if salutes and _salutation(names).fullmatch(said) else said


def _unless_done(found: re.Match[str]) -> str:
    """Nothing is plain of what was done already: 上次向纪委反映."""
    since = found.string[max(0, found.start() - _SINCE) : found.end()]
    return found.group() if found.lastgroup == "turned" and _sort("before").search(since) else GAP


@cache
def _plain(names: str) -> re.Pattern[str]:
    """Each part is bounded, so that nothing runs away."""
    word = {sort: f"(?:{_sort(sort).pattern})" for sort in get_args(Sort)}
    place, people = f"{word['place']}{{0,5}}", f"{word['people']}{{0,3}}"
    group = f"{place}(?:{names})(?:{names}|{word['place']}|{word['people']}){{0,6}}?{people}"
    never = f"(?!.{{0,{_FAR}}}?{word['back']})"
    work = f"(?:{word['work']}(?!过|了|完)|{word['comes']}(?!过|了)(?!.{{0,{_FAR}}}?{word['feast']})){never}"
    manner, not_done = f"{word['manner']}{{0,4}}", f"(?!{word['done']}){never}"
    mine = f"^{word['writer']}{{0,6}}"
    return re.compile(
        f"{_ANOTHER}{word['ask']}{group}(?:{word['modal']}|{word['manner']}){{0,5}}{_BETWEEN}{work}"
        f"|(?<![不没别才啥还]){word['fear']}{group}{manner}{work}"
        f"|^{group}{word['modal']}(?:{word['modal']}|{word['manner']}){{0,4}}{work}(?!.{{0,{_FAR}}}?[不没])"
        f"|(?P<turned>{word['turn']}{{1,2}}{group}{manner}{word['report']}{not_done}"
        f"|{word['hand']}{group}(?:{manner}{work}|$)"
        f"|{mine}{word['turn']}{group}{manner}{word['weak']}{not_done}"
        f"|{mine}(?:{word['letter']}|{word['go']}){group}$)"
    )


def after_contact(clause: str, names: str) -> str | None:
    """Return what follows in a clause, folded, that tells only of what one has to do with the group at work:
    谢谢纪检的同志, 纪检组让我|补一张收据; None for any other clause.
    """
    found = _contact(names).fullmatch(clause)
    return (found.group("greeted") or found.group("told") or "") if found else None


def is_greeting(clause: str, names: str) -> bool:
    """Whether such a clause is said to the group, so that what comes next is of somebody else."""
    found = _contact(names).fullmatch(clause)
    return bool(found and found.group("told") is None)


@cache
def _contact(names: str) -> re.Pattern[str]:
    greet, contact = (f"(?:{_sort(sort).pattern})" for sort in ("greet", "contact"))
    place, people, writer = (f"(?:{_sort(sort).pattern})" for sort in ("place", "people", "writer"))
    group = f"{place}{{0,3}}(?:{names}){people}{{0,3}}"
    return re.compile(
        f"{writer}{{0,4}}(?:{greet}{group}(?:{contact}(?P<greeted>.{{0,12}})|了)?"
        f"|{group}{contact}(?P<told>.{{0,12}}))"
    )


@cache
def _salutation(names: str) -> re.Pattern[str]:
    place, people = _sort("place").pattern, _sort("people").pattern
    return re.compile(
        f"(?:尊敬的|敬爱的|亲爱的|致|呈)?(?:{place}){{0,5}}(?:{names})(?:{names}|{place}|{people}){{0,8}}"
        "(?:您好|你好|你们好)?"
    )


@cache
def _sort(sort: str) -> re.Pattern[str]:
    return re.compile(words.either([row.word for row in TABLE.rows if row.sort == sort]))
