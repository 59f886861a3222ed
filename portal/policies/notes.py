"""Lines on adoption and amendment (题注): who passed a text, when, and what it became later.

Such a line holds one clause after another, each with its day: （1999年…通过　根据2018年…《…》第二次修正）.
"""

import re
from dataclasses import dataclass, field
from datetime import date

from portal.policies import organs
from portal.policies.numerals import DATE, NUMERAL, number, read_date

VERBS = "审议通过|审议批准|通过|批准|公布|发布|颁布|印发|制定|修订|修正|修改|施行|实施|执行|废止"
NOTE = re.compile(
    rf"^[（(【\[]?[\s　]*+(?:(?:根据|自)[\s　]*+)?(?:{DATE.pattern}).*(?:{VERBS})"
    r"[；;，,。\s　]*+[）)】\]]?[；;，,。\s　]*+$"
)
#: A note that is longer than its line: its bracket is closed further down.
BEGUN = re.compile(rf"^[（(][\s　]*+(?:根据[\s　]*+)?(?:{DATE.pattern})(?!\s*[）)]?\s*$)")
VERB = re.compile(rf"(?:{VERBS})")
TITLES = re.compile(r"《[^《》]*》|[（(][^（）()]*[）)]")
TIMES = re.compile(rf"第(?:{NUMERAL}|\d+)次$")
DECREE = re.compile(
    rf"(?P<organ>[\u4e00-\u9fff][\u4e00-\u9fff、]{{1,39}}?)(?P<kind>令|公告)[\s　（(]*+"
    rf"(?:(?P<year>\d{{4}}年)[\s　]*+)?(?:第[\s　]*+)?(?P<serial>\d{{1,4}}|{NUMERAL})[\s　]*号"
)
MEETING = re.compile(
    rf"^(?P<place>[\u4e00-\u9fff]{{0,12}}?)第(?:{NUMERAL}|\d+)届(?P<body>[\u4e00-\u9fff]{{2,16}}?)"
    rf"(?:第(?:{NUMERAL}|\d+)次)?(?:全体)?会议"
)
SITTING = re.compile(
    rf"^(?P<body>[\u4e00-\u9fff]{{2,24}}?)(?:第?(?:{NUMERAL}|\d+)次)?(?:常务|部务|厅务|局务|委务|全体|办公|政治局)?会议"
)
AT_ONCE = re.compile(r"自(?:公布|发布|颁布|印发|下发)之日起(?:正式)?(?:施行|实施|执行)")
PASSING = frozenset({"审议通过", "通过", "公布", "发布", "颁布", "印发", "制定", "修订"})
AMENDING = frozenset({"修正", "修改"})
IN_FORCE = frozenset({"施行", "实施", "执行"})


@dataclass
class NotesRead:
    """What the notes of a text say, the last word winning."""

    issuers: list[str] = field(default_factory=list)
    number: str = ""
    first_on: date | None = None
    written_on: date | None = None
    effective_on: date | None = None
    repealed: bool = False


def read(notes: str, history: NotesRead) -> None:
    """Take up what a note says. Raises ValueError for a day that no calendar has."""
    days = list(DATE.finditer(notes))
    ends = [found.start() for found in days[1:]] + [len(notes)]
    for found, end in zip(days, ends, strict=True):
        _clause(read_date(found), notes[found.end() : end], history)


def _clause(day: date, words: str, history: NotesRead) -> None:
    """One day and what happened on it."""
    bare = TITLES.sub("", words).strip(" 　（）()【】；;，,。、")
    at_once = AT_ONCE.search(bare)
    bare = AT_ONCE.sub("", bare)
    verbs = list(VERB.finditer(bare))
    if not verbs:
        return
    verb, subject = verbs[-1][0], bare[: verbs[-1].start()]
    if verb in IN_FORCE:
        history.effective_on = day
    elif verb == "废止":
        history.repealed = True
    else:
        history.first_on = history.first_on or day
        history.written_on = day
        history.effective_on = day if at_once else history.effective_on
        _actors(TIMES.sub("", subject.strip(" 　")), verb, history)


def _actors(subject: str, verb: str, history: NotesRead) -> None:
    """Who did it, under which number. An amendment does not make its maker the law's."""
    if decree := DECREE.search(subject):
        names, history.number = decree_of(decree)
    else:
        names = _meeting(subject) or organs.split(subject.removeprefix("由").removeprefix("经"))
    names = [name for name in names if not organs.is_relative(name)]
    if names and (verb in PASSING or (verb in AMENDING and not history.issuers)):
        history.issuers = names


def decree_of(found: re.Match[str]) -> tuple[list[str], str]:
    """The organs of an order and its number as it is cited: 国务院令第649号.

    A chairman's order promulgates what a congress passed, so that it names no organ.
    """
    names = [name.removeprefix("中华人民共和国") for name in found["organ"].split("、")]
    text = f"{'、'.join(names)}{found['kind']}{found['year'] or ''}第{number(found['serial'])}号"
    return ([] if names == ["主席"] else names), text


def _meeting(subject: str) -> list[str]:
    """The organ that met: 第九届全国人民代表大会常务委员会第十一次会议."""
    if found := MEETING.match(subject):
        return [organs.full(found["place"] + found["body"])]
    found = SITTING.match(subject)
    return organs.split(found["body"]) if found else []
