"""The file of a month as it is sent: piece by piece, in the language of the address, one at a time."""

import json
import time
from collections.abc import Iterable, Iterator
from itertools import islice
from threading import Lock

from django.core.serializers.json import DjangoJSONEncoder
from django.utils import translation

from disclosure.public.bulk import columns
from disclosure.public.bulk.columns import BulkRow
from protection import csv_export

CSV, JSON_LINES = "csv", "jsonl"
TYPES = {CSV: csv_export.CONTENT_TYPE, JSON_LINES: "application/x-ndjson; charset=utf-8"}
LINES_AT_ONCE = 500
#: A file that takes longer is broken off, so that who takes it slowly bars nobody else.
MOST_SECONDS = 15 * 60

_turn = Lock()


class AnotherIsSent(Exception):
    """Another file is being sent by this process."""


class SentTooSlowly(Exception):
    """A file took too long. The connection breaks, by which its reader sees that it is not whole."""


class FileInTurn:
    """A file that holds its process's turn until it was sent, or its reader went away.

    A web process has few threads, and each file takes one for as long as its reader likes. Raises
    AnotherIsSent.
    """

    def __init__(self, pieces: Iterator[str]) -> None:
        if not _turn.acquire(blocking=False):
            raise AnotherIsSent
        self._pieces, self._is_held = pieces, True

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        """The next piece; after the last one the turn is somebody else's."""
        try:
            return next(self._pieces)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Called when the answer is done with, however it ended."""
        if self._is_held:
            self._is_held = False
            _turn.release()


def pieces(kind: str, entries: Iterable[BulkRow]) -> Iterator[str]:
    """The text of a file, some lines at a time, in the language of now."""
    lines = _csv(entries) if kind == CSV else _json(entries)
    return _joined(lines, translation.get_language(), time.monotonic() + MOST_SECONDS)


def _joined(lines: Iterator[str], language: str | None, until: float) -> Iterator[str]:
    while True:
        # Between two pieces other pages may use the thread, in another language.
        with translation.override(language):
            piece = "".join(islice(lines, LINES_AT_ONCE))
        if not piece:
            return
        if time.monotonic() > until:
            raise SentTooSlowly
        yield piece


def _csv(entries: Iterable[BulkRow]) -> Iterator[str]:
    table = (columns.record(one).values() for one in entries)
    return csv_export.lines([one.heading for one in columns.COLUMNS], table)


def _json(entries: Iterable[BulkRow]) -> Iterator[str]:
    for one in entries:
        yield json.dumps(columns.record(one), cls=DjangoJSONEncoder, ensure_ascii=False) + "\n"
