"""Joining the lines of a scanned or copied page to paragraphs: only what was torn, and nothing is lost.

A line is torn where it ends in mid-sentence and is as long as a line of the page, or leaves a bracket open.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from portal.policies import structure
from portal.policies.heading import BEGINNINGS
from portal.policies.lines import COMPLETE, Ask, FileLine, left_open
from portal.policies.parts import Outline

#: Characters. A shorter line that ends without a mark was meant to end there: a row, an entry, a name.
SHORTEST_TORN = 20
GOES_ON = "，、,（(《〔“"
#: A figure that stands apart at the end of a line ends a row.
ENDS_IN_CELL = re.compile(r"[\s　]\d[\d,.]*[元户人%％]{0,2}$")
#: Characters over which a bracket may stay open; beyond them it was never closed.
LONGEST_OPEN = 2_000
LONGEST_PARAGRAPH = 10_000


@dataclass
class Joined:
    """The paragraphs, attached titles marked with ``#``; which lines were joined, and what is not sure."""

    paragraphs: list[str] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    asks: list[Ask] = field(default_factory=list)


def join(body: Sequence[FileLine], outline: Outline) -> Joined:
    """Join what was torn. Two figures are never put together: 20 and 2 on lines of their own are not 202."""
    found = Joined()
    paragraphs, joined = found.paragraphs, found.lines
    closed = True
    position = 0
    while position < len(body):
        line = body[position]
        if length := outline.titles.get(position):
            title = " ".join(each.text for each in body[position : position + length])
            paragraphs.append(f"# {title}")
            closed = True
            position += length
            continue
        if closed or line.level or position in outline.alone or _begins(line):
            paragraphs.append(line.text)
        elif paragraphs[-1][-1].isdigit() and line.text[0].isdigit():
            found.asks.append(Ask("torn_number", line.number, f"{paragraphs[-1][-10:]} / {line.text[:10]}"))
            paragraphs.append(line.text)
        else:
            paragraphs[-1] += _glue(paragraphs[-1], line.text) + line.text
            joined.append(line.number)
        closed = (
            bool(line.level)
            or position in outline.alone
            or _is_heading(line.text)
            or not _is_torn(paragraphs[-1], line.text)
        )
        position += 1
    return found


def _begins(line: FileLine) -> bool:
    return any(rule.match(line.text) for rule in BEGINNINGS)


def _glue(before: str, after: str) -> str:
    """Two Latin words keep the space that the end of a line stood for."""
    return " " if before[-1].isascii() and after[0].isascii() and after[0].isalpha() else ""


def _is_torn(paragraph: str, line: str) -> bool:
    if len(paragraph) > LONGEST_PARAGRAPH:
        return False
    if len(paragraph) < LONGEST_OPEN and left_open(paragraph):
        return True
    if COMPLETE.search(paragraph[-20:]) or ENDS_IN_CELL.search(line[-20:]):
        return False
    return paragraph.endswith(tuple(GOES_ON)) or len(line) >= SHORTEST_TORN


def _is_heading(text: str) -> bool:
    """A numbered line short enough to be a heading is complete without a full stop."""
    numbered = (
        structure.CHAPTER.match(text) or structure.HEADING.match(text) or structure.SUBHEADING.match(text)
    )
    stop = structure.SENTENCE_END.search(text)
    runs_on = stop is not None and stop.end() < len(text)
    return bool(numbered) and len(text) <= structure.LONGEST_HEADING and not runs_on and not left_open(text)
