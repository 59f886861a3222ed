"""The SQL of the embedded engine: the tables of a generation, and writing into them.

Names of tables and columns come from a schema, which is code; every value is a parameter.
"""

import hashlib
import json
import sqlite3
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from search.engines import tokens
from search.engines.schema import Document, Keyword, Moment, Schema, Text, keywords, millis

# ruff: noqa: S608

#: Stands between two fields in a column, so that no phrase goes from one into the other. In no ``plain``
# text.
_BORDER = " · "
_MERGE_PAGES = 500


@dataclass(frozen=True)
class DocumentRow:
    """A document ready to be written: its columns, the sets of keywords that these name, its texts."""

    id: int
    digest: bytes
    columns: tuple[Any, ...]
    members: tuple[tuple[str, str, int], ...]
    words: tuple[str, str]
    plain: bytes


def columns(schema: Schema) -> tuple[str, ...]:
    """Fields by which hits are chosen, counted and put in order: one column each."""
    return tuple(each.name for each in schema.fields if not isinstance(each, Text))


def row(schema: Schema, document: Document) -> DocumentRow:
    """Prepare a document outside the write lock: analysing its text is most of the work."""
    single: list[Any] = []
    members: list[tuple[str, str, int]] = []
    texts: list[str] = []
    for each in schema.fields:
        value = document.values.get(each.name)
        if isinstance(each, Moment):
            single.append(millis(value))  # type: ignore[arg-type]
        elif isinstance(each, Text):
            texts.append(tokens.plain(str(value or "")))
        elif each.many:
            values = keywords(value)
            single.append(_set(each.name, values) if values else None)
            members += [(each.name, keyword, single[-1]) for keyword in values]
        else:
            single.append(next(iter(keywords(value)), None))
    digest = bytes.fromhex(document.digest())
    words = _words(schema, texts)
    return DocumentRow(document.id, digest, tuple(single), tuple(members), words, _packed(texts))


def _words(schema: Schema, texts: list[str]) -> tuple[str, str]:
    """The tokens of ``plain`` texts, one a text field: of all but the title, and of the title."""
    named = zip(schema.of(Text), texts, strict=True)
    found = {each.name: " ".join(tokens.with_next(text)) for each, text in named}
    title = found.pop(schema.title)
    return _BORDER.join(found.values()), title


def _packed(texts: list[str]) -> bytes:
    return zlib.compress("\n".join(texts).encode())


def _set(field: str, values: tuple[str, ...]) -> int:
    """The number of a set of keywords, the same wherever it occurs: thousands of cases share one."""
    said = json.dumps([field, *sorted(values)]).encode()
    return int.from_bytes(hashlib.blake2b(said, digest_size=8).digest(), signed=True)


