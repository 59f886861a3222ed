"""Who is next at the web server's threads: staff before citizens who wait, who are not kept out for ever."""

import socket
import threading
from types import SimpleNamespace

import pytest
from gunicorn.workers.gthread import ThreadWorker

from portal import web_worker
from portal.web_worker import STAFF, StaffFirst, Threads
from protection.middleware import STAFF_PREFIX

#: A turn that ends with the answer alone.
FOR_EVER = 1e6


@pytest.fixture
def connect():
    """Give connections on which somebody has sent what a browser sends first."""
    opened: list[socket.socket] = []

    def make(path: str, *, sent: bool = True):
        here, there = socket.socketpair()
        opened.extend([here, there])
        if sent:
            there.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        return SimpleNamespace(sock=here, there=there, path=path)

    yield make
    for each in opened:
        each.close()


class Desk:
    """Threads whose every answer waits until it is let go on; ``order`` is who was taken, in turn."""

    def __init__(self, number: int, turn: float = 0.0) -> None:
        self.threads = Threads(number, turn)
        self.order: list[str] = []
        self._taken, self._go_on = threading.Semaphore(0), threading.Semaphore(0)

    def answer(self, connection) -> str:
        self.order.append(connection.path)
        self._taken.release()
        self._go_on.acquire()
        return connection.path

    def ask(self, *connections) -> list:
        return [self.threads.submit(self.answer, each) for each in connections]

    def taken(self, number: int) -> list[str]:
        for _turn in range(number):
            assert self._taken.acquire(timeout=30)
        return self.order

    def go_on(self, number: int) -> None:
        self._go_on.release(number)


@pytest.fixture
def desk():
    made: list[Desk] = []

    def make(number: int, turn: float = 0.0) -> Desk:
        made.append(Desk(number, turn))
        return made[-1]

    yield make
    for each in made:
        each.go_on(100)
        each.threads.shutdown()


def test_the_address_of_staff_is_the_sites():
    assert STAFF.decode() == STAFF_PREFIX


def test_staff_go_before_citizens_who_wait(desk, connect):
    at = desk(1)
    at.ask(connect("/first/"))
    at.taken(1)
    futures = at.ask(
        connect("/complaints/"), connect("/lists/"), connect("/staff/cases/"), connect("/staff/")
    )
    at.go_on(5)
    assert at.taken(4) == ["/first/", "/staff/cases/", "/staff/", "/complaints/", "/lists/"]
    assert [future.result(30) for future in futures] == [
        "/complaints/",
        "/lists/",
        "/staff/cases/",
        "/staff/",
    ]


def test_a_citizen_is_next_after_three_of_staff(desk, connect):
    """Addresses of the staff site can be asked for by anybody."""
    at = desk(1)
    at.ask(connect("/first/"))
    at.taken(1)
    at.ask(connect("/complaints/"), *(connect(f"/staff/{turn}/") for turn in range(5)), connect("/lists/"))
    at.go_on(8)
    waited = ["/staff/0/", "/staff/1/", "/staff/2/", "/complaints/", "/staff/3/", "/staff/4/", "/lists/"]
    assert at.taken(7) == ["/first/", *waited]


def test_two_citizens_are_answered_at_once(desk, connect):
    at = desk(4, turn=FOR_EVER)
    at.ask(connect("/1/"), connect("/2/"), connect("/3/"))
    assert at.taken(2) == ["/1/", "/2/"]
    at.go_on(1)
    assert at.taken(1) == ["/1/", "/2/", "/3/"]


def test_nobody_is_taken_beside_staff(desk, connect):
    at = desk(4, turn=FOR_EVER)
    at.ask(connect("/staff/"), connect("/1/"), connect("/staff/cases/"))
    assert at.taken(1) == ["/staff/"]
    at.go_on(1)
    assert at.taken(1) == ["/staff/", "/staff/cases/"]
    at.go_on(1)
    assert at.taken(1)[-1] == "/1/"


def test_staff_are_taken_beside_one_citizen(desk, connect):
    at = desk(4, turn=FOR_EVER)
    at.ask(connect("/1/"))
    at.taken(1)
    at.ask(connect("/staff/"), connect("/2/"))
    assert at.taken(1) == ["/1/", "/staff/"]


def test_who_takes_longer_than_a_turn_keeps_nobody_waiting(desk, connect):
    at = desk(4, turn=0.01)
    at.ask(connect("/staff/"), *(connect(f"/{turn}/") for turn in range(3)))
    assert at.taken(4) == ["/staff/", "/0/", "/1/", "/2/"]


def test_of_whom_nothing_arrived_is_asked_again_and_waits_like_a_citizen(desk, connect):
    at = desk(1)
    at.ask(connect("/first/"))
    at.taken(1)
    slow = connect("/staff/slow/", sent=False)
    at.ask(connect("/complaints/"), slow, connect("/lists/"))
    slow.there.sendall(b"GET /staff/slow/ HTTP/1.1\r\n\r\n")
    at.go_on(4)
    assert at.taken(3) == ["/first/", "/staff/slow/", "/complaints/", "/lists/"]


def test_who_takes_nothing_of_an_answer_is_left(connect, monkeypatch):
    """A reader that keeps the line and reads nothing would keep a thread."""
    worker = object.__new__(StaffFirst)
    monkeypatch.setattr(ThreadWorker, "handle", lambda _worker, conn: conn.sock.sendall(b"x" * 10_000_000))
    monkeypatch.setattr(web_worker, "SEND_SECONDS", 1)
    with pytest.raises(BlockingIOError):
        worker.handle(connect("/lists/"))


def test_what_fails_takes_no_thread_along(connect):
    threads = Threads(1)

    def fail(connection):
        raise OSError(connection.path)

    failed = threads.submit(fail, connect("/staff/"))
    with pytest.raises(OSError, match="/staff/"):
        failed.result(30)
    assert threads.submit(lambda connection: connection.path, connect("/lists/")).result(30) == "/lists/"
    threads.shutdown()
    with pytest.raises(RuntimeError):
        threads.submit(fail, connect("/lists/"))
