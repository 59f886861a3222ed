"""Child processes that run together and stop together. Standard library only."""

import os
import select
import signal
import subprocess
from collections.abc import Callable, Mapping, Sequence
from types import FrameType

STOP_SECONDS = 30


class Stopped(Exception):
    """The person, or the machine, asked to stop."""


def stop_on_signals() -> None:
    """Raise Stopped in the main thread on SIGINT, SIGTERM and SIGHUP."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise Stopped(signal.Signals(number).name)

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)


def step(command: Sequence[object], env: Mapping[str, str]) -> int:
    """Run one command to its end and give its exit code; when asked to stop, it is stopped first."""
    child = _start(command, env)
    try:
        return child.wait()
    except Stopped:
        _stop([child])
        raise


class Family:
    """Processes of which none runs without the others."""

    def __init__(self, env: Mapping[str, str]):
        self.env = env
        self.children: dict[str, subprocess.Popen] = {}

    def start(self, name: str, command: Sequence[object]) -> None:
        """Start a child in a session of its own, so that a Ctrl-C reaches only us and we stop it in order."""
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
    return subprocess.Popen(words, env=env, stdin=subprocess.DEVNULL, start_new_session=True)


def _stop(children: list[subprocess.Popen]) -> None:
    # A second Ctrl-C must not leave half of them running.
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    for child in children:
        if child.poll() is None:
            child.terminate()
    for child in children:
        try:
            child.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
