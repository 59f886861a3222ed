"""From an uploaded file to sheets of rows, without trusting the file.

Takes .xlsx, .xls, .csv (UTF-8 with or without BOM, UTF-16 with BOM, GB18030) and web pages that are called
.xls, told apart by their content. Here only the outside of a file is looked at, in bounded time; it is parsed
by a process of its own (``file_worker``), limited in memory and time, which hands over row by row.
"""

import json
import struct
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from disclosure.problems import FileRefused, Problem, TooMuchAtOnce
from protection.bounded import hand_over

MEGABYTE = 1024 * 1024
MOST_BYTES = 50 * MEGABYTE
MOST_UNPACKED = 1024 * MEGABYTE
#: Real sheets shrink to a tenth, very regular ones to a fiftieth; small files may do as they like.
MOST_RATIO = 150
RATIO_COUNTS_FROM = 20 * MEGABYTE
MOST_ROWS = 500_000
#: A workbook has a dozen parts and one for each sheet and picture.
MOST_ENTRIES = 5_000
MOST_DIRECTORY = MEGABYTE

ROOT = Path(__file__).resolve().parents[2]
#: The root is no site package; without those, the worker starts in a few hundredths of a second.
PROGRAM = (
    "import sys; sys.path.insert(0, sys.argv[1]); from disclosure.intake.file_worker import run; "
    "run.main(*map(int, sys.argv[2:]))"
)
ARCHIVE, COMPOUND = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
NO_LIST = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"Rar!", b"7z\xbc\xaf", b"PK", b"GIF8", b"{\\rtf")


@dataclass(frozen=True, slots=True)
class ReadingLimits:
    """What one reading may take: memory in bytes, seconds of computing, rows. ``at_once``: somebody waits
    for it, and what takes more is left to a background task instead of being refused.
    """

    memory: int
    seconds: int
    rows: int
    at_once: bool = False


AT_LEISURE = ReadingLimits(memory=3 * 1024 * MEGABYTE, seconds=120, rows=MOST_ROWS)
WHILE_WAITING = ReadingLimits(memory=1024 * MEGABYTE, seconds=15, rows=20_000, at_once=True)
#: So many threads of a web worker may wait for lists; the others are for pages.
WAITING_AT_ONCE = 2
_waiting = threading.BoundedSemaphore(WAITING_AT_ONCE)
OUT_OF_MEMORY = 70
#: The clock may run faster than the processor where many work; then too it ends.
CLOCK_FACTOR = 2


@dataclass(slots=True)
class Worksheet:
    """One sheet; ``rows`` gives (row number from 1, cells) and can be read once. A CSV file is a sheet
    without name.

    ``height`` is the number of its last row, or a little more, and ``part`` from which share of the file to
    which it goes.
    ``column`` is the number of empty columns left of the first cell, for naming a column by its letter;
    ``merges`` the merged cells among the first rows (top, left, bottom, right, from 0); ``hidden_columns``
    are letters, ``hidden_rows`` numbers of rows that were given already and that nobody sees; ``delimiter``
    is what separates the cells of a text file; ``since_1904``: serial days count from 1904; ``as_text``:
    numbers stand as they were shown, not as they were kept.
    """

    name: str
    column: int
    rows: Iterator[tuple[int, list[Any]]]
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_columns: frozenset[str] = frozenset()
    hidden_rows: set[int] = field(default_factory=set)
    delimiter: str = ""
    since_1904: bool = False
    as_text: bool = False
    height: int = 0
    part: tuple[float, float] = (0, 1)


def refuse(code: str, **params: Any) -> FileRefused:
    """Return the refusal of a whole file, to be raised."""
    return FileRefused(Problem(code, params=params))


