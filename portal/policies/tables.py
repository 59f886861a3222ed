"""Rows of a table that stand as lines of text: told from sentences, so that no row runs into the next."""

import re
from collections.abc import Sequence

SENTENCE = re.compile(r"[。；！？，：;!?]")
WIDE = re.compile(r"\t|[ 　]{2,}")
NUMBER = re.compile(r"[¥￥]?-?\d[\d,]*(?:\.\d+)?(?:元|户|人|%|％|万元)?")
RULE = re.compile(r"[\s|:+]*+-[\s|:+-]*+")
LONGEST_CELL = 30


def cells(line: str) -> list[str]:
    """The cells of a line that may be a row; an empty list for a sentence, or for one cell alone."""
    line = line.strip()
    if line.startswith("|"):
        parts = [part.strip() for part in line.strip("|").split("|")]
        return parts if len(parts) > 1 else []
    if SENTENCE.search(line):
        return []
    parts = WIDE.split(line) if WIDE.search(line) else line.split()
    if len(parts) < 2 or any(len(part) > LONGEST_CELL for part in parts):
        return []
    return parts


def is_row(line: str) -> bool:
    """Whether a line is a row by itself: it is ruled, or some cell of it is a number."""
    parts = cells(line)
    return bool(parts) and (line.lstrip().startswith("|") or any(map(NUMBER.fullmatch, parts)))


def length(lines: Sequence[str]) -> int:
    """How many of the lines, from the first on, are one table of two rows or more; else 0."""
    width, count, certain = 0, 0, False
    for line in lines:
        parts = cells(line)
        # Behind tabs or rules, cells that are empty at the end of a row are only left out.
        shorter = len(parts) < width and ("\t" in line or line.startswith("|"))
        if not parts or (width and len(parts) != width and not shorter):
            break
        width, count, certain = width or len(parts), count + 1, certain or is_row(line)
    return count if count > 1 and certain else 0


def rows(text: str) -> list[list[str]]:
    """The rows of a table that is kept with a row a line; the rule of a Markdown table is none."""
    found = [cells(line) for line in text.split("\n") if not RULE.fullmatch(line.strip())]
    width = max(map(len, found), default=0)
    return [row + [""] * (width - len(row)) for row in found]
