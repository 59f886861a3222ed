"""A server process that is started once, waited for, and ended by its own id."""

import contextlib
import os
import pwd
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

Ready = TypeVar("Ready")

POLL_SECONDS = 0.05
STOP_SECONDS = 30


class ServerFailed(RuntimeError):
    """The server ended or did not answer in time; the message holds the end of its log."""


class ServerMissing(RuntimeError):
    """A program that the server needs is not installed; the message says what and how to get it."""


@contextlib.contextmanager
def running(
    command: Sequence[str],
    ready: Callable[[], Ready | None],
    log: Path,
    *,
    seconds: float = 90,
    stop_signal: signal.Signals = signal.SIGTERM,
    env: Mapping[str, str] | None = None,
    user: str | None = None,
) -> Iterator[Ready]:
    """Run ``command`` until the block ends; yields what ``ready`` returns once that is not None.

    ``log`` receives the output. The process gets a session of its own, so that a Ctrl-C in the terminal
    reaches the tests first and the server is stopped in order. Raises ServerFailed.
    """
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            env={**os.environ, **(env or {})},
            user=user,
            extra_groups=[] if user else None,
            group=pwd.getpwnam(user).pw_gid if user else None,
            cwd=log.parent,
        )
    try:
        yield _wait(process, ready, log, seconds)
    finally:
        _stop(process, stop_signal)


def _wait(process: subprocess.Popen, ready: Callable[[], Ready | None], log: Path, seconds: float) -> Ready:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise ServerFailed(f"{process.args!r} ended with {process.returncode}:\n{_tail(log)}")
        answer = ready()
        if answer is not None:
            return answer
        time.sleep(POLL_SECONDS)
    raise ServerFailed(f"{process.args!r} did not answer within {seconds:g} seconds:\n{_tail(log)}")


def _stop(process: subprocess.Popen, stop_signal: signal.Signals) -> None:
    if process.poll() is not None:
        return
    process.send_signal(stop_signal)
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _tail(log: Path, lines: int = 30) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])
