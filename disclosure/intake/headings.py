"""Which row of a sheet holds its headings, alone or with the row below it, and how each column is called."""

import dataclasses
from collections.abc import Iterable
from typing import Any

from disclosure.intake import heading_groups
from disclosure.intake.layouts import normal
from disclosure.intake.parsing import text_of

#: A row with fewer words is no row of headings.
FEWEST_WORDS = 3


@dataclasses.dataclass(slots=True)
class Candidate:
    """A row that may be the heading row: for each column the forms under which it may be known, and the group
    that a row above it names. ``below``: its own word under a group, which counts where nothing else does.
    """

    number: int
    forms: list[set[str]]
    shown: list[str]
    words: set[str]
    groups: dict[int, str] = dataclasses.field(default_factory=dict)
    below: list[set[str]] = dataclasses.field(default_factory=list)

    def hits(self, known: set[str]) -> float:
        """How many columns are known; by their own word alone they weigh a little less."""
        whole = sum(1 for forms in self.forms if forms & known)
        pairs = zip(self.forms, self.below, strict=bool(self.below))
        own = sum(1 for forms, below in pairs if not forms & known and below & known)
        return whole + own * 0.9

    def columns_of(self, names: Iterable[str], taken: set[int]) -> list[int]:
        wanted = {normal(name) for name in names}
        for words in (self.forms, self.below):
            if found := [i for i, forms in enumerate(words) if forms & wanted and i not in taken]:
                return found
        return []


def best_heading(
    head: list[tuple[int, list[Any]]], known: set[str], merges: list[tuple[int, int, int, int]]
) -> tuple[Candidate | None, int]:
    """The row with most known headings, alone or with the row below it; and how many rows lie above the
    data.
    """
    best: Candidate | None = None
    used = 0
    for index, (number, cells) in enumerate(head):
        words = [normal(cell) for cell in cells]
        single = Candidate(number, [{word} for word in words], [text_of(c) for c in cells], set(words))
        if index and head[index - 1][0] == number - 1:
            single.groups = heading_groups.over(*head[index - 1], merges, len(cells))
        options = [(single, index + 1)]
        if index + 1 < len(head):
            options.append((_two_rows(number, cells, head[index + 1][1], merges), index + 2))
        for candidate, rows in options:
            if best is None or candidate.hits(known) > best.hits(known):
                best, used = candidate, rows
    return best, used


def _two_rows(
    number: int, upper: list[Any], lower: list[Any], merges: list[tuple[int, int, int, int]]
) -> Candidate:
    """Read two heading rows as one: 户主 merged over 姓名 and 身份证号 gives 户主姓名 and 户主身份证号.

    Under a group only group and word together name a column: 合计 under 户数明细 is a number of households.
    How far a group reaches, its merged cells say; where nothing is merged, up to the next word beside it.
    """
    here = [
        (left, right) for top, left, bottom, right in merges if top == bottom == number - 1 and right > left
    ]
    forms: list[set[str]] = []
    own: list[set[str]] = []
    shown: list[str] = []
    group, until = "", -1
    titled = heading_groups.is_title([normal(cell) for cell in upper], here, len(lower))
    for index in range(max(len(upper), len(lower))):
        above = normal(upper[index]) if index < len(upper) else ""
        below = normal(lower[index]) if index < len(lower) else ""
        if above:
            group = above
            until = max((right for left, right in here if left == index), default=index if here else -1)
        elif not below or (here and index > until):
            group = ""
        name = group + below if below else above
        forms.append({name, heading_groups.bare(group) + below if below else name} - {""})
        own.append(
            {below} if below and group and not titled and heading_groups.may_drop(group, below) else set()
        )
        shown.append(name)
    words = {normal(cell) for cell in (*upper, *lower)}.union(*forms)
    return Candidate(number, forms, shown, words, below=own)


def likely_heading(head: list[tuple[int, list[Any]]]) -> tuple[Candidate | None, int]:
    """The row most like headings where none is known: the most different words without a number."""
    best: tuple[int, int] | None = None
    for index, (_number, cells) in enumerate(head):
        words = {word for cell in cells if (word := normal(cell)) and not any(map(str.isdecimal, word))}
        if len(words) >= FEWEST_WORDS and (best is None or len(words) > best[0]):
            best = len(words), index
    if best is None:
        return None, 0
    number, cells = head[best[1]]
    words_of = [normal(cell) for cell in cells]
    single = Candidate(number, [{word} for word in words_of], [text_of(c) for c in cells], set(words_of))
    return single, best[1] + 1
