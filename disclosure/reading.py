"""From an uploaded file to sheets of rows, without trusting the file.

Takes .xlsx, .xls and .csv (UTF-8 with or without BOM, UTF-16 with BOM, GB18030), told apart by their
content. Rows are read one after the other; nothing here keeps a file in memory but the spreadsheet worker,
which is limited.
"""

import codecs
import csv
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Generator, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, BinaryIO, cast

from disclosure.problems import FileRefused, Problem

MEGABYTE = 1024 * 1024
MOST_BYTES = 50 * MEGABYTE
MOST_UNPACKED = 1024 * MEGABYTE
# Real sheets shrink to a tenth, very regular ones to a fiftieth; small files may do as they like.
MOST_RATIO = 150
RATIO_COUNTS_FROM = 20 * MEGABYTE
MOST_ROWS = 500_000

WORKER = Path(__file__).with_name("spreadsheet_worker.py")
ENCODINGS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
DELIMITERS = ",\t;"


@dataclass(slots=True)
class Sheet:
    """One sheet; ``rows`` gives (row number from 1, cells) and can be read once. A CSV file is a sheet
    without name.

    ``column`` is the number of empty columns left of the first cell, for naming a column by its letter.
    """

    name: str
    column: int
    rows: Iterator[tuple[int, list[Any]]]


def refuse(code: str, **params: Any) -> FileRefused:
    return FileRefused(Problem(code, params=params))


def sheets(file: IO[bytes], size: int) -> Iterator[Sheet]:
    """Give the sheets of ``file`` (seekable, ``size`` bytes) one after the other; read each before the next.

    Raises FileRefused, at once or while rows are read, for what can't be read at all.
    """
    if size == 0:
        raise refuse("file_empty")
    if size > MOST_BYTES:
        raise refuse("file_too_large", size=round(size / MEGABYTE), most=MOST_BYTES // MEGABYTE)
    file.seek(0)
    head = file.read(8)
    file.seek(0)
    if head.startswith(b"PK\x03\x04"):
        check_archive(file, size)
        return _spreadsheet(file)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return _spreadsheet(file)
    if head.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"Rar!", b"7z\xbc\xaf", b"PK")):
        raise refuse("file_kind")
    return iter([_csv(file)])


def check_archive(file: IO[bytes], size: int) -> None:
    """Refuse, by its directory alone, a zip that is broken, no spreadsheet, or would unpack to far too much.

    A directory can lie; then the limits of the worker hold.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise refuse("file_broken") from error
    finally:
        file.seek(0)
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MOST_UNPACKED or (unpacked > RATIO_COUNTS_FROM and unpacked > MOST_RATIO * size):
        raise refuse("file_bomb", unpacked=round(unpacked / MEGABYTE), size=max(1, round(size / MEGABYTE)))
    names = [entry.filename for entry in entries]
    if not any(name.startswith("xl/workbook") for name in names):
        raise refuse("file_kind")
    if len(names) != len(set(names)):
        raise refuse("file_broken")


def _spreadsheet(file: IO[bytes]) -> Iterator[Sheet]:
    """Read .xlsx or .xls through the worker."""
    with closing(_messages(file)) as messages:
        message = next(messages)
        while "sheet" in message:
            following: list[dict[str, Any]] = []
            rows = _rows_until_next(messages, following)
            yield Sheet(message["sheet"], message["column"], _limited(rows))
            for _ in rows:  # what the reader left
                pass
            message = following[0]


def _rows_until_next(messages: Iterator[dict[str, Any]], following: list[dict[str, Any]]):
    number = 0
    for message in messages:
        if "rows" not in message:
            following.append(message)
            return
        for cells in message["rows"]:
            number += 1
            yield number, cells


def _messages(file: IO[bytes]) -> Generator[dict[str, Any], None, None]:
    """Start the worker, hand it the file, give its messages. A worker that dies means a file that can't be
    read.
    """
    worker = subprocess.Popen(  # noqa: S603 our own file, no shell, nothing of the user's on the command line
        [sys.executable, "-I", str(WORKER)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert worker.stdin is not None
    assert worker.stdout is not None
    try:
        try:
            while block := file.read(MEGABYTE):
                worker.stdin.write(block)
            worker.stdin.close()
        except BrokenPipeError as error:
            raise refuse("file_broken") from error
        for line in worker.stdout:
            message = json.loads(line)
            if "error" in message:
                raise refuse(message["error"])
            yield message
            if "end" in message:
                return
        raise refuse("file_broken")
    finally:
        worker.kill()
        worker.wait()
        worker.stdout.close()


def _limited(rows: Iterator[tuple[int, list[Any]]]) -> Iterator[tuple[int, list[Any]]]:
    for number, cells in rows:
        if number > MOST_ROWS:
            raise refuse("file_too_many_rows", most=MOST_ROWS)
        yield number, cells


def _csv(file: IO[bytes]) -> Sheet:
    text = io.TextIOWrapper(cast("BinaryIO", _Lent(file)), encoding=encoding_of(file), newline="")
    sample = text.read(16 * 1024)
    text.seek(0)
    return Sheet("", 0, _limited(_csv_rows(text, delimiter_of(sample))))


def _csv_rows(text: io.TextIOWrapper, delimiter: str) -> Iterator[tuple[int, list[Any]]]:
    reader = csv.reader(text, delimiter=delimiter)
    try:
        # Counted as the spreadsheet that opens the file counts: a cell with line breaks is still one row.
        yield from enumerate(reader, start=1)
    except csv.Error as error:
        raise refuse("file_broken") from error


def encoding_of(file: IO[bytes]) -> str:
    """Tell the encoding by decoding all of it, block by block. Raises FileRefused where neither fits."""
    file.seek(0)
    head = file.read(4)
    for mark, name in ENCODINGS:
        if head.startswith(mark):
            candidates = [name]
            break
    else:
        candidates = ["utf-8", "gb18030"]
    try:
        for name in candidates:
            if _decodes(file, name):
                return name
    finally:
        file.seek(0)
    raise refuse("file_encoding")


def _decodes(file: IO[bytes], encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    file.seek(0)
    try:
        while block := file.read(MEGABYTE):
            # No text has a zero character; a program or a picture soon does.
            if "\0" in decoder.decode(block):
                return False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def delimiter_of(sample: str) -> str:
    """The separator that stands most often in the line that has most of any."""
    counts = [(line.count(mark), mark) for line in sample.splitlines()[:20] for mark in DELIMITERS]
    most, mark = max(counts, default=(0, ","), key=lambda pair: pair[0])
    return mark if most else ","


class _Lent(io.BufferedIOBase):
    """Lends a file to a TextIOWrapper, which closes what it holds when it is collected: this stays open."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def read(self, size: int | None = -1) -> bytes:
        return self._file.read(-1 if size is None else size)

    read1 = read

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def close(self) -> None:
        """Left to the owner of the file."""
