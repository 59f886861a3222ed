"""Failures beyond the allowed ones cost a wait that doubles."""

import threading
import time

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connections

from protection import throttling
from protection.throttling import Throttle


@pytest.fixture
def clock(monkeypatch):
    cache.clear()

    class Clock:
        now = 1_000_000.0

    monkeypatch.setattr(throttling.time, "time", lambda: Clock.now)
    return Clock


def test_waits_double_up_to_the_bound_and_end(clock) -> None:
    throttle = Throttle("test", allowed=2, base_seconds=10, most_seconds=35)
    waits = []
    for _attempt in range(6):
        throttle.fail("203.0.113.7")
        waits.append(throttle.wait("203.0.113.7"))
    assert waits == [0, 0, 10, 20, 35, 35]
    assert throttle.wait("203.0.113.8") == 0
    clock.now += 36
    assert throttle.wait("203.0.113.7") == 0


def test_being_right_clears_the_slate(clock) -> None:
    throttle = Throttle("test", allowed=0)
    throttle.fail("a")
    assert throttle.wait("a") == 10
    throttle.clear("a")
    assert throttle.wait("a") == 0


def test_failures_fade_one_by_one(clock) -> None:
    throttle = Throttle("test", allowed=1, base_seconds=10, fade_seconds=100)
    for _attempt in range(4):
        throttle.fail("a")
    assert throttle.wait("a") == 40
    clock.now += 200  # two have faded, two are left
    throttle.fail("a")
    assert throttle.wait("a") == 20


@pytest.fixture(params=["locmem.LocMemCache", "db.DatabaseCache"])
def shared_cache(request, transactional_db, settings):
    """The cache of a test run, then the one that the portal has by default."""
    backend = f"django.core.cache.backends.{request.param}"
    settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": "test_throttling_cache"}}
    if "Database" in backend:
        call_command("createcachetable", verbosity=0)
    cache.clear()
    yield
    if "Database" in backend:
        with connections["default"].cursor() as cursor:
            cursor.execute("DROP TABLE test_throttling_cache")


def test_guesses_at_the_same_moment_all_count(shared_cache, monkeypatch):
    """Whoever sends twenty guesses at once waits as long as who sends them one after the other."""
    throttle, together = Throttle("test", allowed=0, base_seconds=1, most_seconds=10_000), 6
    read = Throttle._failures

    def slowly(self, key):
        found = read(self, key)
        time.sleep(0.02)  # long enough for the others to read the same figure
        return found

    monkeypatch.setattr(Throttle, "_failures", slowly)
    ready, failed = threading.Barrier(together), []

    def guess():
        try:
            ready.wait(timeout=10)
            throttle.fail("203.0.113.7")
        except Exception as error:
            failed.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=guess) for _ in range(together)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert not failed
    assert read(throttle, "203.0.113.7")[0] == together
    assert throttle.wait("203.0.113.8") == 0


def test_of_tries_at_the_same_moment_no_more_are_looked_at_than_one_after_the_other(shared_cache):
    """When a pause ends, sixteen who tried at once would all have found none and be answered."""
    throttle, together = Throttle("test", allowed=2, base_seconds=900), 8
    ready, waits = threading.Barrier(together), []

    def guess():
        try:
            ready.wait(timeout=10)
            waits.append(throttle.take("203.0.113.7"))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=guess) for _ in range(together)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(wait > 0 for wait in waits) == [False] * 3 + [True] * 5
    assert throttle.failures("203.0.113.7") == 3


def test_who_died_while_counting_holds_nobody_up_for_long(clock, monkeypatch):
    monkeypatch.setattr(throttling, "HELD_SECONDS", 0.05)
    throttle = Throttle("test", allowed=0)
    cache.add(f"{throttle._slot('a')}:held", True, 60)
    throttle.fail("a")
    assert throttle.wait("a") == 10
