"""Slowing down who guesses. Each failure beyond the allowed ones doubles the wait, up to a bound."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.core.cache import cache

from protection.blind_index import blind_index

#: Whoever counts holds the slot for milliseconds; a process that died while counting, for this long.
HELD_SECONDS = 5
PAUSE_SECONDS = 0.005


@dataclass(frozen=True)
class Throttle:
    """A named counter of failures per key (a client address, a receipt); only keyed digests are stored.

    ``allowed`` failures are free; the next one costs ``base_seconds``, each further one twice as much, at
    most ``most_seconds``. After ``forget_seconds`` without a failure the slate is clean.
    """

    name: str
    allowed: int = 5
    base_seconds: int = 10
    most_seconds: int = 3600
    forget_seconds: int = 24 * 3600
    fade_seconds: int = 0  # one failure fades in each such span; 0: none does

    def _slot(self, key: str) -> str:
        return f"throttle:{self.name}:{blind_index(key, 'throttle')}"

    def _failures(self, key: str) -> tuple[int, float]:
        """Failures that still count, and when the latest was."""
        failures, since = cache.get(self._slot(key), (0, 0.0))
        faded = int((time.time() - since) // self.fade_seconds) if self.fade_seconds else 0
        return max(0, failures - faded), since

    def failures(self, key: str) -> int:
        """Give how many failures of ``key`` still count."""
        return self._failures(key)[0]

    def wait(self, key: str, pressure: int = 0) -> int:
        """Give the whole seconds to wait before ``key`` may try again; 0 when it may try now.

        ``pressure`` counts as further failures of a key that has failed itself: others who guess at the same
        thing make its next pause longer, but never begin, renew or outlast one. So nobody is locked out by
        what strangers do elsewhere.
        """
        failures, since = self._failures(key)
        failures += pressure if failures else 0
        if failures <= self.allowed:
            return 0
        penalty = min(self.most_seconds, self.base_seconds * 2 ** min(failures - self.allowed - 1, 20))
        return max(0, round(since + penalty - time.time()))

    def fail(self, key: str) -> None:
        """Count one failure of ``key``. Of failures at the same moment, in any process, each one counts."""
        with self._held(key):
            self._count(key)

    def take(self, key: str, pressure: int = 0) -> int:
        """Count a try of ``key`` before it is looked at, and give 0; or count nothing, and give the seconds
        that it has to wait (``wait``).

        In one step: of tries at the same moment none is looked at that would have to wait if they came one
        after the other. Who was right is forgiven by ``clear``.
        """
        with self._held(key):
            seconds = self.wait(key, pressure)
            if not seconds:
                self._count(key)
        return seconds

    def _count(self, key: str) -> None:
        failures, _since = self._failures(key)
        cache.set(self._slot(key), (failures + 1, time.time()), self.forget_seconds)

    @contextmanager
    def _held(self, key: str) -> Iterator[None]:
        """Wait for the turn to count ``key``.

        By ``cache.add``, because it is the one step that no cache does half: ``incr`` of the database's cache
        reads, adds and writes, and twenty guesses at once would count as one.
        """
        lock, until = f"{self._slot(key)}:held", time.monotonic() + HELD_SECONDS
        while not cache.add(lock, True, HELD_SECONDS) and time.monotonic() < until:
            time.sleep(PAUSE_SECONDS)
        try:
            yield
        finally:
            cache.delete(lock)

    def clear(self, key: str) -> None:
        """Forget the failures of ``key``, after it was right."""
        cache.delete(self._slot(key))
