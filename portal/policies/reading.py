"""Reading one file with an official document: its head, its text, and the lines that were torn apart.

The files come from pages that were scanned or copied: a line may end in the middle of a sentence where the
page ended. Such lines are joined; nothing else is changed, and no character is lost.
Pure: no Django, no database.
"""

import re
from dataclasses import dataclass, field
from datetime import date

from portal.policies import heading as heads
from portal.policies import structure
from portal.policies.numerals import DATE, find_date

MARKDOWN_TITLE = re.compile(r"^(#{1,6})\s+(.*)$")
COMMENT = re.compile(r"^<!--.*-->$")
PAGE_MARK = re.compile(r"^[—–－-]\s*\d{1,4}\s*[—–－-]$")
BOLD = re.compile(r"\*\*(.+?)\*\*")
COMPLETE = re.compile(r"[。；！？：…:;!?][”’」』）)》〉]*$")
STARTS_ANEW = (
    structure.CHAPTER,
    structure.ARTICLE,
    structure.HEADING,
    structure.SUBHEADING,
    re.compile(r"^(?:附件|附\s*[:：]|抄送|\d{1,2}[.．、](?!\d))"),
)
GENRE_WORD = re.compile(
    r"(?:方案|办法|细则|规定|意见|通知|公告|条例|规则|标准|目录|清单|计划|规划|制度|要点|名单|函)(?:（.{1,6}）)?$"
)
LONGEST_TITLE = 60
BRACKETS = (("（(", "）)"), ("《", "》"), ("“", "”"), ("〔", "〕"))
"""Opening and closing marks; half and full width are mixed within one pair in real files."""


class UnreadableDocument(Exception):
    """A document that cannot be taken as it is.

    ``line`` counts from 1 (0: all of the file); ``code`` names a message of policies/messages.py, filled with
    ``found`` and ``first``.
    """

    def __init__(self, line: int, code: str, found: str = "", first: int = 0) -> None:
        super().__init__(f"{line}: {code}")
        self.line, self.code, self.found, self.first = line, code, found, first


@dataclass
class Line:
    """One line of the file, without its markup.

    ``number`` counts from 1, ``gap`` is the empty lines above it.
    """

    number: int
    text: str
    gap: int
    level: int = 0


@dataclass
class Reading:
    """What was read: the metadata, the lines of the head, and the text with one paragraph a line."""

    title: str
    document_number: str
    issuers: list[str]
    written_on: date | None
    effective_on: date | None
    paragraphs: list[str]
    head: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    page_marks: list[str] = field(default_factory=list)
    joined: list[int] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(self.paragraphs)


def decode(data: bytes) -> str:
    """The text of a file, in UTF-8 or GB18030. Raises UnreadableDocument."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise UnreadableDocument(0, "not_text")


def read(source: str) -> Reading:
    """Read a document.

    Raises UnreadableDocument where no title or no text can be found, or a date cannot be.
    """
    lines, page_marks = _lines(source)
    if not lines:
        raise UnreadableDocument(0, "empty")
    head, body = _part(lines)
    heading = _read_head(head)
    if not heading.title:
        raise UnreadableDocument((head or lines)[0].number, "no_title")
    if not body:
        raise UnreadableDocument(lines[-1].number, "no_text")
    paragraphs, joined = _join(body, heading.title)
    _check_articles(body)
    notes = heading.notes
    closing = [p.text for p in body[-3:]]
    return Reading(
        title=heading.title,
        document_number=heading.document_number,
        issuers=heading.issuers,
        written_on=heading.written_on or _closing_date(closing, body[-1].number),
        effective_on=heading.effective_on or heads.read_effective(paragraphs),
        paragraphs=notes + paragraphs,
        notes=notes,
        head=[line.text for line in head if line.text not in notes],
        page_marks=page_marks,
        joined=joined,
    )


def _lines(source: str) -> tuple[list[Line], list[str]]:
    """The lines that hold something, freed of Markdown's marks; the page numbers apart."""
    lines: list[Line] = []
    page_marks: list[str] = []
    gap = 0
    for number, raw in enumerate(source.splitlines(), start=1):
        text = raw.strip(" \t　\ufeff")
        if PAGE_MARK.match(text):
            page_marks.append(text)
            continue
        level = 0
        if COMMENT.match(text):
            text = ""
        if found := MARKDOWN_TITLE.match(text):
            level, text = len(found[1]), found[2]
        text = BOLD.sub(r"\1", text).strip(" \t　")
        if not text:
            gap += 1
            continue
        lines.append(Line(number, text, gap, level))
        gap = 0
    return lines, page_marks


def _part(lines: list[Line]) -> tuple[list[Line], list[Line]]:
    """Part the head from the text.

    The text begins with whom it addresses, its first heading or first sentence.
    """
    for position, line in enumerate(lines):
        begins = heads.ADDRESSEE.match(line.text) or any(rule.match(line.text) for rule in STARTS_ANEW)
        is_note = structure.NOTE.match(line.text)
        if position and (begins or (COMPLETE.search(line.text) and not is_note)):
            return lines[:position], lines[position:]
        if not position and not line.level and COMPLETE.search(line.text):
            return [], lines
    return lines, []


