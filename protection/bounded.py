"""Opens strangers' files in processes of their own (protection/file_worker), few at a time.

A web worker reads no picture, archive or PDF itself: it hands over the bytes, waits for a bounded time, and
kills what goes on longer. At most ``AT_ONCE`` such processes run on this machine, whoever started them, and
of a web worker's threads at least one is left for pages.
"""

import fcntl
import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from django.conf import settings

MEGABYTE = 1024 * 1024
MEMORY = 1024 * MEGABYTE
SECONDS = 15
#: The clock may run faster than the processor where many work; then too it ends.
CLOCK_FACTOR = 2
MOST_ANSWER = 40 * MEGABYTE
AT_ONCE = 2
IN_THIS_PROCESS = 3
WAITING_SECONDS = 5.0

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = (
    "import sys; sys.path.insert(0, sys.argv[1]); from protection.file_worker import run; "
    "run.main(*sys.argv[2:])"
)
_here = threading.BoundedSemaphore(IN_THIS_PROCESS)


class Busy(Exception):
    """Too many files are being opened at this moment."""


class BrokenOff(Exception):
    """The file took more memory or time than any may, or broke its reader."""


@dataclass(frozen=True, slots=True)
class ProcessAnswer:
    """What the process said: its line, and the bytes behind it."""

    line: dict[str, Any]
    content: bytes


def open_file(file: IO[bytes], kind: str) -> ProcessAnswer:
    """Let a process of its own read ``file``, which ``kind`` (an ending) says how. Raises Busy, BrokenOff."""
    with _slot():
        return _ask(file, kind)


@contextmanager
def _slot() -> Iterator[None]:
    """Hold one of the ``AT_ONCE`` places of this machine; a process that dies gives its place back."""
    if not _here.acquire(blocking=False):
        raise Busy
    try:
        until = time.monotonic() + WAITING_SECONDS
        while (place := _free_place()) is None:
            if time.monotonic() > until:
                raise Busy
            time.sleep(0.05)
        with place:
            yield
    finally:
        _here.release()


def _free_place() -> IO[bytes] | None:
    folder = Path(settings.DATA_DIR) / "places"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for number in range(AT_ONCE):
        place = (folder / f"file-{number}").open("ab")
        try:
            fcntl.flock(place, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            place.close()
        else:
            return place
    return None


def _ask(file: IO[bytes], kind: str) -> ProcessAnswer:
    worker = subprocess.Popen(  # noqa: S603 our own program, no shell, nothing of the user's on the command line
        [sys.executable, "-I", "-c", PROGRAM, str(ROOT), kind, str(MEMORY), str(SECONDS)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={},  # neither keys nor settings
    )
    assert worker.stdin is not None
    assert worker.stdout is not None
    clock = threading.Timer(SECONDS * CLOCK_FACTOR, worker.kill)
    clock.daemon = True
    clock.start()
    try:
        hand_over(file, worker.stdin)
        answer = worker.stdout.read(MOST_ANSWER + 1)
        if len(answer) > MOST_ANSWER or worker.wait() != 0:
            raise BrokenOff
        line, _, content = answer.partition(b"\n")
        return ProcessAnswer(json.loads(line), content)
    finally:
        clock.cancel()
        worker.kill()
        worker.wait()
        worker.stdout.close()


def hand_over(file: IO[bytes], pipe: IO[bytes]) -> None:
    """Write a file to a process; one that died already says so by ending what it answers."""
    try:
        file.seek(0)
        while block := file.read(MEGABYTE):
            pipe.write(block)
        pipe.close()
    except BrokenPipeError:
        pass
