"""The files that rows of the database name, read as they are kept and put back under the same names."""

import errno
import io
import json
import os
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import IO

from django.apps import apps
from django.core.files.base import File
from django.core.files.storage import Storage, storages
from django.db import connection
from django.db.models import FileField, Model

from protection.backups.archive import MEDIA, PRIVATE
from protection.backups.databases import DatabaseSnapshot
from protection.storage import Sealed

#: A folder of the archive, and the storage that it stands for.
AREAS = {PRIVATE: "private", MEDIA: "default"}
_ROWS_AT_ONCE = 1000
_SPOOLED = 4 * 1024 * 1024


@dataclass(frozen=True)
class NamedFile:
    """A file that a row names: in which area of the archive, by which column."""

    area: str
    name: str
    column: FileField

    def is_named_now(self) -> bool:
        """Whether a row of the live database still names it."""
        model: type[Model] = self.column.model
        return model._base_manager.filter(**{self.column.name: self.name}).exists()

    def opened(self) -> tuple[int, IO[bytes]]:
        """Open it as it is kept, and give its size. Raises FileNotFoundError."""
        storage = self.column.storage
        file = storage.open_as_kept(self.name) if isinstance(storage, Sealed) else storage.open(self.name)
        size = file.seek(0, io.SEEK_END)
        file.seek(0)
        return size, file


def kept_names(taken: DatabaseSnapshot) -> Iterator[NamedFile]:
    """Return every file that a row of that moment names.

    The names are read at once, so that the moment need not be held while the files are read, which may take
    hours; when they are many, they wait outside memory.
    """
    spool = tempfile.SpooledTemporaryFile(max_size=_SPOOLED, mode="w+", encoding="utf-8")  # noqa: SIM115
    columns = _columns()
    for turn, column in enumerate(columns):
        spool.writelines(f"{json.dumps([turn, name])}\n" for name in _names(taken, column))
    spool.seek(0)
    return _read_names(spool, columns)


def _read_names(spool: IO[str], columns: list[FileField]) -> Iterator[NamedFile]:
    with spool:
        for line in spool:
            turn, name = json.loads(line)
            column = columns[turn]
            yield NamedFile(PRIVATE if isinstance(column.storage, Sealed) else MEDIA, name, column)


def _names(taken: DatabaseSnapshot, column: FileField) -> Iterator[str]:
    """Yield what stands in a column, in pieces of few rows."""
    quote = connection.ops.quote_name
    table, key = quote(column.model._meta.db_table), quote(str(column.model._meta.pk.column))
    own = quote(str(column.column))
    sql = f"SELECT {key}, {own} FROM {table} WHERE {own} <> ''"  # noqa: S608 - our own names
    rows = taken.ask(f"{sql} ORDER BY {key} LIMIT {_ROWS_AT_ONCE}")
    while rows:
        yield from (name for _key, name in rows)
        rows = taken.ask(f"{sql} AND {key} > %s ORDER BY {key} LIMIT {_ROWS_AT_ONCE}", [rows[-1][0]])


def storage_of(area: str) -> Storage:
    """The storage that an area of the archive stands for."""
    return storages[AREAS[area]]


def put_back(area: str, name: str, blocks: Iterable[bytes]) -> None:
    """Keep a file under its name; one that two rows name comes twice.

    Raises FileExistsError when something else has the name already.
    """
    storage = storage_of(area)
    with tempfile.SpooledTemporaryFile(max_size=_SPOOLED) as content:
        for block in blocks:
            content.write(block)
        content.seek(0)
        if storage.exists(name):
            return _require_same(storage, name, content)
        if isinstance(storage, Sealed):
            kept = storage.put_back(name, content)
        else:
            kept = storage.save(name, File(content, name))
    if kept != name:
        raise _taken(name)


def _require_same(storage: Storage, name: str, content: IO[bytes]) -> None:
    there = storage.open_as_kept(name) if isinstance(storage, Sealed) else storage.open(name)
    with there:
        while (block := content.read(_SPOOLED)) == there.read(_SPOOLED):
            if not block:
                return
    raise _taken(name)


def _taken(name: str) -> FileExistsError:
    return FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), name)


def remove_all(area: str) -> None:
    """Remove what a restore that failed has put into a storage, which was empty before it."""
    storage = storage_of(area)
    while name := first_file(storage):
        storage.delete(name)


def first_file(storage: Storage, folder: str = "") -> str:
    """Return the name of some file in a storage, empty where there is none."""
    try:
        folders, names = storage.listdir(folder)
    except FileNotFoundError:
        return ""
    inside = (first_file(storage, f"{folder}{each}/") for each in folders if each.strip("."))
    return f"{folder}{names[0]}" if names else next(filter(None, inside), "")


def _columns() -> list[FileField]:
    return [
        column
        for model in apps.get_models()
        if model._meta.managed and not model._meta.proxy
        for column in model._meta.local_concrete_fields
        if isinstance(column, FileField)
    ]