def _read_head(head: list[Line]) -> heads.Heading:
    found = heads.Heading()
    title: list[str] = []
    organs: list[str] = []
    for line in head:
        if line.level == 1:
            title = [line.text]
        elif structure.NOTE.match(line.text):
            _take_note(line, found)
        elif number := heads.read_number(line.text):
            # What stood above the number was the letterhead; the title comes under it.
            organs += title
            title = []
            found.document_number = number
        elif heads.ALMOST_NUMBER.match(line.text):
            raise UnreadableDocument(line.number, "odd_number", found=line.text)
        elif DATE.fullmatch(line.text.strip("（）() ")):
            found.written_on = _date(line)
        else:
            title.append(line.text)
    if not found.document_number and not any(line.level == 1 for line in head):
        # Without a number, organs' names above the title are still a letterhead.
        while len(title) > 1 and (heads.LETTERHEAD.search(title[0]) or heads.ORGAN.search(title[0])):
            organs.append(title.pop(0))
    found.title = heads.tidy_title(title)
    found.issuers = [heads.LETTERHEAD.sub("", organ) for organ in organs] or found.issuers
    return found


def _take_note(line: Line, found: heads.Heading) -> None:
    found.notes.append(line.text)
    try:
        heads.read_note(line.text, found)
    except ValueError:
        raise _impossible_date(line.number, line.text) from None


def _date(line: Line) -> date | None:
    try:
        return find_date(line.text)
    except ValueError:
        raise _impossible_date(line.number, line.text) from None


def _impossible_date(line: int, text: str) -> UnreadableDocument:
    return UnreadableDocument(line, "impossible_date", found=text)


def _closing_date(closing: list[str], last_line: int) -> date | None:
    """The date under a notice (2020年4月10日印发), if its last lines have one."""
    for text in reversed(closing):
        found = DATE.search(text)
        if found and not structure.SENTENCE_END.search(text):
            return _date(Line(last_line, text, 0))
    return None


def _join(body: list[Line], title: str) -> tuple[list[str], list[int]]:
    """Join lines torn apart in mid-sentence.

    Return the paragraphs and the numbers of the lines joined to others.
    """
    named = {re.sub(r"[\s　]", "", name) for name in re.findall(r"《([^》]+)》", title)}
    paragraphs: list[str] = []
    joined: list[int] = []
    closed = True
    for position, line in enumerate(body):
        if not closed and not _stands_alone(line, body, position) and not line.level:
            glue = (
                " "
                if paragraphs[-1][-1].isascii() and line.text[0].isascii() and line.text[0].isalpha()
                else ""
            )
            paragraphs[-1] += glue + line.text
            joined.append(line.number)
        else:
            attached = _is_attached_title(line, body, position, named, closed)
            paragraphs.append(f"# {line.text}" if attached else line.text)
            if attached or line.level or _is_heading(line.text):
                closed = True
                continue
        closed = _is_complete(paragraphs[-1])
    return paragraphs, joined


def _is_complete(text: str) -> bool:
    """Whether a paragraph has come to its end: a full stop, and no bracket left open."""
    return bool(COMPLETE.search(text)) and not _left_open(text)


def _is_heading(text: str) -> bool:
    """A numbered line short enough to be a heading is complete without a full stop."""
    numbered = (
        structure.CHAPTER.match(text) or structure.HEADING.match(text) or structure.SUBHEADING.match(text)
    )
    stop = structure.SENTENCE_END.search(text)
    runs_on = stop is not None and stop.end() < len(text)
    return bool(numbered) and len(text) <= structure.LONGEST_HEADING and not runs_on and not _left_open(text)


def _left_open(text: str) -> bool:
    return any(_count(text, opening) > _count(text, closing) for opening, closing in BRACKETS)


def _count(text: str, marks: str) -> int:
    return sum(text.count(mark) for mark in marks)


def _stands_alone(line: Line, body: list[Line], position: int) -> bool:
    """Whether a line begins something of its own whatever stood before it.

    A heading, an article, the signature.
    """
    if any(rule.match(line.text) for rule in STARTS_ANEW):
        return True
    return position >= len(body) - 3 and _is_signature(line, body[position:])


def _is_signature(line: Line, rest: list[Line]) -> bool:
    """The office and the date that close a notice, each on its own line."""
    if any(structure.ANY_STOP.search(following.text) for following in rest):
        return False
    return bool(DATE.search(rest[-1].text)) and len(line.text) <= 40


def _is_attached_title(line: Line, body: list[Line], position: int, named: set[str], closed: bool) -> bool:
    """The title of a text that the notice carries.

    Named in 《》 in the notice's title, or set apart and so called.
    """
    if re.sub(r"[\s　]", "", line.text) in named:
        return True
    plain = not structure.ANY_STOP.search(line.text) and len(line.text) <= LONGEST_TITLE
    apart = line.gap >= 2 and closed and position > 0
    return bool(plain and apart and GENRE_WORD.search(line.text) and not _is_signature(line, body[position:]))


def _check_articles(body: list[Line]) -> None:
    """Refuse an article number that comes twice: a link to it could mean either."""
    seen: dict[str, int] = {}
    for line in body:
        found = structure.ARTICLE.match(line.text)
        if found is None:
            continue
        if found[1] in seen:
            raise UnreadableDocument(line.number, "article_again", found=found[1], first=seen[found[1]])
        seen[found[1]] = line.number
