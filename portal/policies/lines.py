"""The lines of a file with an official document, freed of markup; and why a file cannot be read at all."""

import re
from dataclasses import dataclass

MARKDOWN_TITLE = re.compile(r"^(#{1,6})\s+(.*)$")
COMMENT = re.compile(r"^<!--.*-->$")
PAGE_MARK = re.compile(r"^[—–－-]\s*\d{1,4}\s*[—–－-]$")
BOLD = re.compile(r"\*\*(.+?)\*\*")
COMPLETE = re.compile(r"[。；！？：…:;!?][”’」』）)》〉]*$")
#: Opening and closing marks; half and full width are mixed within one pair in real files.
BRACKETS = (("（(", "）)"), ("《", "》"), ("“", "”"), ("〔", "〕"))


class UnreadableDocument(Exception):
    """A file that holds nothing to keep.

    ``line`` counts from 1 (0: all of the file); ``code`` names a message of policies/messages.py, filled with
    ``found``.
    """

    def __init__(self, line: int, code: str, found: str = "") -> None:
        super().__init__(f"{line}: {code}")
        self.line, self.code, self.found = line, code, found


@dataclass
class FileLine:
    """One line of the file, without its markup.

    ``number`` counts from 1, ``gap`` is the empty lines above it, ``level`` that of a Markdown heading.
    """

    number: int
    text: str
    gap: int = 0
    level: int = 0


@dataclass(frozen=True)
class Ask:
    """What could not be read, or not surely: a code of policies/messages.py, and what it is about."""

    code: str
    line: int = 0
    found: str = ""
    first: int = 0


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


def read(source: str) -> tuple[list[FileLine], list[str]]:
    """The lines that hold something, freed of Markdown's marks; the page numbers apart."""
    lines: list[FileLine] = []
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
        lines.append(FileLine(number, text, gap, level))
        gap = 0
    return lines, page_marks


def left_open(text: str) -> bool:
    """Whether a bracket is open at the end of a text."""
    return any(_count(text, opening) > _count(text, closing) for opening, closing in BRACKETS)


def _count(text: str, marks: str) -> int:
    return sum(text.count(mark) for mark in marks)
