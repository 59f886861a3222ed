"""The threads of the web server: what staff ask for goes before the citizens' requests that wait.

gunicorn hands each connection to a pool of threads in the order in which they come, so that a crowd of
citizens would keep everybody who works on their cases waiting behind all of it, and share the processor with
all that were taken. Here the first request of staff that waits is taken first, and few at once. After some of
staff in a row a citizen who waits is next: an address of the staff site can be asked for by anybody.
"""

import gc
import socket
import struct
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from typing import Any

from gunicorn.workers.gthread import TConn, ThreadWorker

#: How the address of a request of staff begins; ``portal.urls`` says so too, which needs settings.
STAFF = b"/staff/"
#: Seconds in which somebody has to take something of an answer. The slowest line does.
SEND_SECONDS = 60
#: For how long a request keeps others from being taken: most are answered within.
TURN_SECONDS = 0.3
#: So many of citizens compute at once, the second while the first waits for the disk; of staff one, alone.
_AT_ONCE = 2
_STAFF_IN_A_ROW = 3
#: A method, a blank, and as much of the address.
_BEGINNING = len(b"OPTIONS ") + len(STAFF)


class StaffFirst(ThreadWorker):
    """gunicorn's worker with threads, with another order of who is next."""

    def load_wsgi(self) -> None:
        """Load the site, and look for garbage in what comes later alone: to go through all that was loaded
        kept everybody who was waiting for a fifth of a second.
        """
        super().load_wsgi()
        gc.collect()
        gc.freeze()

    def handle(self, conn):
        """Answer a connection. Who takes nothing more of the answer is left: a thread would wait for ever."""
        conn.sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, struct.pack("ll", SEND_SECONDS, 0))
        return super().handle(conn)

    def get_thread_pool(self) -> Executor:
        """Give the pool that ``gunicorn`` submits (handle, connection) to."""
        return Threads(self.cfg.threads)


@dataclass(eq=False)
class _Turn:
    """A request that is being answered: until when it has its turn, and how many it stands for."""

    until: float
    weight: int


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
    """So many threads, which take requests of staff first and all others in their turn.

    More threads than processors do not compute sooner, they take the processor from each other: the first
    ``turn`` seconds of a request count as its turn, and while two of citizens have theirs, or one of staff,
    nobody else is taken. What takes longer waits for somebody (a slow line, the database) and is no reason to
    keep others waiting.
    """

    def __init__(self, number: int, turn: float = TURN_SECONDS) -> None:
        self._waiting: deque[_Waiting] = deque()
        self._changed = threading.Condition()
        self._stopped = False
        self._turn, self._turns = turn, deque[_Turn]()
        self._staff_in_a_row = 0
        self._threads = [threading.Thread(target=self._work, name=f"web-{each}") for each in range(number)]
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
                if not self._wait_for_a_turn():
                    return
                due = self._next()
                turn = _Turn(time.monotonic() + self._turn, _AT_ONCE if due.is_staff() else 1)
                self._turns.append(turn)
            due.run()
            with self._changed:
                self._turns.remove(turn)
                self._changed.notify_all()

    def _wait_for_a_turn(self) -> bool:
        """Wait until somebody who waits may be taken; False when nobody will come any more."""
        while True:
            now = time.monotonic()
            in_turn = [turn for turn in self._turns if turn.until > now]
            if not self._waiting:
                if self._stopped:
                    return False
                self._changed.wait()
            elif sum(turn.weight for turn in in_turn) < _AT_ONCE:
                return True
            else:
                self._changed.wait(min(turn.until for turn in in_turn) - now)

    def _next(self) -> _Waiting:
        """Take who is next of those that wait: staff, or a citizen after so many of staff."""
        wanted = self._staff_in_a_row < _STAFF_IN_A_ROW
        found = next((due for due in self._waiting if due.is_staff() is wanted), self._waiting[0])
        self._waiting.remove(found)
        self._staff_in_a_row = self._staff_in_a_row + 1 if found.is_staff() else 0
        return found


def _arrived(connection: socket.socket) -> bytes:
    """Return the beginning of what has arrived and nobody has read; nothing where it cannot be seen."""
    try:
        return connection.recv(_BEGINNING, socket.MSG_PEEK | socket.MSG_DONTWAIT)
    except (OSError, ValueError):
        return b""
