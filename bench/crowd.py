"""Citizens who file without a pause while handlers read their lists: filings a second, how long a list takes.

``python -m bench.crowd`` starts the site as ``script/server`` runs it, with cases on file, and measures the
list with nobody else there, then with everybody. Those who press are on the same machine, so that they take
from it what a site of its own would have: what they computed is printed, and as little as can be (``light``).
They send what browsers send: each page once, the captcha's picture among them, over connections that stay.
"""

import argparse
import itertools
import os
import statistics
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from bench import environment
from bench.light import LightBrowser

IDLE_LOOKS = 40
#: How long a handler reads before looking again.
PAUSE = 2.0
LIST = "/staff/cases/"


@dataclass
class Seen:
    """How many filed, and what went wrong."""

    filed: list[int] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def main(arguments: list[str]) -> int:
    """Run it and print the figures; 1 where somebody met a fault."""
    parser = argparse.ArgumentParser(prog="python -m bench.crowd")
    parser.add_argument("--citizens", type=int, default=50)
    parser.add_argument("--handlers", type=int, default=20)
    parser.add_argument("--cases", type=int, default=10_000, help="on file before (10,000)")
    parser.add_argument("--seconds", type=int, default=90)
    options = parser.parse_args(arguments)
    with environment.portal("bench.kills.settings"):
        print(f"{environment.machine()}, load {os.getloadavg()[0]:.1f}", flush=True)
        return _run(options)


def _run(options: argparse.Namespace) -> int:
    from bench import casemaking, making
    from bench.kills.environment import of_children
    from bench.kills.processes import Site
    from bench.kills.trial import login
    from organizations.enums import Role
    from search.indexing.rebuilding import rebuild

    casemaking.make_cases_up_to(options.cases, past_year=True)
    rebuild("cases")  # else a background worker builds it while the crowd is measured
    cookies = [
        login(making.make_person(f"handler{number}", Role.SUPERVISOR, "丙县民政局"))
        for number in range(options.handlers)
    ]
    site, seen = Site(of_children(), Path(os.environ["DATA_DIR"]) / "processes.log"), Seen()
    try:
        site.start()
        handlers = [LightBrowser(site.address, cookie) for cookie in cookies]
        idle = [_look(handlers[0]) for _ in range(IDLE_LOOKS)]
        begun = time.process_time()
        looks = _crowd(options, site.address, seen, handlers)
        own = time.process_time() - begun
    finally:
        site.stop()
    p95, idle_p95 = _p95(looks), _p95(idle)
    filed = len(seen.filed)
    print(f"{filed} filings in {options.seconds} s: {filed / options.seconds:.1f} a second")
    print(f"those who press: {own:.1f} s of computing")
    print(f"list, nobody else there: median {statistics.median(idle):.3f} s, p95 {idle_p95:.3f} s")
    times = f"{p95 / idle_p95:.1f} x"
    print(f"list, everybody there: median {statistics.median(looks):.3f} s, p95 {p95:.3f} s, {times}")
    for fault in seen.faults[:20]:
        print(f"  {fault}")
    return 1 if seen.faults else 0


def _crowd(options: argparse.Namespace, address: str, seen: Seen, handlers) -> list[float]:
    """Let all of them at it for so many seconds; return how long each look at a list took."""
    over, numbers = threading.Event(), itertools.count(1)
    looks: list[float] = []
    answers = Answers()

    def files() -> None:
        while not over.is_set():
            citizen, number = LightBrowser(address), next(numbers)
            try:
                _file(citizen, number, answers)
            except Exception as error:
                seen.faults.append(f"{type(error).__name__}: {error}")
                continue
            finally:
                citizen.close()
            if not over.is_set():  # what is finished after the end is not of these seconds
                seen.filed.append(number)

    def reads(browser: LightBrowser, begin: float) -> None:
        over.wait(begin)  # nobody begins their day in the same moment as all others
        while not over.is_set():
            looks.append(_look(browser))
            over.wait(PAUSE)

    people = [threading.Thread(target=files) for _ in range(options.citizens)]
    people += [
        threading.Thread(target=reads, args=[browser, PAUSE * number / len(handlers)])
        for number, browser in enumerate(handlers)
    ]
    for person in people:
        person.start()
    over.wait(options.seconds)
    over.set()
    for person in people:
        person.join()
    return looks


def _file(citizen: LightBrowser, number: int, answers: "Answers") -> None:
    """Walk through all pages once, as a browser does, to the two numbers."""
    from bench.kills import people

    citizen.get("/complaints/new/")
    story = f"第{number}号：八月起没有收到低保金，问了村里两次，都说再等等。"
    for path, data in people.answers(number, story).items():
        citizen.post(path, data)
    page = citizen.post(people.FILES, {})
    key = people.CAPTCHA.search(page.text)
    assert key, f"no last page but {page.path}"
    citizen.get(f"/captcha/image/{key[1]}/")
    done = citizen.post(people.CHECK, people.last_page(page.text, answers.of))
    assert people.RECEIPT.search(done.text), f"no receipt but {done.path}"


class Answers:
    """What is right for a challenge, from the store, over one connection for all."""

    def __init__(self) -> None:
        self._asked = ThreadPoolExecutor(1)

    def of(self, key: str) -> str:
        """The letters in the picture."""
        return self._asked.submit(self._look, key).result()

    def _look(self, key: str) -> str:
        from captcha.models import CaptchaStore

        return CaptchaStore.objects.values_list("response", flat=True).get(hashkey=key)


def _look(browser: LightBrowser) -> float:
    begun = time.monotonic()
    page = browser.get(LIST)
    assert page.path == LIST, page.path
    return time.monotonic() - begun


def _p95(seconds: list[float]) -> float:
    return statistics.quantiles(seconds, n=20)[-1]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
