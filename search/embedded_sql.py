"""The SQL of the embedded engine: tables of a generation, and the statements that a search becomes.

Names of tables and columns come from a schema, which is code; every value is a parameter.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from search import tokens
from search.query import Term
from search.schema import Document, Keyword, Moment, Schema, Search, Text, keywords, millis

# ruff: noqa: S608


@dataclass(frozen=True)
class Row:
    """A document ready to be written: its columns, its many-valued keywords and its tokens."""

    id: int
    digest: str
    columns: tuple[Any, ...]
    values: tuple[tuple[str, str], ...]
    texts: tuple[str, ...]


def columns(schema: Schema) -> tuple[str, ...]:
    """Fields that have one value, so a column of the document table."""
    return tuple(
        each.name
        for each in schema.fields
        if isinstance(each, Moment) or (isinstance(each, Keyword) and not each.many)
    )


def row(schema: Schema, document: Document) -> Row:
    """Prepare a document outside the write lock: analysing its text is most of the work."""
    single: list[Any] = []
    many: list[tuple[str, str]] = []
    texts: list[str] = []
    for each in schema.fields:
        value = document.values.get(each.name)
        if isinstance(each, Moment):
            single.append(millis(value))  # type: ignore[arg-type]
        elif isinstance(each, Text):
            plain = tokens.plain(str(value or ""))
            texts += [" ".join(tokens.bigrams(plain)), " ".join(tokens.unigrams(plain))]
        elif each.many:
            many += [(each.name, keyword) for keyword in keywords(value)]
        else:
            single.append(next(iter(keywords(value)), None))
    return Row(document.id, document.digest(), tuple(single), tuple(many), tuple(texts))


class Tables:
    """The three tables of one generation."""

    def __init__(self, schema: Schema, number: int) -> None:
        self.schema = schema
        self.documents = f"g{number}_document"
        self.values = f"g{number}_value"
        self.texts = f"g{number}_text"

    def create(self, connection: sqlite3.Connection) -> None:
        single = "".join(f", {name}" for name in columns(self.schema))
        connection.execute(
            f"CREATE TABLE {self.documents} (id INTEGER PRIMARY KEY, version INTEGER NOT NULL,"
            f" gone INTEGER NOT NULL, digest TEXT NOT NULL{single})"
        )
        connection.execute(
            f"CREATE TABLE {self.values} (field TEXT NOT NULL, value TEXT NOT NULL, id INTEGER NOT NULL,"
            " PRIMARY KEY (field, value, id)) WITHOUT ROWID"
        )
        connection.execute(f"CREATE INDEX {self.values}_id ON {self.values} (id)")
        for moment in self.schema.of(Moment):
            name = f"{self.documents}_{moment.name}"
            connection.execute(f"CREATE INDEX {name} ON {self.documents} ({moment.name})")
        # The ascii tokenizer leaves every character beyond ASCII alone, and tokens hold no ASCII marks.
        fts = f"fts5({', '.join(self._text_columns())}, tokenize='ascii', columnsize=0)"
        connection.execute(f"CREATE VIRTUAL TABLE {self.texts} USING {fts}")

    def drop(self, connection: sqlite3.Connection) -> None:
        for table in (self.documents, self.values, self.texts):
            connection.execute(f"DROP TABLE IF EXISTS {table}")

    def count(self, connection: sqlite3.Connection) -> int:
        return connection.execute(f"SELECT count(*) FROM {self.documents} WHERE NOT gone").fetchone()[0]

    def digests(self, connection: sqlite3.Connection, after: int, until: int | None) -> dict[int, str]:
        bound = "" if until is None else " AND id <= ?"
        found = f"SELECT id, digest FROM {self.documents} WHERE NOT gone AND id > ?{bound}"
        return dict(connection.execute(found, [after] if until is None else [after, until]))

    def put(self, connection: sqlite3.Connection, version: int, rows: Iterable[Row]) -> None:
        """Write `rows` where the table holds no newer version."""
        single, texts = columns(self.schema), self._text_columns()
        insert = f"INSERT INTO {self.documents} VALUES (?, ?, 0, ?{', ?' * len(single)})"
        text = f"INSERT INTO {self.texts} (rowid, {', '.join(texts)}) VALUES (?{', ?' * len(texts)})"
        for each in rows:
            if self._claim(connection, version, each.id):
                connection.execute(insert, (each.id, version, each.digest, *each.columns))
                connection.executemany(
                    f"INSERT INTO {self.values} VALUES (?, ?, ?)", [(*pair, each.id) for pair in each.values]
                )
                connection.execute(text, (each.id, *each.texts))

    def remove(self, connection: sqlite3.Connection, version: int, gone: Iterable[int]) -> None:
        """Remove documents, leaving their version behind: an older write must not bring them back."""
        empty = ", NULL" * len(columns(self.schema))
        for id_ in gone:
            if self._claim(connection, version, id_):
                connection.execute(
                    f"INSERT INTO {self.documents} VALUES (?, ?, 1, ''{empty})", (id_, version)
                )

    def _claim(self, connection: sqlite3.Connection, version: int, id_: int) -> bool:
        """Whether `version` is news of this document; if so, what was there of it is cleared away."""
        found = connection.execute(f"SELECT version FROM {self.documents} WHERE id = ?", (id_,)).fetchone()
        if found is None:
            return True
        if found[0] >= version:
            return False
        connection.execute(f"DELETE FROM {self.documents} WHERE id = ?", (id_,))
        connection.execute(f"DELETE FROM {self.values} WHERE id = ?", (id_,))
        connection.execute(f"DELETE FROM {self.texts} WHERE rowid = ?", (id_,))
        return True

    def _text_columns(self) -> list[str]:
        return [name for each in self.schema.of(Text) for name in (each.name, f"{each.name}_single")]


class Hits:
    """The documents that a search may see and that hold its words, before the person's own selection."""

    def __init__(self, connection: sqlite3.Connection, schema: Schema, number: int, search: Search) -> None:
        self.connection, self.schema, self.search = connection, schema, search
        self.tables = Tables(schema, number)
        conditions, parameters = ["NOT d.gone"], []
        for part, values in (
            self._words(),
            *(self._any("d", field, wanted) for field, wanted in search.required.items()),
            *(self._none(field, hidden) for field, hidden in search.forbidden.items() if hidden),
            *self._without(search.without),
            *(self._between(field, bounds) for field, bounds in search.ranges.items()),
        ):
            conditions.append(part)
            parameters += values
        # Materialised, because every facet counts it again; with a key, because counts look hits up by it.
        single = "".join(f", {name}" for name in columns(schema))
        connection.execute(f"CREATE TEMP TABLE hit (id INTEGER PRIMARY KEY{single})")
        hits = f"SELECT d.id{single} FROM {self.tables.documents} d WHERE {' AND '.join(conditions)}"
        connection.execute(f"INSERT INTO hit {hits}", parameters)

    def total(self) -> int:
        where, parameters = self._selection(self.search.selected)
        return self.connection.execute(f"SELECT count(*) FROM hit h WHERE {where}", parameters).fetchone()[0]

    def page(self) -> Iterator[int]:
        return self._ordered(self.search.limit, self.search.offset)

    def all(self) -> Iterator[int]:
        return self._ordered(-1, 0)

    def facets(self) -> dict[str, tuple[tuple[str, int], ...]]:
        return {each.field: self._facet(each.field, each.values, each.size) for each in self.search.facets}

    def _facet(self, field: str, values: tuple[str, ...] | None, size: int) -> tuple[tuple[str, int], ...]:
        others = {name: chosen for name, chosen in self.search.selected.items() if name != field}
        where, parameters = self._selection(others)
        if self._keyword(field).many:
            # A cross join keeps this order: the values' rows once, each looked up among the hits.
            source = f"{self.tables.values} v CROSS JOIN hit h ON v.id = h.id AND v.field = ?"
            value, parameters = "v.value", [field, *parameters]
        else:
            source, value = "hit h", f"h.{field}"
            where += f" AND {value} IS NOT NULL"
        if values is not None:
            where += f" AND {value} IN ({_marks(values)})"
            parameters = [*parameters, *values]
        return tuple(
            self.connection.execute(
                f"SELECT {value}, count(*) AS times FROM {source} WHERE {where}"
                f" GROUP BY 1 ORDER BY times DESC, 1 LIMIT ?",
                [*parameters, size if values is None else max(len(values), 1)],
            )
        )

    def _ordered(self, limit: int, offset: int) -> Iterator[int]:
        sort = self.search.sort
        self.schema.field(sort.field)
        where, parameters = self._selection(self.search.selected)
        order: list[str] = []
        titles: list[str] = []
        if sort.title_first:
            texts = self.tables.texts
            for term in self.search.query.wanted:
                order.append(f"(h.id IN (SELECT rowid FROM {texts} WHERE {texts} MATCH ?))")
                titles.append(self._match(term, (self.schema.title,)))
        by_title = f"{' + '.join(order)} DESC, " if order else ""
        direction = "DESC" if sort.descending else "ASC"
        rows = self.connection.execute(
            f"SELECT h.id FROM hit h WHERE {where}"
            f" ORDER BY {by_title} h.{sort.field} IS NULL, h.{sort.field} {direction}, h.id DESC"
            " LIMIT ? OFFSET ?",
            [*parameters, *titles, limit, offset],
        )
        return (id_ for (id_,) in rows)

    def _words(self) -> tuple[str, list[str]]:
        if self.search.query.void:
            return "0", []
        texts = self.tables.texts
        found = f"d.id IN (SELECT rowid FROM {texts} WHERE {texts} MATCH ?)"
        fields = tuple(each.name for each in self.schema.of(Text))
        wanted = [self._match(term, fields) for term in self.search.query.wanted]
        excluded = [self._match(term, fields) for term in self.search.query.excluded]
        parts = [found] if wanted else ["1"]
        parts += [f"NOT {found}"] * len(excluded)
        return " AND ".join(parts), [" AND ".join(f"({match})" for match in wanted)] * bool(wanted) + excluded

    def _match(self, term: Term, fields: tuple[str, ...]) -> str:
        # Tokens are letters and digits only, so they need no escaping within the quotation marks.
        suffix = "_single" if term.single else ""
        return f'{{{" ".join(name + suffix for name in fields)}}} : "{" ".join(term.words)}"'

    def _selection(self, selected: Mapping[str, tuple[str, ...]]) -> tuple[str, list[str]]:
        conditions, parameters = ["1"], []
        for field, values in selected.items():
            part, more = self._any("h", field, values)
            conditions.append(part)
            parameters += more
        return " AND ".join(conditions), parameters

    def _any(self, alias: str, field: str, values: tuple[str, ...]) -> tuple[str, list[str]]:
        if self._keyword(field).many:
            # One look-up a candidate, so that a search with few hits does not read everybody's places.
            inner = f"v.field = ? AND v.value IN ({_marks(values)}) AND v.id = {alias}.id"
            return f"EXISTS (SELECT 1 FROM {self.tables.values} v WHERE {inner})", [field, *values]
        return f"{alias}.{field} IN ({_marks(values)})", list(values)

    def _none(self, field: str, values: tuple[str, ...]) -> tuple[str, list[str]]:
        part, parameters = self._any("d", field, values)
        return f"({part}) IS NOT TRUE", parameters

    def _without(self, ids: tuple[int, ...]) -> list[tuple[str, list[str]]]:
        return [("d.id NOT IN (SELECT value FROM json_each(?))", [json.dumps(ids)])] if ids else []

    def _between(self, field: str, bounds: tuple[Any, Any]) -> tuple[str, list[Any]]:
        self.schema.field(field)
        since, until = (millis(bound) for bound in bounds)
        parts = ["1"] + [f"d.{field} >= ?"] * (since is not None) + [f"d.{field} < ?"] * (until is not None)
        return " AND ".join(parts), [bound for bound in (since, until) if bound is not None]

    def _keyword(self, name: str) -> Keyword:
        found = self.schema.field(name)
        if not isinstance(found, Keyword):
            raise LookupError(f"{name} is not a keyword field")
        return found


def _marks(values: Iterable[str]) -> str:
    return ", ".join("?" for _ in values)
