"""Figures that hold in the whole country and stand in more than one text: ``data/national_figures.csv``.

Where a text that comes with the project says one, it says its name in braces, so that none is typed twice.
"""

from dataclasses import dataclass
from pathlib import Path

from protection.data_tables import DataTable


@dataclass(frozen=True)
class NationalFigure:
    """One figure, as many times the local standard, with where it stands."""

    name: str
    figure: str
    basis: str


TABLE = DataTable(Path(__file__).parent / "data" / "national_figures.csv", NationalFigure, key=("name",))


def fill(text: str) -> str:
    """Return the text with the figures in place of their names."""
    for row in TABLE.rows:
        text = text.replace(f"{{{row.name}}}", row.figure)
    return text
