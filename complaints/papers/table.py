"""Which papers there are, which act gives which, and of which parts each consists: two tables.

``data/papers.csv`` and ``data/paper_parts.csv``, each row with its article. The layouts are those of the
ministry's forms (行政文书): a title, a number, parts in their order, unit, date, seal.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from complaints.enums import CaseKind, EventKind, PaperKind
from protection.data_tables import DataTable

_DATA = Path(__file__).parents[1] / "data"


@dataclass(frozen=True)
class PaperRow:
    """One paper. Empty ``kinds`` and ``rounds`` mean every one.

    ``word`` stands in its number; ``rounds`` counts the requests for review so far (信访工作条例 35, 36);
    ``goes_to``: only where the case goes to discipline inspection or outside, or to no such organ;
    ``citizen``: the complainant reads it; ``by_discipline``: an inspection group gives it too.
    """

    paper: PaperKind
    title: str
    word: str
    acts: tuple[EventKind, ...]
    kinds: tuple[CaseKind, ...]
    rounds: tuple[int, ...]
    goes_to: Literal["anybody", "discipline", "others"]
    citizen: bool
    by_discipline: bool
    seal: bool
    legal_basis: str


@dataclass(frozen=True)
class PartRow:
    r"""One part. ``text`` has names in braces (``filling.NAMES``) and ``\n`` between its paragraphs.

    ``must_hold``: the names without which it lacks what the law wants in it (``legal_basis``).
    """

    paper: PaperKind
    part: str
    heading: str = ""
    text: str = ""
    must_hold: tuple[str, ...] = ()
    legal_basis: str = ""

    @property
    def key(self) -> str:
        """What a wording of an office names it by."""
        return f"{self.paper.value}.{self.part}"

    @property
    def words(self) -> str:
        """The text with its paragraphs as lines."""
        return self.text.replace("\\n", "\n")


PAPERS = DataTable(_DATA / "papers.csv", PaperRow, key=("paper",))
PARTS = DataTable(_DATA / "paper_parts.csv", PartRow, key=("paper", "part"))


def given_by(
    act: EventKind, kind: CaseKind | str, *, asked: int, to_discipline: bool, by_discipline: bool
) -> PaperRow | None:
    """Return the paper that an act gives on a case of this kind, or None.

    ``asked``: how often a review was asked for; ``to_discipline``: the case goes to discipline inspection,
    or outside; ``by_discipline``: whoever acts is an inspection group.
    """
    goes_to = "discipline" if to_discipline else "others"
    for row in PAPERS.rows:
        if act not in row.acts or (row.kinds and kind not in row.kinds):
            continue
        if row.goes_to not in ("anybody", goes_to) or (by_discipline and not row.by_discipline):
            continue
        if not row.rounds or min(asked, 2) in row.rounds:
            return row
    return None


def may_give(act: EventKind, kind: CaseKind | str) -> bool:
    """Whether an act on a case of this kind gives a paper, in one round or another."""
    return any(act in row.acts and (not row.kinds or kind in row.kinds) for row in PAPERS.rows)


@cache
def row_of(paper: PaperKind | str) -> PaperRow:
    """Return the row of a paper. Raises KeyError."""
    return {row.paper: row for row in PAPERS.rows}[PaperKind(paper)]


@cache
def parts_of(paper: PaperKind | str) -> Sequence[PartRow]:
    """Return the parts of a paper in their order."""
    return [row for row in PARTS.rows if row.paper == paper]


@cache
def part_by_key(key: str) -> PartRow | None:
    """Return the part that a wording names, or None."""
    return next((row for row in PARTS.rows if row.key == key), None)
