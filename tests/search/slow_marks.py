"""Where a query's terms stand in a text, character by character: what the marker is held against."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from search.engines import tokens
from search.engines.query import Query, Term


@dataclass(frozen=True)
class Piece:
    """One unigram and where it stands in the composed text: ``text[start:end]``, in the ``run``-th run."""

    token: str
    start: int
    end: int
    run: int


def pieces(text: str) -> Iterator[Piece]:
    """The unigrams of composed ``text`` with their places; no stop words."""
    folded: list[str] = []
    places: list[int] = []
    skipped = {match.start() for match in tokens._THOUSANDS.finditer(text)}
    for place, char in enumerate(text):
        if place not in skipped:
            for part in tokens._fold(char):
                folded.append(part)
                places.append(place)
    number = 0
    for match in tokens._RUN.finditer("".join(folded)):
        run = match.group()
        if run in tokens.STOP_WORDS:
            continue
        number += 1
        if tokens.is_cjk(run):
            for at in range(match.start(), match.end()):
                yield Piece(folded[at], places[at], places[at] + 1, number)
        else:
            yield Piece(run, places[match.start()], places[match.end() - 1] + 1, number)


def find(text: str, query: Query) -> list[tuple[int, int]]:
    """The characters of composed ``text`` that some wanted term covers, as (start, end) without overlap."""
    there = list(pieces(text))
    covered: set[int] = set()
    for term in query.wanted:
        for span in _spans(term, there):
            # One more than it covers, so that marks that touch are one.
            covered.update(range(2 * span[0], 2 * span[1] + 1))
    merged: list[tuple[int, int]] = []
    for half in sorted(covered):
        if merged and half == merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], half)
        else:
            merged.append((half, half))
    return [(start // 2, end // 2) for start, end in merged]


def _spans(term: Term, there: list[Piece]) -> Iterator[tuple[int, int]]:
    wanted = list(pieces(tokens.compose(term.text)))
    for at in range(len(there) - len(wanted) + 1):
        part = there[at : at + len(wanted)]
        alike = [piece.token for piece in part] == [piece.token for piece in wanted]
        # Pairs are only within a run, so the runs of the term and of the text begin and end alike.
        if alike and (term.single or _seams(part) == _seams(wanted)):
            yield part[0].start, part[-1].end


def _seams(part: list[Piece]) -> list[bool]:
    return [left.run != right.run for left, right in pairwise(part)]
