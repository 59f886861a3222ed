"""Citizens who file without a pause while handlers read their lists: filings a second, how long a list takes.

``python -m bench.crowd`` starts the site as ``script/server`` runs it, with cases on file, and measures the
list with nobody else there, then with everybody. Those who press are on the same machine, so that they take
from it what a site of its own would have.
"""

import argparse
import itertools
import os
import statistics
import sys
import threading
import time
from pathlib import Path

from bench import environment

IDLE_LOOKS = 40
#: How long a handler reads before looking again.
PAUSE = 2.0
LIST = "/staff/cases/"


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
    from bench.kills.people import Browser, Seen
    from bench.kills.processes import Site
    from bench.kills.trial import login
    from organizations.enums import Role

    casemaking.make_cases_up_to(options.cases, past_year=True)
    cookies = [
        login(making.make_person(f"handler{number}", Role.SUPERVISOR, "丙县民政局"))
        for number in range(options.handlers)
    ]
    site, seen = Site(of_children(), Path(os.environ["DATA_DIR"]) / "processes.log"), Seen()

    def handler(number: int) -> Browser:
        browser = Browser(site.address, seen)
        browser.session.cookies.update(cookies[number])
        return browser

    try:
        site.start()
        first = handler(0)
        idle = [_look(first) for _ in range(IDLE_LOOKS)]
        looks = _crowd(options, site.address, seen, [handler(number) for number in range(options.handlers)])
    finally:
        site.stop()
    p95, idle_p95 = _p95(looks), _p95(idle)
    print(
        f"{len(seen.filed)} filings in {options.seconds} s: {len(seen.filed) / options.seconds:.1f} a second"
    )
    print(f"list, nobody else there: median {statistics.median(idle):.3f} s, p95 {idle_p95:.3f} s")
    times = f"{p95 / idle_p95:.1f} x"
    print(f"list, everybody there: median {statistics.median(looks):.3f} s, p95 {p95:.3f} s, {times}")
    for fault in seen.faults[:20]:
        print(f"  {fault}")
    return 1 if seen.faults else 0


def _crowd(options: argparse.Namespace, address: str, seen, handlers) -> list[float]:
    """Let all of them at it for so many seconds; return how long each look at a list took."""
    from bench.kills.people import Citizen
    from bench.kills.trial import answer

    over, numbers = threading.Event(), itertools.count(1)
    looks: list[float] = []

    def files() -> None:
        while not over.is_set():
            try:
                filed = Citizen(address, seen).file(next(numbers), answer, with_file=False)
            except Exception as error:
                seen.faults.append(f"{type(error).__name__}: {error}")
                continue
            if not over.is_set():  # what is finished after the end is not of these seconds
                seen.filed.append(filed)

    def reads(browser) -> None:
        while not over.is_set():
            looks.append(_look(browser))
            over.wait(PAUSE)

    people = [threading.Thread(target=files) for _ in range(options.citizens)]
    people += [threading.Thread(target=reads, args=[browser]) for browser in handlers]
    for person in people:
        person.start()
    over.wait(options.seconds)
    over.set()
    for person in people:
        person.join()
    return looks


def _look(browser) -> float:
    begun = time.monotonic()
    page = browser.ask("GET", LIST)
    assert LIST in page.url, page.url
    return time.monotonic() - begun


def _p95(seconds: list[float]) -> float:
    return statistics.quantiles(seconds, n=20)[-1]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
