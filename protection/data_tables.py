"""Rules that stand in a table beside the code (``data/*.csv``), read once into typed rows.

An expert who knows no Python reads such a table, and an official may change it where the portal runs. So it
is read strictly: a slip of the pen is refused with its file, line and column and with what would be right,
and never becomes another rule in silence. ``manage.py check`` reads them all.
"""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, Field, fields
from datetime import date
from enum import Enum
from functools import cached_property
from pathlib import Path
from typing import Any, Generic, Literal, TypeVar, get_args, get_origin, get_type_hints

from django.core.exceptions import ImproperlyConfigured

Row = TypeVar("Row")


class TableRefused(ImproperlyConfigured):
    """A table that cannot be read; the message says where, and what would be right."""


class DataTable(Generic[Row]):
    """A table of the project. ``rows`` are read when they are first asked for, once a process.

    ``row`` is a frozen dataclass with a field a column. Its types say what a cell may be: text, a whole
    number, a date (2022-05-01), yes or no, a member of an Enum, one of the words of a Literal, or a tuple of
    these, with blanks between them. An empty cell takes the field's default, and where there is none it is
    refused. ``key`` names the columns that no two rows have in common.
    """

    known: "list[DataTable[Any]]" = []

    def __init__(self, path: Path, row: type[Row], *, key: Sequence[str]) -> None:
        self.path, self.row, self.key = path, row, key
        self.known.append(self)

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """The rows in the order of the file. Raises TableRefused."""
        return read(self.path, self.row, key=self.key)


def read(path: Path, row: type[Row], *, key: Sequence[str]) -> tuple[Row, ...]:
    """Read a file (UTF-8, with or without a byte order mark) as ``DataTable`` says. Raises TableRefused."""
    try:
        lines = csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline=""), strict=True)
        heading = next(lines, [])
        numbered = [(lines.line_num, cells) for cells in lines if cells]
    except (UnicodeDecodeError, csv.Error) as error:
        raise TableRefused(f"{path}: no CSV in UTF-8 ({error}).") from error
    _check_heading(path, heading, [column.name for column in _columns(row)])
    rows: dict[tuple[Any, ...], Row] = {}
    for number, cells in numbered:
        where = f"{path}, line {number}"
        if len(cells) != len(heading):
            raise TableRefused(f"{where}: {len(cells)} cells; there are {len(heading)} columns.")
        made = row(**_values(row, dict(zip(heading, cells, strict=True)), where))
        value = tuple(getattr(made, name) for name in key)
        if value in rows:
            raise TableRefused(f"{where}, {', '.join(key)}: a second row for the same; one is right.")
        rows[value] = made
    return tuple(rows.values())


def _columns(row: Any) -> tuple[Field[Any], ...]:
    return fields(row)


def _check_heading(path: Path, heading: list[str], columns: list[str]) -> None:
    missing = [name for name in columns if name not in heading]
    unknown = [name for name in heading if name not in columns]
    if missing or unknown or len(heading) != len(columns):
        raise TableRefused(
            f"{path}, line 1: missing {missing}, unknown {unknown}; the columns are {', '.join(columns)}."
        )


def _values(row: type[Row], cells: Mapping[str, str], where: str) -> dict[str, Any]:
    types = get_type_hints(row)
    values = {}
    for column in _columns(row):
        text = cells[column.name].strip()
        if not text and column.default is not MISSING:
            values[column.name] = column.default
            continue
        try:
            values[column.name] = _value(text, types[column.name])
        except ValueError as error:
            raise TableRefused(f"{where}, {column.name}: {text!r} instead of {error}.") from None
    return values


def _value(text: str, kind: Any) -> Any:
    """Return what a cell means as this type. Raises ValueError with what would be right."""
    if get_origin(kind) is tuple:
        return tuple(_value(word, get_args(kind)[0]) for word in text.split())
    if choices := _choices(kind):
        if text not in choices:
            raise ValueError(f"one of {', '.join(choices)}")
        return choices[text]
    if kind is int:
        if not (text.isascii() and text.isdigit()):
            raise ValueError("a whole number")
        return int(text)
    if kind is date:
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise ValueError("a date such as 2022-05-01") from None
    if not text:
        raise ValueError("some text")
    return text


def _choices(kind: Any) -> dict[str, Any]:
    """Return what each word of a closed type stands for: none for an open type, such as text."""
    if get_origin(kind) is Literal:
        return {word: word for word in get_args(kind)}
    if kind is bool:
        return {"yes": True, "no": False}
    if isinstance(kind, type) and issubclass(kind, Enum):
        return {
            member.value if isinstance(member.value, str) else member.name.lower(): member for member in kind
        }
    return {word: meant for part in get_args(kind) for word, meant in _choices(part).items()}
