"""What a sheet says beside its values."""

from dataclasses import dataclass, field
from typing import Any

ERROR, UNCALCULATED = "cell_error", "cell_uncalculated"


def fault(code: str, value: str = "") -> dict[str, Any]:
    """A cell without a value, as it stands among the cells of a row."""
    return {"fault": code, "value": value[:20]}


@dataclass(slots=True)
class Marks:
    """Hidden rows by their number from 1, hidden columns by their index from 0; faults by row index and
    column index; ``since_1904``: the workbook counts its days from 1904, not from 1900; ``size``: how many
    bytes the sheet takes, as against the others of its workbook.
    """

    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    faults: dict[int, dict[int, dict[str, Any]]] = field(default_factory=dict)
    since_1904: bool = False
    size: int = 0

    def add_fault(self, row: int, column: int, code: str, value: str = "") -> None:
        self.faults.setdefault(row, {})[column] = fault(code, value)