def check_outside(file: IO[bytes], size: int) -> None:
    """Refuse what can be told without reading the file: by its size, first bytes, an archive's directory.

    Leaves the file at its start. Raises FileRefused.
    """
    if size == 0:
        raise refuse("file_empty")
    file.seek(0)
    head = file.read(8)
    file.seek(0)
    if size > MOST_BYTES:
        code = "file_too_large" if head.startswith((ARCHIVE, COMPOUND)) else "text_too_large"
        raise refuse(code, size=round(size / MEGABYTE), most=MOST_BYTES // MEGABYTE)
    if head.startswith(ARCHIVE):
        check_archive(file, size)
    elif head.startswith(NO_LIST):
        raise refuse("file_kind")


def sheets(file: IO[bytes], size: int, limits: ReadingLimits = AT_LEISURE) -> Iterator[Worksheet]:
    """Give the sheets of ``file`` (seekable, ``size`` bytes) one after the other; read each before the next.

    Raises FileRefused, at once or while rows are read, for what cannot be read at all; TooMuchAtOnce where
    the file takes more than ``limits`` allow somebody who waits.
    """
    check_outside(file, size)
    return _sheets(file, limits)


def check_archive(file: IO[bytes], size: int) -> None:
    """Refuse, by its directory alone, a zip that is broken, no spreadsheet, or would unpack to far too much.

    A directory can lie; then the limits of the worker hold.
    """
    _check_directory(file, size)
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
    if "xl/workbook.xml" not in names:
        raise refuse("file_kind")
    if len(names) != len(set(names)):
        raise refuse("file_broken")


def _check_directory(file: IO[bytes], size: int) -> None:
    """Bound the directory of an archive before anything walks it (APPNOTE 4.3.14, 4.3.16)."""
    tail_size = min(size, 22 + 65_535 + 76)
    file.seek(size - tail_size)
    tail = file.read(tail_size)
    file.seek(0)
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < 22:
        raise refuse("file_broken")
    entries, directory = struct.unpack_from("<HI", tail, at + 10)
    large = tail.rfind(b"PK\x06\x06", 0, at)
    if large >= 0 and len(tail) - large >= 56:
        entries, directory = struct.unpack_from("<QQ", tail, large + 32)
    if entries > MOST_ENTRIES or directory > MOST_DIRECTORY:
        raise refuse("file_entries", count=entries, most=MOST_ENTRIES)


def _sheets(file: IO[bytes], limits: ReadingLimits) -> Iterator[Worksheet]:
    with _place(limits), closing(_messages(file, limits)) as messages:
        message = next(messages)
        while "sheet" in message:
            following: list[dict[str, Any]] = []
            sheet = Worksheet(
                _harmless_name(message["sheet"]),
                message["column"],
                iter(()),
                [tuple(merge) for merge in message.get("merges", ())],
                frozenset(message.get("hidden_columns", ())),
                delimiter=message.get("delimiter", ""),
                since_1904=message.get("since_1904", False),
                as_text=message.get("as_text", False),
                height=message["height"],
                part=tuple(message.get("part", (0, 1))),
            )
            rows = _rows_until_next(messages, following, sheet.hidden_rows, limits)
            sheet.rows = rows
            yield sheet
            for _ in rows:  # what the reader left
                pass
            message = following[0]


@contextmanager
def _place(limits: ReadingLimits) -> Iterator[None]:
    """Hold one of the places for those who wait. Raises TooMuchAtOnce where all are taken."""
    if not limits.at_once:
        yield
        return
    if not _waiting.acquire(blocking=False):
        raise TooMuchAtOnce
    try:
        yield
    finally:
        _waiting.release()


def _harmless_name(name: str) -> str:
    """A sheet's name is kept with its rows and shown; one with as many digits as a telephone is not."""
    return name if sum(map(str.isdecimal, name)) < 11 else "".join("*" if c.isdecimal() else c for c in name)


def _rows_until_next(
    messages: Iterator[dict[str, Any]],
    following: list[dict[str, Any]],
    hidden: set[int],
    limits: ReadingLimits,
) -> Iterator[tuple[int, list[Any]]]:
    count = 0
    for message in messages:
        if "rows" not in message:
            following.append(message)
            return
        hidden.update(message.get("hidden", ()))
        count += sum(map(bool, message["rows"]))
        if count > limits.rows:
            raise TooMuchAtOnce if limits.at_once else refuse("file_too_many_rows", most=limits.rows)
        yield from enumerate(message["rows"], start=message["at"])


def _messages(file: IO[bytes], limits: ReadingLimits) -> Generator[dict[str, Any], None, None]:
    """Start the worker, hand it the file, give its messages. A worker that dies means a file that cannot be
    read within its limits.
    """
    worker = subprocess.Popen(  # noqa: S603 our own program, no shell, nothing of the user's on the command line
        [sys.executable, "-I", "-S", "-c", PROGRAM, str(ROOT), str(limits.memory), str(limits.seconds)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={},  # neither keys nor settings
    )
    assert worker.stdin is not None
    assert worker.stdout is not None
    clock = _Clock(limits.seconds * CLOCK_FACTOR, worker.kill)
    try:
        with clock:
            hand_over(file, worker.stdin)
        while line := clock.line(worker.stdout):
            message = json.loads(line)
            if "error" in message:
                where = (message["row"], message["column"])
                raise FileRefused(Problem(message["error"], *where, params=message["params"]))
            yield message
            if "end" in message:
                return
        raise _broken_off(worker.wait(), limits)
    finally:
        worker.kill()
        worker.wait()
        worker.stdout.close()


class _Clock:
    """Ends a worker that was waited for too long; while rows are checked and stored, the worker waits for us
    and the clock stands.
    """

    def __init__(self, seconds: float, end: Callable[[], None]) -> None:
        self._left, self._end = seconds, end

    def line(self, lines: IO[bytes]) -> bytes:
        with self:
            return lines.readline()

    def __enter__(self) -> None:
        self._timer = threading.Timer(max(self._left, 0), self._end)
        self._timer.daemon = True
        self._begun = time.monotonic()
        self._timer.start()

    def __exit__(self, *error: object) -> None:
        self._timer.cancel()
        self._left -= time.monotonic() - self._begun


def _broken_off(exit_code: int, limits: ReadingLimits) -> Exception:
    """What a worker that ended without a word means: killed by a limit, or broken by the file."""
    if exit_code >= 0 and exit_code != OUT_OF_MEMORY:
        return refuse("file_broken")
    if limits.at_once:
        return TooMuchAtOnce()
    return refuse("file_beyond_limits", seconds=limits.seconds)
