"""The head of an official document: who issued it, under which number, its title and its dates."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from portal.policies.numerals import DATE, find_date, read_date

NUMBER = re.compile(
    r"^(?P<agency>[\u4e00-\u9fff]{1,16})\s*[〔\[［【（(〈]\s*(?P<year>\d{4})\s*[〕\]］】）)〉]\s*"
    r"第?\s*(?P<serial>\d{1,6})\s*号(?:[\s　]+签发人.*)?$"
)
ALMOST_NUMBER = re.compile(r"^[\u4e00-\u9fff]{1,10}[^\u4e00-\u9fff]*\d{4}[^\u4e00-\u9fff]*\d{0,6}\s*号$")
ORGAN = re.compile(
    r"(?:局|厅|部|委|委员会|办公室|办公厅|政府|国务院|中央|法院|检察院|纪检监察组|监察组|小组|处|院|会|中心|街道办事处)$"
)
LETTERHEAD = re.compile(r"(?:文件|（通知）)$")
PROMULGATED = re.compile(r"(?:公布|发布|修订|修正|印发)[）)]?[\s　]*$")
IN_FORCE = re.compile(r"施行[）)]?[\s　]*$")
DECREE = re.compile(r"^(?:中华人民共和国)?(?P<organ>[\u4e00-\u9fff]+?)令第(?P<serial>\d+)号")
EFFECTIVE = re.compile(rf"自\s*(?:{DATE.pattern})\s*起(?:施行|执行|实施)")
ADDRESSEE = re.compile(r"^(?:各|市|省|区|县|本|局|委|厅|有关|相关|机关).{0,200}[：:]$")
ORGAN_BEFORE_SPACE = re.compile(r"(?:局|厅|部|委|会|办|府|院|组|处|省|市)$")


@dataclass
class Heading:
    """What the head of a document says; empty where it says nothing."""

    title: str = ""
    document_number: str = ""
    issuers: list[str] = field(default_factory=list)
    written_on: date | None = None
    effective_on: date | None = None
    notes: list[str] = field(default_factory=list)


def read_number(line: str) -> str:
    """The document number (文号) in a line, its year set in 〔〕, or an empty text."""
    found = NUMBER.match(line.strip())
    return f"{found['agency']}〔{found['year']}〕{int(found['serial'])}号" if found else ""


def tidy_title(lines: Sequence[str]) -> str:
    """Join the lines of a title.

    A space left by a line break goes; one that parts two organs' names stays.
    """
    text = re.sub(r"[\s　]+", " ", " ".join(lines)).strip()
    parts = text.split(" ")
    title = parts[0]
    for part in parts[1:]:
        both_latin = title[-1:].isascii() and part[:1].isascii()
        names_organs = ORGAN_BEFORE_SPACE.search(title) and not title.endswith("关于")
        title += f" {part}" if both_latin or names_organs else part
    return title


def read_note(note: str, heading: Heading) -> None:
    """Take issuer, number and dates from a line on adoption, such as 2014年2月21日 国务院令第649号公布.

    A later line wins, because a text is what its last amendment made of it. Raises ValueError for a day that
    no calendar has.
    """
    found = DATE.search(note)
    if not found:
        return
    day = read_date(found)
    rest = note[found.end() :].strip(" 　（）()")
    if IN_FORCE.search(rest):
        heading.effective_on = day
        return
    if not PROMULGATED.search(rest):
        return
    heading.written_on = day
    if decree := DECREE.match(rest):
        heading.issuers = [decree["organ"]]
        heading.document_number = f"{decree['organ']}令第{int(decree['serial'])}号"
    elif organs := re.sub(r"(?:公布|发布|修订|修正|印发)[）)]?[\s　]*$", "", rest):
        heading.issuers = [part.strip() for part in re.split(r"[、\s　]+", organs) if part.strip()]


def read_effective(paragraphs: Sequence[str]) -> date | None:
    """The day a text says it comes into force (…自2014年5月1日起施行), looked for from its end."""
    for paragraph in reversed(paragraphs):
        if found := EFFECTIVE.search(paragraph):
            return find_date(found[0])
    return None
