"""Marking what was found, in Python and from the text in the database: one place for both engines."""

import re
from collections.abc import Iterator
from itertools import pairwise

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from search.engines import tokens
from search.engines.query import Query, Term

#: Characters shown before a found word, and in one excerpt altogether.
BEFORE = 30
LENGTH = 110
MOST = 2


class Marker:
    """Marks what one query finds, in any number of texts; its terms are made ready once."""

    def __init__(self, query: Query) -> None:
        self._patterns = [_pattern(way) for term in query.wanted for way in term.ways]

    def mark(self, text: str) -> SafeString:
        """The whole text, escaped, with what the query found in ``<mark>``."""
        text = tokens.compose(text)
        return _marked(text, 0, len(text), self.find(text))

    def excerpts(self, text: str) -> list[SafeString]:
        """Up to two excerpts around what was found, escaped and marked; the beginning when nothing was."""
        text = " ".join(tokens.compose(text).split())
        spans = self.find(text)
        if not spans:
            return [_cut(text, 0, [])] if text else []
        found: list[SafeString] = []
        end = -1
        for start, _end in spans:
            if start < end:
                continue
            found.append(_cut(text, max(0, start - BEFORE), spans))
            end = max(0, start - BEFORE) + LENGTH
            if len(found) == MOST:
                break
        return found

    def find(self, text: str) -> list[tuple[int, int]]:
        """Where the wanted terms stand in composed ``text``: (start, end), ascending, without overlap."""
        plain = tokens.plain(text)
        found = [span for pattern in self._patterns for span in _spans(pattern, plain)]
        # Most texts hold nothing of it, and nothing more is done about them.
        return list(_merged(sorted(tokens.placed(text, found)))) if found else []


def _pattern(term: Term) -> re.Pattern[str]:
    """What finds ``term`` in the ``plain`` of a text, where a space parts two runs.

    A Chinese run of the term may begin or end within one of the text, a word stands whole. Pairs are only
    within a run, so the runs of both begin and end alike; single characters follow each other regardless.
    """
    body = re.escape(term.words[0]) if term.single else re.escape(tokens.plain(term.text))
    if term.single:
        for left, right in pairwise(term.words):
            seam = " ?" if tokens.is_cjk(left) and tokens.is_cjk(right) else " "
            body += seam + re.escape(right)
    first, last = term.words[0], term.words[-1]
    before = "" if tokens.is_cjk(first) else "(?<![^ ])"
    after = "" if tokens.is_cjk(last) else "(?![^ ])"
    return re.compile(before + body + after)


def _spans(pattern: re.Pattern[str], plain: str) -> Iterator[tuple[int, int]]:
    """Every place where the pattern begins, also within another one."""
    match = pattern.search(plain)
    while match:
        yield match.span()
        match = pattern.search(plain, match.start() + 1)


def _merged(spans: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    current: tuple[int, int] | None = None
    for start, end in spans:
        if current is None:
            current = (start, end)
        elif start <= current[1]:
            current = (current[0], max(current[1], end))
        else:
            yield current
            current = (start, end)
    if current is not None:
        yield current


def _cut(text: str, start: int, spans: list[tuple[int, int]]) -> SafeString:
    end = min(len(text), start + LENGTH)
    # No mark is cut in two.
    end = max([end, *(stop for begin, stop in spans if begin < end)])
    before, after = "…" if start > 0 else "", "…" if end < len(text) else ""
    return mark_safe(f"{before}{_marked(text, start, end, spans)}{after}")  # noqa: S308  escaped in _marked


def _marked(text: str, start: int, end: int, spans: list[tuple[int, int]]) -> SafeString:
    parts: list[str] = []
    at = start
    for begin, stop in spans:
        if stop <= start or begin >= end:
            continue
        begin = max(begin, at)
        parts += [escape(text[at:begin]), "<mark>", escape(text[begin:stop]), "</mark>"]
        at = stop
    parts.append(escape(text[at:end]))
    return mark_safe("".join(parts))  # noqa: S308  every part of the text is escaped
