"""Which columns of a list each medium shows, and in what form: ``data/public_columns.csv``.

The web is read by everybody and for ever, the board in a village by those who live there: the law asks for
the name of whoever applied where they live (最低生活保障审核确认办法 24), and on the web it is masked. The
table can leave out or mask a column of ``masking``; it can add none. What it does not name stays out.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Literal

from protection.data_tables import DataTable


class Medium(StrEnum):
    """Where a list is shown."""

    WEB = "web"
    BOARD = "board"


class Form(StrEnum):
    """How a column is shown there; ``setting``: of names, as the programme's setting says."""

    FULL = "full"
    MASKED = "masked"
    SETTING = "setting"
    LEFT_OUT = "left-out"


@dataclass(frozen=True)
class PublicColumn:
    """One row: a column of these programmes' lists in a medium, its form, and the law or rule behind it."""

    programmes: tuple[str, ...]
    medium: Medium
    column: Literal["name", "people", "amount", "reason", "programme", "village", "since"]
    form: Form
    basis: str


TABLE = DataTable(
    Path(__file__).parents[1] / "data" / "public_columns.csv",
    PublicColumn,
    key=("programmes", "medium", "column"),
)


def form_of(programme: str, medium: Medium, column: str) -> Form:
    """The form of a column on a programme's lists in a medium."""
    return _forms().get((programme, medium, column), Form.LEFT_OUT)


@cache
def _forms() -> dict[tuple[str, Medium, str], Form]:
    return {(code, row.medium, row.column): row.form for row in TABLE.rows for code in row.programmes}
