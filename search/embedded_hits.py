"""The hits of one search in the embedded engine, in the SQL that finds, counts and orders them."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from search import embedded_words
from search.embedded_sql import Tables, columns
from search.query import Term
from search.schema import Keyword, Schema, Search, Text, millis

# ruff: noqa: S608

Part = tuple[str, list[Any]]


class Hits:
    """The documents that a search may see and that hold its words, before the person's own selection."""

    def __init__(self, connection: sqlite3.Connection, schema: Schema, number: int, search: Search) -> None:
        self.connection, self.schema, self.search = connection, schema, search
        self.tables = Tables(schema, number)
        conditions: list[str] = []
        parameters: list[Any] = []
        for part, values in (
            self._words(),
            *(self._any("d", field, wanted) for field, wanted in search.required.items()),
            *(self._none(field, hidden) for field, hidden in search.forbidden.items() if hidden),
            *self._without(search.without),
            *(self._between(field, bounds) for field, bounds in search.ranges.items()),
        ):
            conditions.append(part)
            parameters += values
        # Gathered once, because every count goes over them; no more of each than what is asked of it.
        asked = {search.sort.field, *search.selected, *(each.field for each in search.facets)}
        single = "".join(f", d.{name}" for name in columns(schema) if name in asked)
        connection.execute(
            f"CREATE TEMP TABLE hit AS SELECT d.id{single} FROM {self.tables.documents} d"
            f" WHERE {' AND '.join(conditions)}",
            parameters,
        )

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
        chosen = "" if values is None else f" AND value IN ({_marks(values)})"
        counted = f"SELECT h.{field} AS value, count(*) AS times FROM hit h WHERE {where} GROUP BY 1"
        if self._keyword(field).many:
            # Hits by their set first, of which there are few. The cross join keeps to this order.
            found = (
                f"SELECT m.value, sum(c.times) AS times FROM ({counted}) c CROSS JOIN {self.tables.members} m"
                f" ON m.held = c.value WHERE m.field = ?{chosen.replace('value', 'm.value')} GROUP BY 1"
            )
            parameters = [*parameters, field]
        else:
            found = f"SELECT value, times FROM ({counted}) WHERE value IS NOT NULL{chosen}"
        return tuple(
            self.connection.execute(
                f"{found} ORDER BY times DESC, 1 LIMIT ?",
                [*parameters, *(values or ()), size if values is None else max(len(values), 1)],
            )
        )

    def _ordered(self, limit: int, offset: int) -> Iterator[int]:
        sort = self.search.sort
        self.schema.field(sort.field)
        where, parameters = self._selection(self.search.selected)
        titles = [self._holding("h", term, True) for term in self.search.query.wanted if sort.title_first]
        order = [part for part, _values in titles]
        parameters += [value for _part, values in titles for value in values]
        by_title = f"{' + '.join(order)} DESC, " if order else ""
        direction = "DESC" if sort.descending else "ASC"
        rows = self.connection.execute(
            f"SELECT h.id FROM hit h WHERE {where}"
            f" ORDER BY {by_title} h.{sort.field} IS NULL, h.{sort.field} {direction}, h.id DESC"
            " LIMIT ? OFFSET ?",
            [*parameters, limit, offset],
        )
        return (id_ for (id_,) in rows)

    def _words(self) -> Part:
        if self.search.query.void:
            return "0", []
        parts = ["1"]
        parameters: list[Any] = []
        for term in (*self.search.query.wanted, *self.search.query.excluded):
            part, values = self._holding("d", term)
            parts.append(f"NOT {part}" if term.excluded else part)
            parameters += values
        return " AND ".join(parts), parameters

    def _holding(self, alias: str, term: Term, title_only: bool = False) -> Part:
        """The condition that a document has the words of a term."""
        found = f"{alias}.id IN (SELECT rowid FROM {self.tables.texts} WHERE {self.tables.texts} MATCH ?)"
        asked = embedded_words.asked(term)
        column = "title : " if title_only else ""
        others = self._read(term, f"{column}({asked.others})", title_only) if asked.others else []
        if not others:
            return f"({found})", [f"{column}({asked.phrase})"]
        more = f"{alias}.id IN (SELECT value FROM json_each(?))"
        return f"({found} OR {more})", [f"{column}({asked.phrase})", json.dumps(others)]

    def _read(self, term: Term, match: str, title_only: bool) -> list[int]:
        """The documents that `match` finds and that do hold the term."""
        texts = self.tables.texts
        found = self.connection.execute(f"SELECT rowid FROM {texts} WHERE {texts} MATCH ?", (match,))
        names = [each.name for each in self.schema.of(Text)]
        fields = slice(names.index(self.schema.title), names.index(self.schema.title) + 1)
        return [
            id_
            for (id_,) in found.fetchall()
            if embedded_words.holds(
                term, self.tables.plain(self.connection, id_)[fields if title_only else slice(None)]
            )
        ]

    def _selection(self, selected: Mapping[str, tuple[str, ...]]) -> Part:
        conditions = ["1"]
        parameters: list[Any] = []
        for field, values in selected.items():
            part, more = self._any("h", field, values)
            conditions.append(part)
            parameters += more
        return " AND ".join(conditions), parameters

    def _any(self, alias: str, field: str, values: tuple[str, ...]) -> Part:
        if self._keyword(field).many:
            inner = f"SELECT held FROM {self.tables.members} WHERE field = ? AND value IN ({_marks(values)})"
            return f"{alias}.{field} IN ({inner})", [field, *values]
        return f"{alias}.{field} IN ({_marks(values)})", list(values)

    def _none(self, field: str, values: tuple[str, ...]) -> Part:
        part, parameters = self._any("d", field, values)
        return f"({part}) IS NOT TRUE", parameters

    def _without(self, ids: tuple[int, ...]) -> list[Part]:
        return [("d.id NOT IN (SELECT value FROM json_each(?))", [json.dumps(ids)])] if ids else []

    def _between(self, field: str, bounds: tuple[Any, Any]) -> Part:
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
