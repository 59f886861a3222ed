"""What is kept in the process is never of an older state than the request that uses it."""

import threading
from datetime import date

import pytest
from django.utils import timezone
from wagtail import hooks

from protection import cached_tables, once


@pytest.fixture
def tables(monkeypatch):
    """A state of the tables that a test sets, and a reader that says how often it read."""

    class Tables:
        state: str | None = "one"
        asked = 0
        reads = 0

        def ask(self):
            self.asked += 1
            return self.state

    made = Tables()
    monkeypatch.setattr(hooks, "get_hooks", lambda name: [made.ask] if name == cached_tables.HOOK else [])
    monkeypatch.setattr(cached_tables, "READERS", [])

    @cached_tables.while_unchanged
    def read() -> int:
        made.reads += 1
        return made.reads

    made.read = read
    return made


def test_requests_share_it_while_the_state_is_the_same(tables):
    for _ in range(3):
        with once.request():
            assert (tables.read(), tables.read()) == (1, 1)
    assert tables.asked == 3, "each request asks once"


def test_another_state_is_read_anew_and_so_is_the_first_when_it_comes_again(tables):
    seen = []
    for state in ("one", "two", "one"):
        tables.state = state
        with once.request():
            seen.append(tables.read())
    assert seen == [1, 2, 3]


def test_another_day_is_read_anew(tables, monkeypatch):
    with once.request():
        tables.read()
    monkeypatch.setattr(timezone, "localdate", lambda: date(2026, 11, 24))
    with once.request():
        assert tables.read() == 2


def test_outside_of_a_page_and_without_a_state_it_is_read_each_time(tables):
    assert (tables.read(), tables.read()) == (1, 2)
    tables.state = None
    with once.request():
        assert (tables.read(), tables.read()) == (3, 4)
    assert tables.asked == 1


def test_what_was_read_while_another_state_came_serves_nobody_of_that_state(tables):
    """A slow reader of the first state ends after the second has come."""
    with once.request():
        tables.read()

        def later():
            tables.state = "two"
            with once.request():
                tables.read()

        thread = threading.Thread(target=later)
        thread.start()
        thread.join()
        assert tables.read() == 3
    with once.request():
        assert tables.read() == 4
