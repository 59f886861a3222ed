"""Thirty people and an editor, a site that is killed a hundred times, and what is left afterwards."""

import itertools
import os
import random
import threading
import time
from collections import Counter
from pathlib import Path

from captcha.models import CaptchaStore
from django.db import close_old_connections, connection
from django.test import Client

from bench import making
from bench.kills import proving
from bench.kills.people import Citizen, Editor, Seen
from bench.kills.processes import Site
from complaints.models import Case
from disclosure.models import Batch
from organizations.enums import Role
from search.indexing.rebuilding import rebuild

SMALL, LARGE = 300, 18_000  # rows; a list of more than 2 MB is read by a worker
PAUSE = (0.2, 1.2)
READ_WITHIN = 600
INDEX_WITHIN = 60  # after the last start


class Trial:
    """One run."""

    def __init__(self, env: dict[str, str], log: Path) -> None:
        self.site, self.seen = Site(env, log), Seen()
        self.over = threading.Event()
        self.numbers = itertools.count(1)
        self.killed: Counter[str] = Counter()
        self.seconds = 0.0
        self.swept = 0
        self.index_seconds = 0.0

    def run(self, kills: int, clients: int, chance: random.Random) -> None:
        """Kill so many times while so many file; then let everybody come to the end of what they began."""
        cookie = login(making.make_person("editor", Role.EDITOR))
        self.inspector = making.make_person("inspector", Role.INSPECTOR, "乙市民政局")
        rebuild("cases")
        people = [threading.Thread(target=self._citizen) for _ in range(clients)]
        people.append(threading.Thread(target=self._editor, args=[cookie]))
        begun = time.monotonic()
        try:
            self.site.start()
            for person in people:
                person.start()
            for _ in range(kills):
                time.sleep(chance.uniform(*PAUSE))
                self.killed[self.site.kill(chance)] += 1
            self.seconds = time.monotonic() - begun
            self.over.set()
            for person in people:
                person.join()
            self._start_once_more()
            self._read_lists()
        finally:
            self.over.set()
            self.site.stop()

    def report(self) -> int:
        """Print the figures and every breach; 1 where there is one."""
        unowned = proving.files_without_a_row()
        breaches = [
            *proving.receipts_are_whole(self.seen),
            *proving.nothing_is_half(self.seen),
            *proving.the_index_has_all(self.inspector),
            *proving.no_submission_is_two(self.seen),
            *proving.lists_are_read_or_told(),
            *proving.rows_without_a_file(),
        ]
        swept = proving.a_day_later()
        if left := proving.files_without_a_row():
            breaches.append(f"{left} files without a row after a day")
        if self.index_seconds > INDEX_WITHIN:
            breaches.append(f"the index took {self.index_seconds:.0f} s after the last start")
        breaches += self.seen.faults
        kills = ", ".join(f"{count} {name}" for name, count in self.killed.most_common())
        print(
            f"killed {self.killed.total()} ({kills}) in {self.seconds:.0f} s, load {os.getloadavg()[0]:.1f}"
        )
        print(
            f"pages {self.seen.pages}, broken off {self.seen.broken}, "
            f"files chosen again {self.seen.chosen_again}"
        )
        shown, cases = len(self.seen.filed), Case.objects.count()
        print(f"receipts shown {shown}, cases {cases}, files {proving.attachments()}")
        print(f"lists {Batch.objects.count()}, of them told as not read {proving.lists_told()}")
        print(f"files without a row {unowned}, swept after a day {swept}")
        print(f"index complete {self.index_seconds:.1f} s after the last start")
        print(f"breaches {len(breaches)}")
        for breach, count in Counter(breaches).most_common(40):
            print(f"  {count} x {breach}")
        return 1 if breaches else 0

    def _citizen(self) -> None:
        while not self.over.is_set():
            try:
                citizen = Citizen(self.site.address, self.seen)
                self.seen.filed.append(citizen.file(next(self.numbers), answer))
            except Exception as error:
                self.seen.faults.append(f"{type(error).__name__}: {error}")
        connection.close()

    def _editor(self, cookie: dict[str, str]) -> None:
        editor = Editor(self.site.address, self.seen)
        editor.session.cookies.update(cookie)
        for number in itertools.count(1):
            if self.over.is_set():
                break
            try:
                editor.upload(number, LARGE if number % 2 else SMALL)
                if number % 3 == 0:
                    proving.take_up_lists()
            except Exception as error:
                self.seen.faults.append(f"{type(error).__name__}: {error}")
            time.sleep(2)
        connection.close()

    def _start_once_more(self) -> None:
        """Kill everything and start it again; note how long the index takes to have all, by itself."""
        self.site.stop()
        self.site.start()
        begun = time.monotonic()
        while proving.index_lags() and time.monotonic() - begun < 3 * INDEX_WITHIN:
            time.sleep(0.5)
        self.index_seconds = time.monotonic() - begun

    def _read_lists(self) -> None:
        """Wait until the workers that live now have read what dead ones left."""
        deadline = time.monotonic() + READ_WITHIN
        while Batch.objects.filter(checked_at=None).exists() and time.monotonic() < deadline:
            proving.take_up_lists()
            for _ in range(20):
                time.sleep(1)
                if not Batch.objects.filter(checked_at=None).exists():
                    break


def login(user) -> dict[str, str]:
    """The cookies of somebody who is logged in."""
    client = Client()
    client.force_login(user)
    return {name: morsel.value for name, morsel in client.cookies.items()}


def answer(key: str) -> str:
    """What is right for a challenge, from the store; nothing once it was used."""
    close_old_connections()
    found = CaptchaStore.objects.filter(hashkey=key).first()
    # One for each of a hundred people would take the server's connections from the site.
    connection.close()
    return found.response if found else ""
