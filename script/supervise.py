"""Child processes that run together, are started again when one dies, and stop together.

Standard library only. Of the supervisors one could install, supervisord gives a process up after some starts
and honcho and systemd's relatives stop all for one or want the whole machine.
"""

import ctypes
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType
from typing import NoReturn

STOP_SECONDS = 30
FIRST_PAUSE = 1.0
#: Seconds before a child that died is started again: twice as long each time, up to this.
LONGEST_PAUSE = 60.0
#: Who ran for so long starts with the first pause again.
STEADY_SECONDS = 60.0
PR_SET_PDEATHSIG = 1
#: Loaded before any fork; other systems have no such call, and there a kill -9 leaves the children.
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


@dataclass
class Child:
    """A process that is to run: its command, how it runs now, and when it is started again if it does not."""

    command: Sequence[object]
    process: subprocess.Popen
    started_at: float
    pause: float = 0.0
    due_at: float | None = None


class Family:
    """Processes that are started together and stopped together; one that dies takes no other with it."""

    def __init__(self, env: Mapping[str, str], first_pause: float = FIRST_PAUSE):
        self.env, self.first_pause = env, first_pause
        self.children: dict[str, Child] = {}

    def start(self, name: str, command: Sequence[object]) -> None:
        """Start a child in a session of its own, so that a Ctrl-C reaches only us and we stop it in order."""
        with _uninterrupted():
            process = _start(command, self.env)
            pause = self.children[name].pause if name in self.children else 0.0
            self.children[name] = Child(command, process, time.monotonic(), pause)

    def wait_until(self, name: str, ready: Callable[[], bool], seconds: float) -> str | None:
        """Wait for ``ready``, asked five times a second; gives what went wrong, or None.

        The end of the child ``name`` ends the wait: it never was there yet. The others may come later.
        """
        process = self.children[name].process
        for _ in range(int(seconds * 5)):
            if process.poll() is not None:
                return f"the {name} ended with exit code {process.returncode}"
            if ready():
                return None
            select.select([], [], [], 0.2)
        return f"no answer within {seconds:g} seconds"

    def keep(self) -> NoReturn:
        """Start again whatever ends, alone, after a pause that grows while it goes on ending; until Stopped.

        Without polling: the kernel tells of an end by SIGCHLD.
        """
        reading, writing = os.pipe()
        os.set_blocking(reading, False)
        os.set_blocking(writing, False)
        signal.signal(signal.SIGCHLD, lambda number, frame: None)
        signal.set_wakeup_fd(writing)
        while True:
            due = [at for name in self.children if (at := self._look_after(name)) is not None]
            wait = max(0.0, min(due) - time.monotonic()) if due else None
            if select.select([reading], [], [], wait)[0]:
                os.read(reading, 512)

    def _look_after(self, name: str) -> float | None:
        """Start a child again whose pause is over; gives when that is for one that is in its pause."""
        child, now = self.children[name], time.monotonic()
        if child.process.poll() is None:
            return None
        if child.due_at is None:
            steady = now - child.started_at >= STEADY_SECONDS
            child.pause = self.first_pause if steady else child.pause * 2 or self.first_pause
            child.pause = min(child.pause, LONGEST_PAUSE)
            child.due_at = now + child.pause
            code = child.process.returncode
            print(
                f"The {name} ended with exit code {code}; it is started again in {child.pause:g} s",
                file=sys.stderr,
                flush=True,
            )
        if now < child.due_at:
            return child.due_at
        self.start(name, child.command)
        return None

    def stop(self) -> None:
        """End all children, the last started first."""
        _stop([child.process for child in reversed(self.children.values())])


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
