"""Tables of rules are read once while a page is shown, and anew whenever something may be written."""

import pytest
from django.http import HttpResponse

from protection import once
from protection.middleware import OnceARequestMiddleware


@pytest.fixture
def table():
    """A table that counts how often it was read, and its reader."""
    read: list[int] = []

    @once.a_request
    def load() -> int:
        read.append(1)
        return len(read)

    return load


def test_outside_of_a_request_it_is_read_each_time(table):
    assert (table(), table()) == (1, 2)


def test_each_request_reads_it_once(table):
    with once.request():
        assert (table(), table()) == (1, 1)
    with once.request():
        assert table() == 2


@pytest.mark.parametrize(("method", "last"), [("GET", 1), ("HEAD", 1), ("POST", 2), ("DELETE", 2)])
def test_only_what_shows_keeps_it(table, rf, method, last):
    answers = OnceARequestMiddleware(lambda request: HttpResponse(f"{table()} {table()}"))
    assert answers(rf.generic(method, "/")).content.decode() == f"1 {last}"
