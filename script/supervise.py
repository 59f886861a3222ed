"""Child processes that run together and stop together. Standard library only."""

import ctypes
import os
import select
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import FrameType

STOP_SECONDS = 30
PR_SET_PDEATHSIG = 1
# Loaded before any fork; other systems have no such call, and there a kill -9 leaves the children.
_LINUX = ctypes.CDLL(None) if sys.platform == "linux" else None
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_starting: list[bool] = []
_asked_meanwhile: list[int] = []


class Stopped(Exception):
    """The person, or the machine, asked to stop."""


def stop_on_signals() -> None:
    """Raise Stopped in the main thread on the first SIGINT, SIGTERM or SIGHUP; later ones are ignored.

    A second Ctrl-C must not cut short the stopping of the children and leave one of them behind.
    """
    for number in SIGNALS:
        signal.signal(number, _stop_asked)


def _stop_asked(number: int, frame: FrameType | None) -> None:
    for each in SIGNALS:
        # Not SIG_IGN: a child that is being started would inherit that and could not be stopped.
        signal.signal(each, lambda number, frame: None)
    if _starting:
        _asked_meanwhile.append(number)
    else:
        raise Stopped(signal.Signals(number).name)


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Hold Stopped back while a child is started, so that no child runs that nobody knows of."""
    _starting.append(True)
    try:
        yield
    finally:
        _starting.pop()
    if _asked_meanwhile:
        raise Stopped(signal.Signals(_asked_meanwhile.pop()).name)


def step(command: Sequence[object], env: Mapping[str, str]) -> int:
    """Run one command to its end and give its exit code; when asked to stop, it is stopped first."""
    started: list[subprocess.Popen] = []
    try:
        with _uninterrupted():
            started.append(_start(command, env))
        return started[0].wait()
    except Stopped:
        _stop(started)
        raise


class Family:
    """Processes of which none runs without the others."""

    def __init__(self, env: Mapping[str, str]):
        self.env = env
        self.children: dict[str, subprocess.Popen] = {}

    def start(self, name: str, command: Sequence[object]) -> None:
        """Start a child in a session of its own, so that a Ctrl-C reaches only us and we stop it in order."""
        with _uninterrupted():
            self.children[name] = _start(command, self.env)

    def ended(self) -> str | None:
        """The name and exit code of a child that ended, None while all run."""
        for name, child in self.children.items():
            if child.poll() is not None:
                return f"the {name} ended with exit code {child.returncode}"
        return None

    def wait_until(self, ready: Callable[[], bool], seconds: float) -> str | None:
        """Wait for ``ready``, asked five times a second; gives what went wrong, or None."""
        for _ in range(int(seconds * 5)):
            problem = self.ended()
            if problem:
                return problem
            if ready():
                return None
            select.select([], [], [], 0.2)
        return f"no answer within {seconds:g} seconds"

    def wait(self) -> str:
        """Wait until a child ends, without polling: the kernel tells by SIGCHLD."""
        reading, writing = os.pipe()
        os.set_blocking(writing, False)
        signal.signal(signal.SIGCHLD, lambda number, frame: None)
        signal.set_wakeup_fd(writing)
        while True:
            problem = self.ended()
            if problem:
                return problem
            os.read(reading, 512)

    def stop(self) -> None:
        """End all children, the last started first."""
        _stop(list(reversed(self.children.values())))


def _start(command: Sequence[object], env: Mapping[str, str]) -> subprocess.Popen:
    words = [str(word) for word in command]
    return subprocess.Popen(
        words,
        env=env,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=_end_with(os.getpid()) if _LINUX else None,
    )


def _end_with(parent: int) -> Callable[[], None]:
    """Have the kernel stop a child when we are killed: it would hold the port and work on the data."""

    def ask() -> None:
        _LINUX.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:
            os._exit(1)

    return ask


def _stop(children: list[subprocess.Popen]) -> None:
    for child in children:
        if child.poll() is None:
            child.terminate()
    for child in children:
        try:
            child.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