class Tables:
    """The five tables of one generation.

    ``documents`` has a narrow row a document: what is chosen and counted by, many-valued keywords as the
    number of a set. ``members`` says what is in each set; one that no document has any more stays until the
    next rebuild. ``texts`` finds words and keeps no text. ``kept`` has what is read of single documents: the
    version (also of those that are gone), the digest, and the packed texts, without which SQLite (before
    3.43) could take nothing out of ``texts`` again. ``tally`` has how many documents there are of each
    combination of ``Schema.tallied``; triggers count with every row of ``documents`` that comes and goes, in
    its transaction.
    """

    def __init__(self, schema: Schema, number: int) -> None:
        self.schema = schema
        self.documents = f"g{number}_document"
        self.members = f"g{number}_member"
        self.texts = f"g{number}_text"
        self.kept = f"g{number}_kept"
        self.tally = f"g{number}_tally"

    def create(self, connection: sqlite3.Connection) -> None:
        single = "".join(f", {name} {self._type(name)}" for name in columns(self.schema))
        connection.execute(f"CREATE TABLE {self.documents} (id INTEGER PRIMARY KEY{single})")
        connection.execute(
            f"CREATE TABLE {self.members} (field TEXT NOT NULL, value TEXT NOT NULL, held INTEGER NOT NULL,"
            " PRIMARY KEY (field, value, held)) WITHOUT ROWID"
        )
        connection.execute(f"CREATE INDEX {self.members}_held ON {self.members} (held)")
        connection.execute(
            f"CREATE TABLE {self.kept} (id INTEGER PRIMARY KEY, version INTEGER NOT NULL,"
            " gone INTEGER NOT NULL, digest BLOB NOT NULL, plain BLOB NOT NULL)"
        )
        self._create_indexes(connection)
        if self.schema.tallied:
            self._create_tally(connection)
        # The ascii tokenizer leaves every character beyond ASCII alone, and tokens hold no ASCII marks.
        fts = "fts5(words, title, content='', tokenize='ascii', columnsize=0)"
        connection.execute(f"CREATE VIRTUAL TABLE {self.texts} USING {fts}")

    def _type(self, name: str) -> str:
        """Of the type of ``held``, or an index by sets would find none."""
        field = self.schema.field(name)
        is_word = isinstance(field, Keyword) and not field.many
        return "TEXT" if is_word else "INTEGER"

    def _create_indexes(self, connection: sqlite3.Connection) -> None:
        """By sets of keywords documents are found, by moments they come in order, and not all are read."""
        for each in self.schema.fields:
            name = f"{self.documents}_{each.name}"
            if isinstance(each, Keyword) and each.many and each.name not in self.schema.tallied:
                where = f"WHERE {each.name} IS NOT NULL"
                connection.execute(f"CREATE INDEX {name} ON {self.documents} ({each.name}) {where}")
            elif isinstance(each, Moment):
                for way in ("ASC", "DESC"):
                    order = f"{each.name} IS NULL, {each.name} {way}, id DESC"
                    connection.execute(f"CREATE INDEX {name}_{way} ON {self.documents} ({order})")

    def _create_tally(self, connection: sqlite3.Connection) -> None:
        names = self.schema.tallied
        listed = ", ".join(names)
        typed = ", ".join(f"{name} {self._type(name)}" for name in names)
        connection.execute(f"CREATE TABLE {self.tally} ({typed}, times INTEGER NOT NULL)")
        connection.execute(f"CREATE INDEX {self.tally}_by ON {self.tally} ({listed})")
        for row, act, step in (("NEW", "INSERT", "+"), ("OLD", "DELETE", "-")):
            values = ", ".join(f"{row}.{name}" for name in names)
            same = " AND ".join(f"{name} IS {row}.{name}" for name in names)
            connection.execute(
                f"CREATE TRIGGER {self.tally}_{act} AFTER {act} ON {self.documents} BEGIN"
                f" INSERT INTO {self.tally} SELECT {values}, 0"
                f" WHERE NOT EXISTS (SELECT 1 FROM {self.tally} WHERE {same});"
                f" UPDATE {self.tally} SET times = times {step} 1 WHERE {same};"
                f" DELETE FROM {self.tally} WHERE {same} AND times = 0; END"
            )

    def drop(self, connection: sqlite3.Connection) -> None:
        for table in (self.documents, self.members, self.texts, self.kept, self.tally):
            connection.execute(f"DROP TABLE IF EXISTS {table}")

    def count(self, connection: sqlite3.Connection) -> int:
        return connection.execute(f"SELECT count(*) FROM {self.documents}").fetchone()[0]

    def digests(self, connection: sqlite3.Connection, after: int, until: int | None) -> dict[int, str]:
        bound = "" if until is None else " AND id <= ?"
        found = f"SELECT id, lower(hex(digest)) FROM {self.kept} WHERE NOT gone AND id > ?{bound}"
        return dict(connection.execute(found, [after] if until is None else [after, until]))

    def plain(self, connection: sqlite3.Connection, id_: int) -> list[str]:
        """The texts of a document, one for each text field."""
        found = connection.execute(f"SELECT plain FROM {self.kept} WHERE id = ?", (id_,)).fetchone()
        return zlib.decompress(found[0]).decode().split("\n")

    def put(self, connection: sqlite3.Connection, version: int, rows: Iterable[DocumentRow]) -> None:
        """Write ``rows`` where the table holds no newer version."""
        insert = f"INSERT INTO {self.documents} VALUES (?{', ?' * len(columns(self.schema))})"
        # In their order, so that pages are filled to the end.
        for each in sorted(rows, key=lambda row: row.id):
            if self._claim(connection, version, each.id):
                connection.execute(insert, (each.id, *each.columns))
                connection.executemany(f"INSERT OR IGNORE INTO {self.members} VALUES (?, ?, ?)", each.members)
                connection.execute(
                    f"INSERT INTO {self.kept} VALUES (?, ?, 0, ?, ?)",
                    (each.id, version, each.digest, each.plain),
                )
                connection.execute(
                    f"INSERT INTO {self.texts} (rowid, words, title) VALUES (?, ?, ?)", (each.id, *each.words)
                )

    def remove(self, connection: sqlite3.Connection, version: int, gone: Iterable[int]) -> None:
        """Remove documents, leaving their version behind: an older write must not bring them back."""
        for id_ in gone:
            if self._claim(connection, version, id_):
                connection.execute(f"INSERT INTO {self.kept} VALUES (?, ?, 1, x'', x'')", (id_, version))

    def merge(self, connection: sqlite3.Connection, first: bool) -> bool:
        """Bring the pieces that ``texts`` was written in nearer to one; returns whether there was any to
        bring.

        A part at a time, so that no writer has to wait for all of it.
        """
        before = connection.total_changes
        pages = -_MERGE_PAGES if first else _MERGE_PAGES
        connection.execute(f"INSERT INTO {self.texts} ({self.texts}, rank) VALUES ('merge', ?)", (pages,))
        return connection.total_changes - before > 1

    def _claim(self, connection: sqlite3.Connection, version: int, id_: int) -> bool:
        """Whether ``version`` is news of this document; if so, what was there of it is cleared away."""
        found = connection.execute(f"SELECT version, gone FROM {self.kept} WHERE id = ?", (id_,)).fetchone()
        if found is None:
            return True
        if found[0] >= version:
            return False
        if not found[1]:
            words = _words(self.schema, self.plain(connection, id_))
            connection.execute(
                f"INSERT INTO {self.texts} ({self.texts}, rowid, words, title) VALUES ('delete', ?, ?, ?)",
                (id_, *words),
            )
            connection.execute(f"DELETE FROM {self.documents} WHERE id = ?", (id_,))
        connection.execute(f"DELETE FROM {self.kept} WHERE id = ?", (id_,))
        return True
