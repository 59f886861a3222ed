"""People who file with letters of their own, a node that dies, and what is found afterwards."""

import itertools
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from django.db import connection
from django.urls import reverse

from bench import casemaking, making
from bench.kills import proving
from bench.kills.people import Browser, Citizen, Seen
from bench.kills.processes import MANAGE, ROOT, Site
from bench.kills.trial import answer, login
from bench.nodes.cluster import NODES, Cluster
from organizations.enums import Role
from search.engines import current
from search.engines.engine import EngineError
from search.indexing.rebuilding import rebuild
from search.workbench import case_search
from search.workbench.case_documents import CASES

#: No syllable has two of these side by side, and no name of a messenger (wx, vx, qq), which would be masked.
LETTERS = "bdfgjkmptz"
LONG = 8
TOO_LATE = "was over before"
SEARCHED_FOR = 6.0  # seconds on each side of a death
INDEX_WITHIN = 180  # seconds


def marker(number: int) -> str:
    """Letters for a number, which stand in no other story."""
    found = ""
    for _each in range(LONG):
        number, at = divmod(number, len(LETTERS))
        found += LETTERS[at]
    return found


class Marked(Citizen):
    """Files a story with letters of its own."""

    def story(self, number: int) -> str:
        return f"{super().story(number)}信封上写着{marker(number)}。"


class Trial:
    """People, a cluster and a site of three nodes; what they saw while each node died twice."""

    def __init__(self, cluster: Cluster, env: dict[str, str], log: Path) -> None:
        self.cluster, self.env, self.log = cluster, env, log
        self.site, self.seen = Site(env, log), Seen()
        self.over = threading.Event()
        self.numbers = itertools.count(1)
        self.searches: Counter[str] = Counter()
        self.rebuilds: Counter[str] = Counter()
        self.index_seconds = 0.0

    def run(self, clients: int, cases: int) -> None:
        """Let people file and search, and every node die twice."""
        casemaking.make_cases_up_to(cases)
        self.inspector = making.make_person("inspector", Role.INSPECTOR, "乙市民政局")
        self.cookie = login(self.inspector)
        rebuild(CASES.name)
        people = [threading.Thread(target=self._citizen) for _ in range(clients)]
        people += [threading.Thread(target=self._searcher), threading.Thread(target=self._reader)]
        try:
            self.site.start()
            for person in people:
                person.start()
            for number in range(NODES):
                self._while_built(number)
                self._while_searched(number)
            self.over.set()
            for person in people:
                person.join()
            self._wait_for_the_index()
        finally:
            self.over.set()
            self.site.stop()

    def report(self) -> int:
        """Print the figures and every breach; 1 where there is one."""
        missing = self._not_found()
        breaches = [*proving.receipts_are_whole(self.seen), *missing, *self.seen.faults]
        if missed := self.rebuilds[TOO_LATE]:
            breaches.append(f"{missed} rebuilds were over before their node died")
        if proving.index_lags():
            breaches.append("the index differs from the database")
        if failed := self.searches["broken page"]:
            breaches.append(f"{failed} pages of the search were errors")
        print(f"killed {NODES - missed} nodes in bulk and {NODES} in search, rebuilds {dict(self.rebuilds)}")
        print(f"searches {dict(self.searches)}, pages {self.seen.pages}, broken off {self.seen.broken}")
        shown = len(self.seen.filed)
        print(f"receipts shown {shown}, of them found by their letters {shown - len(missing)}")
        print(f"index complete {self.index_seconds:.1f} s after the last filing")
        print(f"breaches {len(breaches)}")
        for breach, count in Counter(breaches).most_common(40):
            print(f"  {count} x {breach}")
        return 1 if breaches else 0

    def _while_built(self, number: int) -> None:
        """Kill a node once a new generation is being filled; the rebuild ends well or says it did not."""
        command = [*MANAGE, "rebuild_index", CASES.name]
        with self.log.open("ab") as output:
            process = subprocess.Popen(command, cwd=ROOT, env=self.env, stdout=output, stderr=output)
        while process.poll() is None and not self._is_being_built():
            time.sleep(0.05)
        time.sleep(1)
        was_running = process.poll() is None
        self.cluster.kill(number)
        said = "went on" if process.wait() == 0 else "said that it failed"
        self.rebuilds[said if was_running else TOO_LATE] += 1
        self.cluster.start(number)

    def _while_searched(self, number: int) -> None:
        """Kill a node while people search."""
        time.sleep(SEARCHED_FOR)
        self.cluster.kill(number)
        time.sleep(SEARCHED_FOR)
        self.cluster.start(number)

    def _is_being_built(self) -> bool:
        try:
            return bool(current.engine().state(CASES).building)
        except EngineError:
            return False

    def _citizen(self) -> None:
        self._until_over(lambda: self.seen.filed.append(self._filed()))

    def _filed(self):
        return Marked(self.site.address, self.seen).file(next(self.numbers), answer)

    def _searcher(self) -> None:
        """Ask the engine through everything but the page."""

        def ask() -> None:
            try:
                case_search.ask(self.inspector, case_search.CaseQuestion(text="低保金"))
                self.searches["answered"] += 1
            except EngineError:
                self.searches["told that it does not answer"] += 1
            time.sleep(0.1)

        self._until_over(ask)

    def _reader(self) -> None:
        """Load the page of the search."""
        browser = Browser(self.site.address, Seen())
        browser.session.cookies.update(self.cookie)
        page = reverse("search:cases")

        def load() -> None:
            status = browser.session.get(self.site.address + page, timeout=60).status_code
            self.searches["page" if status == 200 else "broken page"] += 1
            time.sleep(0.3)

        self._until_over(load)

    def _until_over(self, act: Callable[[], None]) -> None:
        while not self.over.is_set():
            try:
                act()
            except Exception as error:
                self.seen.faults.append(f"{type(error).__name__}: {error}")
        connection.close()

    def _wait_for_the_index(self) -> None:
        begun = time.monotonic()
        while proving.index_lags() and time.monotonic() - begun < INDEX_WITHIN:
            time.sleep(0.5)
        self.index_seconds = time.monotonic() - begun
        current.engine().refresh(CASES)

    def _not_found(self) -> list[str]:
        """The receipts whose case the inspector does not find by its letters, and by them alone."""
        missing = []
        for filed in self.seen.filed:
            letters = filed.narrative.rpartition("写着")[2].rstrip("。")
            found = case_search.ask(self.inspector, case_search.CaseQuestion(text=letters))
            if [hit.case.narrative for hit in found.hits] != [filed.narrative]:
                missing.append(f"{letters}: {found.total} found")
        return missing
