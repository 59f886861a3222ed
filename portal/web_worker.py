"""The threads of the web server: what staff ask for goes before the citizens' requests that wait.

gunicorn hands each connection to a pool of threads in the order in which they come, so that a crowd of
citizens would keep everybody who works on their cases waiting behind all of it. Here the first request of
staff that waits is taken first. Where staff have all threads but one, the next that is free goes to a citizen
who waits: an address of the staff site can be asked for by anybody.
"""

import socket
import struct
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import Any

from gunicorn.workers.gthread import TConn, ThreadWorker

#: How the address of a request of staff begins; ``portal.urls`` says so too, which needs settings.
STAFF = b"/staff/"
#: Seconds in which somebody has to take something of an answer. The slowest line does.
SEND_SECONDS = 60
#: A method, a blank, and as much of the address.
_BEGINNING = len(b"OPTIONS ") + len(STAFF)


class StaffFirst(ThreadWorker):
    """gunicorn's worker with threads, with another order of who is next."""

    def handle(self, conn):
        """Answer a connection. Who takes nothing more of the answer is left: a thread would wait for ever."""
        conn.sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, struct.pack("ll", SEND_SECONDS, 0))
        return super().handle(conn)

    def get_thread_pool(self) -> Executor:
        """Give the pool that ``gunicorn`` submits (handle, connection) to."""
        return Threads(self.cfg.threads)


class _Waiting:
    """One connection on which a request is due."""

    def __init__(self, handle: Callable[[TConn], Any], connection: TConn) -> None:
        self.future: Future = Future()
        self._handle, self._connection = handle, connection
        self._is_staff: bool | None = None

    def is_staff(self) -> bool:
        """Whether the request begins as one of staff; one of which nothing has arrived yet is not, so far."""
        if self._is_staff is None:
            beginning = _arrived(self._connection.sock)
            if len(beginning) < _BEGINNING:
                return False
            self._is_staff = beginning.partition(b" ")[2].startswith(STAFF)
        return self._is_staff

    def run(self) -> None:
        """Answer it; what fails, fails for whoever waits for the future."""
        if not self.future.set_running_or_notify_cancel():
            return
        try:
            self.future.set_result(self._handle(self._connection))
        except BaseException as error:
            self.future.set_exception(error)


class Threads(Executor):
    """So many threads, two or more, which take requests of staff first and all others in their turn."""

    def __init__(self, number: int) -> None:
        self._waiting: deque[_Waiting] = deque()
        self._changed = threading.Condition()
        self._stopped = False
        self._for_staff, self._most_for_staff = 0, max(1, number - 1)
        self._threads = [threading.Thread(target=self._work, name=f"web-{turn}") for turn in range(number)]
        for thread in self._threads:
            thread.start()

    def submit(self, handle, /, connection) -> Future:  # type: ignore[override]
        """Have a connection answered; RuntimeError after ``shutdown``."""
        due = _Waiting(handle, connection)
        with self._changed:
            if self._stopped:
                raise RuntimeError("these threads were stopped")
            self._waiting.append(due)
            self._changed.notify()
        return due.future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Take nothing more; what waits is answered, or given up with ``cancel_futures``."""
        with self._changed:
            self._stopped = True
            while cancel_futures and self._waiting:
                self._waiting.popleft().future.cancel()
            self._changed.notify_all()
        if wait:
            for thread in self._threads:
                thread.join()

    def _work(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._waiting or self._stopped)
                if not self._waiting:
                    return
                due = self._next()
                is_staff = due.is_staff()
                self._for_staff += is_staff
            due.run()
            with self._changed:
                self._for_staff -= is_staff

    def _next(self) -> _Waiting:
        """Take who is next of those that wait: staff, or a citizen where staff have all threads but one."""
        wanted = self._for_staff < self._most_for_staff
        for turn, due in enumerate(self._waiting):
            if due.is_staff() is wanted:
                del self._waiting[turn]
                return due
        return self._waiting.popleft()


def _arrived(connection: socket.socket) -> bytes:
    """Return the beginning of what has arrived and nobody has read; nothing where it cannot be seen."""
    try:
        return connection.recv(_BEGINNING, socket.MSG_PEEK | socket.MSG_DONTWAIT)
    except (OSError, ValueError):
        return b""
