"""The hits of one search in the embedded engine, in the SQL that finds, counts and orders them."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from search.engines import embedded_words
from search.engines.embedded_sql import Tables, columns
from search.engines.query import Term
from search.engines.schema import Keyword, Schema, Search, Text, millis

# ruff: noqa: S608

Part = tuple[str, list[Any]]


class Hits:
    """The documents that a search may see and that hold its words, before the person's own selection.

    Where there are no words, and nothing is chosen or counted but by what is tallied (``Schema.tallied``),
    the counts are those of the tally less the documents of it that the asker may not see, each looked up:
    both are decided by the same conditions. Otherwise the documents are gathered first, because every count
    goes over them.
    """

    def __init__(self, connection: sqlite3.Connection, schema: Schema, number: int, search: Search) -> None:
        self.connection, self.schema, self.search = connection, schema, search
        self.tables = Tables(schema, number)
        self.asked = {*search.selected, *(each.field for each in search.facets)}
        self.is_tallied = self._may_be_tallied()
        if self.is_tallied:
            self._tally()
        else:
            self._gather()

    def _may_be_tallied(self) -> bool:
        query, ranges = self.search.query, self.search.ranges.values()
        is_narrowed = query.terms or query.void or any(bound is not None for pair in ranges for bound in pair)
        tallied = self.schema.tallied
        return bool(tallied) and not is_narrowed and {*self.asked, *self.search.required}.issubset(tallied)

    def _tally(self) -> None:
        """Into ``hit`` goes how many documents are open for each combination; less, then, the hidden ones."""
        fields = "".join(f", d.{name}" for name in self.schema.tallied if name in self.asked)
        is_open, opened = _all(self._open("d"))
        documents, parts = self.tables.documents, self._hidden("d")
        # Each kind by its own index.
        found = " UNION ALL ".join(f"SELECT d.id FROM {documents} d WHERE {part}" for part, _values in parts)
        less = f" UNION ALL SELECT -1{fields} FROM {documents} d WHERE d.id IN ({found}) AND {is_open}"
        self.connection.execute(
            f"CREATE TEMP TABLE hit AS SELECT d.times{fields} FROM {self.tables.tally} d WHERE {is_open}"
            f"{less if parts else ''}",
            [*opened, *(value for _part, values in parts for value in values), *(opened if parts else [])],
        )

    def _gather(self) -> None:
        """Into ``hit`` goes each document, with no more of it than what is asked."""
        asked = {self.search.sort.field, *self.asked}
        fields = "".join(f", d.{name}" for name in columns(self.schema) if name in asked)
        condition, values = self._seen("d")
        self.connection.execute(
            f"CREATE TEMP TABLE hit AS SELECT d.id, 1 AS times{fields} FROM {self.tables.documents} d"
            f" WHERE {condition}",
            values,
        )

    def _seen(self, alias: str) -> Part:
        """The condition that a document is one of these."""
        is_hidden, hidden = _any_of(self._hidden(alias))
        is_open, opened = _all([self._words(alias), *self._open(alias), *self._ranges(alias)])
        return f"{is_open} AND ({is_hidden}) IS NOT TRUE", [*opened, *hidden]

    def total(self) -> int:
        where, parameters = self._selection("h", self.search.selected)
        counted = f"SELECT total(h.times) FROM hit h WHERE {where}"
        return int(self.connection.execute(counted, parameters).fetchone()[0])

    def page(self) -> Iterator[int]:
        return self._ordered(self.search.limit, self.search.offset)

    def all(self) -> Iterator[int]:
        return self._ordered(-1, 0)

    def facets(self) -> dict[str, tuple[tuple[str, int], ...]]:
        return {each.field: self._facet(each.field, each.values, each.size) for each in self.search.facets}

    def _facet(self, field: str, values: tuple[str, ...] | None, size: int) -> tuple[tuple[str, int], ...]:
        others = {name: chosen for name, chosen in self.search.selected.items() if name != field}
        where, parameters = self._selection("h", others)
        chosen = "" if values is None else f" AND value IN ({_marks(values)})"
        counted = f"SELECT h.{field} AS value, sum(h.times) AS times FROM hit h WHERE {where} GROUP BY 1"
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
                f"SELECT value, times FROM ({found}) WHERE times > 0 ORDER BY times DESC, 1 LIMIT ?",
                [*parameters, *(values or ()), size if values is None else max(len(values), 1)],
            )
        )

    def _ordered(self, limit: int, offset: int) -> Iterator[int]:
        sort = self.search.sort
        self.schema.field(sort.field)
        hit = "hit"
        where, parameters = self._selection("h", self.search.selected)
        if self.is_tallied:
            hit = self.tables.documents
            where, parameters = _all([self._seen("h"), (where, parameters)])
        titles = [self._holding("h", term, True) for term in self.search.query.wanted if sort.title_first]
        order = [part for part, _values in titles]
        parameters += [value for _part, values in titles for value in values]
        by_title = f"{' + '.join(order)} DESC, " if order else ""
        direction = "DESC" if sort.descending else "ASC"
        rows = self.connection.execute(
            f"SELECT h.id FROM {hit} h WHERE {where}"
            f" ORDER BY {by_title} h.{sort.field} IS NULL, h.{sort.field} {direction}, h.id DESC"
            " LIMIT ? OFFSET ?",
            [*parameters, limit, offset],
        )
        return (id_ for (id_,) in rows)

    def _words(self, alias: str) -> Part:
        if self.search.query.void:
            return "0", []
        parts: list[Part] = []
        for term in (*self.search.query.wanted, *self.search.query.excluded):
            part, values = self._holding(alias, term)
            parts.append((f"NOT {part}" if term.excluded else part, values))
        return _all(parts)

    def _holding(self, alias: str, term: Term, title_only: bool = False) -> Part:
        """The condition that a document has the words of a term, or those that may stand instead."""
        said, values = _any_of(self._having(alias, way, title_only) for way in term.ways)
        return f"({said})", values

    def _having(self, alias: str, term: Term, title_only: bool) -> Part:
        found = f"{alias}.id IN (SELECT rowid FROM {self.tables.texts} WHERE {self.tables.texts} MATCH ?)"
        asked = embedded_words.asked(term)
        column = "title : " if title_only else ""
        others = self._read(term, f"{column}({asked.others})", title_only) if asked.others else []
        if not others:
            return f"({found})", [f"{column}({asked.phrase})"]
        more = f"{alias}.id IN (SELECT value FROM json_each(?))"
        return f"({found} OR {more})", [f"{column}({asked.phrase})", json.dumps(others)]

    def _read(self, term: Term, match: str, title_only: bool) -> list[int]:
        """The documents that ``match`` finds and that do hold the term."""
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

    def _selection(self, alias: str, selected: Mapping[str, tuple[str, ...]]) -> Part:
        return _all(self._any(alias, field, values) for field, values in selected.items())

    def _open(self, alias: str) -> list[Part]:
        return [self._any(alias, field, wanted) for field, wanted in self.search.required.items()]

    def _hidden(self, alias: str) -> list[Part]:
        parts = [self._any(alias, field, values) for field, values in self.search.forbidden.items() if values]
        if self.search.without:
            ids = json.dumps(self.search.without)
            parts.append((f"{alias}.id IN (SELECT value FROM json_each(?))", [ids]))
        return parts

    def _ranges(self, alias: str) -> list[Part]:
        return [self._between(alias, field, bounds) for field, bounds in self.search.ranges.items()]

    def _any(self, alias: str, field: str, values: tuple[str, ...]) -> Part:
        if self._keyword(field).many:
            inner = f"SELECT held FROM {self.tables.members} WHERE field = ? AND value IN ({_marks(values)})"
            return f"{alias}.{field} IN ({inner})", [field, *values]
        return f"{alias}.{field} IN ({_marks(values)})", list(values)

    def _between(self, alias: str, field: str, bounds: tuple[Any, Any]) -> Part:
        self.schema.field(field)
        since, until = (millis(bound) for bound in bounds)
        parts = ((f"{alias}.{field} >= ?", since), (f"{alias}.{field} < ?", until))
        return _all((part, [bound]) for part, bound in parts if bound is not None)

    def _keyword(self, name: str) -> Keyword:
        found = self.schema.field(name)
        if not isinstance(found, Keyword):
            raise LookupError(f"{name} is not a keyword field")
        return found


def _all(parts: Iterable[Part]) -> Part:
    return _joined(" AND ", "1", parts)


def _any_of(parts: Iterable[Part]) -> Part:
    return _joined(" OR ", "0", parts)


def _joined(word: str, nothing: str, parts: Iterable[Part]) -> Part:
    listed = list(parts)
    said = word.join(f"({part})" for part, _values in listed) or nothing
    return said, [value for _part, values in listed for value in values]


def _marks(values: Iterable[str]) -> str:
    return ", ".join("?" for _ in values)
