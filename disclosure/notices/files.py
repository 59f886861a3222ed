"""Households of notices that stand in a file: found, read and judged as the rows of a list are.

Nothing is stored. What could be read becomes lines of the form that notices are entered by (``pasting``), so
that its editor looks at them, and whoever types and whoever has a file are asked for the same and may the
same. Columns that a notice does not say are never read further.
"""

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from itertools import chain
from typing import IO

from django.utils import timezone

from disclosure.enums import NoticeKind
from disclosure.intake import reading, searching
from disclosure.intake.layouts import Field, notice_layout
from disclosure.intake.persons import by_household
from disclosure.intake.validation import CheckedRow, ListCheck
from disclosure.intake.villages import VillageIndex
from disclosure.models import Batch, Programme
from disclosure.notices.pasting import MOST_LINES, PastedHousehold
from disclosure.problems import FileRefused, Problem
from disclosure.standards import AmountLimits
from organizations import codes
from organizations.enums import Level
from organizations.models import Region

MOST_BYTES = 2 * reading.MEGABYTE


@dataclass(frozen=True, kw_only=True)
class NoticeFile:
    """What a file of notices is about."""

    programme: Programme
    region: Region
    kind: NoticeKind

    @property
    def pays(self) -> bool:
        """Whether a notice of it may say yuan."""
        return self.programme.has_amount and self.kind == NoticeKind.PROPOSED

    def fields(self) -> tuple[Field, ...]:
        """What its columns may be. Raises FileRefused where the programme has no lists."""
        try:
            return notice_layout(
                self.programme.pk, pays=self.pays, village_known=self.region.level == Level.VILLAGE
            )
        except KeyError:
            raise FileRefused(Problem("no_layout")) from None


@dataclass(slots=True)
class ReadFile:
    """The households of a file, in its order, and why other rows are left out (or, ``is_warning``, should be
    looked at).
    """

    households: list[PastedHousehold] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    has_amounts: bool = False


def read(file: IO[bytes], about: NoticeFile, meanings: Mapping[str, str]) -> ReadFile:
    """Read a file; ``meanings`` are what its editor said of headings. Raises ColumnsUnknown, FileRefused,
    TooMuchAtOnce.
    """
    if about.region.level < Level.CITY:
        raise FileRefused(Problem("region_too_large"))
    found, rows = ReadFile(), []
    villages = VillageIndex(about.region)
    month = timezone.localdate().replace(day=1)
    limits = AmountLimits.of(Batch(programme=about.programme, region=about.region, month=month))
    # A file of notices says since when nobody gets anything; of yuan nothing is made up.
    check = ListCheck(villages, month, limits, frozenset({"since", "amount"}))
    tables = searching.tables(file, reading.WHILE_WAITING, about.fields(), meanings)
    with closing(tables):  # a refusal ends the reader's process at once
        for table in tables:
            found.has_amounts |= "amount" in table.columns
            for outcome in check.rows(by_household(table)):
                if isinstance(outcome, CheckedRow):
                    rows.append(outcome)
                else:
                    found.problems += outcome
    conflicts = check.conflicts()
    kept = [row for row in rows if (row.sheet, row.row) not in conflicts]
    if len(kept) > MOST_LINES:
        raise FileRefused(Problem("notice_lines", params={"lines": len(kept), "most": MOST_LINES}))
    found.problems += [*chain.from_iterable(conflicts.values()), *check.warnings.first]
    if not (kept or found.problems):
        raise FileRefused(Problem("file_no_rows"))
    found.problems.sort(key=lambda problem: (problem.is_warning, problem.sheet, problem.row))
    found.households = [_household(line, row, about, villages) for line, row in enumerate(kept, start=1)]
    return found


def _household(line: int, row: CheckedRow, about: NoticeFile, villages: VillageIndex) -> PastedHousehold:
    places = codes.ancestors_of(row.region_code, include_self=True)
    return PastedHousehold(
        line,
        row.holder_name,
        row.id_number,
        row.people or 1,
        row.amount,
        "".join(villages.name(code) for code in places if len(code) > len(about.region.pk)),
    )
