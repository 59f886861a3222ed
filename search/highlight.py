"""Marking what was found, in Python and from the text in the database: one place for both engines."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from django.utils.html import conditional_escape, format_html_join
from django.utils.safestring import SafeString, mark_safe

from search import tokens
from search.query import Query, Term

# Characters shown before a found word, and in one excerpt altogether.
BEFORE = 30
LENGTH = 110
MOST = 2


@dataclass(frozen=True)
class _Wanted:
    """A term as unigrams, with the places where one run ends and the next begins."""

    words: tuple[str, ...]
    seams: tuple[bool, ...] | None


def mark(text: str, query: Query) -> SafeString:
    """The whole text, escaped, with what the query found in `<mark>`."""
    text = tokens.compose(text)
    return _marked(text, 0, len(text), find(text, query))


def excerpts(text: str, query: Query) -> list[SafeString]:
    """Up to two excerpts around what was found, escaped and marked; the beginning when nothing was."""
    text = " ".join(tokens.compose(text).split())
    spans = find(text, query)
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


def find(text: str, query: Query) -> list[tuple[int, int]]:
    """Where the wanted terms stand in composed `text`: (start, end), ascending, without overlap."""
    pieces = list(tokens.pieces(text))
    places: dict[str, list[int]] = {}
    for at, piece in enumerate(pieces):
        places.setdefault(piece.token, []).append(at)
    spans = []
    for wanted in (_wanted(term) for term in query.wanted):
        for at in places.get(wanted.words[0], ()):
            there = pieces[at : at + len(wanted.words)]
            if tuple(piece.token for piece in there) != wanted.words:
                continue
            if wanted.seams is None or _seams(there) == wanted.seams:
                spans.append((there[0].start, there[-1].end))
    return list(_merged(sorted(spans)))


def _wanted(term: Term) -> _Wanted:
    pieces = list(tokens.pieces(tokens.compose(term.text)))
    # Pairs are only within a run, so the runs of the term and of the text begin and end alike.
    return _Wanted(tuple(piece.token for piece in pieces), None if term.single else _seams(pieces))


def _seams(pieces: list[tokens.Piece]) -> tuple[bool, ...]:
    return tuple(left.run != right.run for left, right in pairwise(pieces))


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
    parts: list[tuple[SafeString]] = []
    at = start
    for begin, stop in spans:
        if stop <= start or begin >= end:
            continue
        begin = max(begin, at)
        parts.append((conditional_escape(text[at:begin]),))
        parts.append((mark_safe(f"<mark>{conditional_escape(text[begin:stop])}</mark>"),))  # noqa: S308
        at = stop
    parts.append((conditional_escape(text[at:end]),))
    return format_html_join("", "{}", parts)
