"""The head of an official document: who issued it, under which number, its title and its dates.

What the head does not say, or not readably, is left empty and asked (``asks``); it never stops the reading.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path

from portal.policies import notes as adopted
from portal.policies import organs, structure
from portal.policies.lines import COMPLETE, Ask, FileLine, left_open
from portal.policies.numerals import DATE, NUMERAL, find_date
from protection.data_tables import DataTable

NUMBER = re.compile(
    r"^(?P<agency>[\u4e00-\u9fff]{1,16})\s*[〔\[［【（(〈]\s*(?P<year>\d{4})\s*[〕\]］】）)〉]\s*+"
    r"(?:第\s*+)?(?P<serial>\d{1,6})\s*号(?:[\s　]+签发人.*)?$"
)
ALMOST_NUMBER = re.compile(r"^[\u4e00-\u9fff]{1,10}(?>[^\u4e00-\u9fff]*?\d{4})[^\u4e00-\u9fff]*+号$")
SERIAL = re.compile(rf"^(?:\d{{4}}年)?第?[\s　]*(?:\d{{1,4}}|{NUMERAL})[\s　]*号$")
ORDER = re.compile(r"^[\u4e00-\u9fff\s　]{2,40}(?:令|公[\s　]*告)$")
KEY = re.compile(
    r"^(?:[【\[](?P<boxed>[\u4e00-\u9fff\s　]{2,12})[】\]][\s　：:]*"
    r"|(?P<key>[\u4e00-\u9fff\s　]{2,12}?)[\s　]*[：:][\s　]*)(?P<value>.*)$"
)
#: How a line begins that stands for itself, whatever stood before it.
BEGINNINGS = (
    structure.CHAPTER,
    structure.ARTICLE,
    structure.HEADING,
    structure.SUBHEADING,
    structure.CONTENTS,
    re.compile(r"^(?:附\s*件|附\s*[:：]|抄送|\d{1,2}[.．、](?!\d))"),
)
ADDRESSEE = re.compile(r"^(?:各|市|省|区|县|本|局|委|厅|有关|相关|机关).{0,200}[：:]$")
ORGAN_BEFORE_SPACE = re.compile(r"(?:局|厅|部|委|会|办|室|署|行|府|院|组|处|省|市)$")
NAMED = re.compile(r"《([^《》]{2,60})》")
#: Lines over which a note may run.
LONGEST_NOTE = 12


@dataclass(frozen=True)
class HeadingKey:
    """A key as it stands on government sites, and what it gives; empty: nothing that is kept."""

    key: str
    gives: str = ""


KEYS = DataTable(Path(__file__).parent / "data" / "head_keys.csv", HeadingKey, key=("key",))


@dataclass
class Heading:
    """What the head of a document says; empty where it says nothing."""

    title: str = ""
    document_number: str = ""
    issuers: list[str] = field(default_factory=list)
    #: Issuers that the title names only by kind: 市民政局.
    relative: list[str] = field(default_factory=list)
    written_on: date | None = None
    effective_on: date | None = None
    notes: list[str] = field(default_factory=list)
    history: adopted.NotesRead = field(default_factory=adopted.NotesRead)
    asks: list[Ask] = field(default_factory=list)


@cache
def _keys() -> dict[str, str]:
    return {row.key: row.gives for row in KEYS.rows}


def read_number(line: str) -> str:
    """The document number (文号) in a line, its year set in 〔〕, or an empty text."""
    bare = line.strip()
    if bare[:1] in "（(" and bare[-1:] in "）)":
        bare = bare[1:-1].strip()
    found = NUMBER.match(bare)
    return f"{found['agency']}〔{found['year']}〕{int(found['serial'])}号" if found else ""


def tidy_title(lines: Sequence[str]) -> str:
    """Join the lines of a title.

    A space left by a line break goes; one that parts two organs' names stays.
    """
    text = re.sub(r"[\s　]+", " ", " ".join(lines)).strip()
    parts = text.split(" ")
    title = parts[:1]
    for before, part in pairwise(parts):
        both_latin = before[-1:].isascii() and part[:1].isascii()
        names_organs = ORGAN_BEFORE_SPACE.search(before[-2:])
        title += [" ", part] if both_latin or names_organs else [part]
    return "".join(title)


def part(lines: list[FileLine]) -> tuple[list[FileLine], list[FileLine]]:
    """Part the head from the text; a note that was torn over several lines is one line of the head.

    The text begins with whom it addresses, its first heading or first sentence.
    """
    head: list[FileLine] = []
    position = 0
    while position < len(lines):
        line = lines[position]
        run = _note_length(lines, position)
        if run > 1:
            text = "".join(each.text for each in lines[position : position + run])
            head.append(FileLine(line.number, text, line.gap))
            position += run
            continue
        if line.level != 1 and not _is_fact(line.text) and _begins_text(line):
            break
        head.append(line)
        position += 1
    return head, lines[position:]


def _begins_text(line: FileLine) -> bool:
    begins = ADDRESSEE.match(line.text) or any(rule.match(line.text) for rule in BEGINNINGS)
    return bool(begins or COMPLETE.search(line.text))


def _is_fact(text: str) -> bool:
    """Whether a line of the head says one thing about the document, whatever mark it ends with."""
    return bool(adopted.NOTE.match(text) or _key(text) or read_number(text))


def _key(text: str) -> tuple[str, str] | None:
    found = KEY.match(text)
    key = re.sub(r"[\s　]", "", found["boxed"] or found["key"]) if found else ""
    return (_keys()[key], found["value"].strip()) if found and key in _keys() else None


def _note_length(lines: list[FileLine], position: int) -> int:
    """Over how many lines a note runs whose bracket is left open; 0 where none begins."""
    text = lines[position].text
    if not (adopted.BEGUN.match(text) and left_open(text)):
        return 0
    for run, line in enumerate(lines[position + 1 : position + LONGEST_NOTE], start=2):
        text += line.text
        if not left_open(text):
            return run if adopted.NOTE.match(text) else 0
    return 0


def read(head: Sequence[FileLine]) -> Heading:
    """Read the lines of a head."""
    reader = _Reader()
    for line in head:
        reader.take(line)
    return reader.heading()


class _Reader:
    """Takes up one line after the other; what they come to is known at the end."""

    def __init__(self) -> None:
        self.found = Heading()
        self.title: list[str] = []
        self.letterhead: list[str] = []
        self.loose: list[tuple[str, bool]] = []
        """Lines that are nothing else: the title, or a letterhead of a form not known. Was a number above?"""
        self.has_title = False
        self.order = ""

    def take(self, line: FileLine) -> None:
        """Take up one line."""
        text, found = line.text, self.found
        if line.level == 1 and not self.has_title:
            self.title, self.has_title = [text], True
        elif adopted.NOTE.match(text):
            found.notes.append(text)
            self._try(line, lambda: adopted.read(text, found.history))
        elif key := _key(text):
            self._fact(line, *key)
        elif number := read_number(text):
            found.document_number = number
        elif self._take_order(text):
            pass
        elif ALMOST_NUMBER.match(text):
            found.asks.append(Ask("odd_number", line.number, text))
        elif DATE.fullmatch(text.strip("（）() 　")):
            self._try(line, lambda: setattr(found, "written_on", find_date(text)))
        elif names := organs.split(text):
            self.letterhead += names
        elif not organs.LETTERHEAD.sub("", text):
            pass  # 文件 on a line of its own
        else:
            self.loose.append((text, bool(found.document_number)))

    def _take_order(self, text: str) -> bool:
        """An order's letterhead, on one line or two: 民政部令 第66号."""
        bare = re.sub(r"[\s　]", "", text)
        if ORDER.match(text) and "关于" not in bare:
            self.order = bare
            return True
        whole = self.order + bare if SERIAL.match(text) else bare
        if decree := adopted.DECREE.fullmatch(whole):
            names, self.found.document_number = adopted.decree_of(decree)
            self.letterhead += names
            return True
        return False

    def _fact(self, line: FileLine, gives: str, value: str) -> None:
        found = self.found
        if gives == "title":
            self.title, self.has_title = [value], True
        elif gives == "issuer":
            self.letterhead += organs.split(value) or ([value] if value else [])
        elif gives == "number" and value:
            found.document_number = read_number(value) or (value[:80] if value.endswith("号") else "")
        elif gives in {"written_on", "effective_on"} and value:
            self._try(line, lambda: setattr(found, gives, find_date(value)))

    def _try(self, line: FileLine, act) -> None:
        """A day that no calendar has is asked about."""
        try:
            act()
        except ValueError:
            self.found.asks.append(Ask("impossible_date", line.number, line.text[:80]))

    def heading(self) -> Heading:
        """What all lines came to."""
        found = self.found
        below = [text for text, after_number in self.loose if after_number]
        above = [text for text, after_number in self.loose if not after_number]
        if not self.has_title:
            self.title = below or above or ([self.order] if self.order.endswith("公告") else [])
            if below:
                self.letterhead = [organs.LETTERHEAD.sub("", text) for text in above] + self.letterhead
        found.title = tidy_title(self.title) if self.title else ""
        named = organs.before_title(found.title)
        found.relative = [name for name in named if organs.is_relative(name)]
        found.issuers = (
            list(dict.fromkeys(self.letterhead))
            or found.history.issuers
            or [name for name in named if name not in found.relative]
        )
        found.document_number = found.document_number or found.history.number
        found.written_on = found.history.written_on or found.written_on
        found.effective_on = found.effective_on or found.history.effective_on
        return found
