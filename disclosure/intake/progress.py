"""How far a file has been read: what its editor is told meanwhile.

The process that parses a file says of each sheet how many rows it has and which part of the file it is
(``file_worker``), so that the share grows from the first row to the last, over all sheets. The last percent
is the comparison with other lists, when all is read; only a list that is checked is done.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from disclosure.intake.reading import Worksheet

#: What is told at most before the list is checked.
MOST = 99


@dataclass(slots=True)
class ReadSoFar:
    """Rows of the file that were read, whatever became of them, and which ``share`` of it that is."""

    rows: int = 0
    share: float = 0

    @property
    def percent(self) -> int:
        """The same in percent, rounded down; MOST when all is read."""
        return int(self.share * MOST)

    def of(self, sheet: Worksheet) -> Worksheet:
        """The same sheet, whose rows are counted as they are taken."""
        sheet.rows = self._counted(sheet, sheet.rows)
        return sheet

    def _counted(
        self, sheet: Worksheet, rows: Iterator[tuple[int, list[Any]]]
    ) -> Iterator[tuple[int, list[Any]]]:
        before, (begins, ends) = self.rows, sheet.part
        self.share = begins
        for number, cells in rows:
            self.rows = before + number
            self.share = begins + (ends - begins) * min(number / max(sheet.height, 1), 1)
            yield number, cells
        self.share = ends
