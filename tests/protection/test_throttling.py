"""Failures beyond the allowed ones cost a wait that doubles."""

import pytest
from django.core.cache import cache

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
