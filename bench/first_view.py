"""How long somebody waits for the first view over a slow line: 400 ms there and back, 400 kbit/s.

    .venv/bin/python -m bench.first_view [--rounds 5]

Debian's Chromium, which holds the answers of a local server back as such a line would. There is no floor but
the line's own: one way for the page, one for what it is drawn with, and the bytes of both.
"""

import argparse
import contextlib
import os
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator

from bench import environment

RTT = 400  # milliseconds
BYTES_A_SECOND = 400_000 / 8
PAGES = {"front page": "/", "choose a place": "/lists/", "file a complaint": "/complaints/new/"}
LINE = {
    "offline": False,
    "latency": RTT,
    "downloadThroughput": BYTES_A_SECOND,
    "uploadThroughput": BYTES_A_SECOND,
}
SEEN = """() => ({
  painted: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0,
  files: [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')].map(
    each => ({ sent: each.transferSize, whole: each.decodedBodySize, blocks: each.renderBlockingStatus })
  ),
})"""


def main(arguments: list[str]) -> int:
    """Print a line a page."""
    from tests import browsing

    parser = argparse.ArgumentParser(prog="bench.first_view", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args(arguments).rounds
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # playwright keeps a loop in this thread
    if reason := browsing.missing():
        print(reason)
        return 69
    with environment.portal() as start_again:
        start_again()
        print(environment.machine(), flush=True)
        print("| page | first view | least | files | drawn with | bytes | unpacked |")
        print("| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
        with _served() as address, browsing.chromium() as browser:
            for name, path in PAGES.items():
                seen = [_look(browser, address + path) for _round in range(rounds + 1)][1:]
                print(_line(name, seen), flush=True)
    return 0


@contextlib.contextmanager
def _served() -> Iterator[str]:
    """The portal's own server, as ``script/serve.py`` runs it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "portal.wsgi:application", "--bind", f"127.0.0.1:{port}"]
    command += ["--workers", "1", "--threads", "4", "--worker-class", "portal.web_worker.StaffFirst"]
    command += ["--log-level", "warning"]
    address = f"http://127.0.0.1:{port}"
    with subprocess.Popen(command) as server:
        try:
            _wait(f"{address}/healthz")
            yield address
        finally:
            server.terminate()


def _wait(address: str) -> None:
    directly = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    for _turn in range(300):
        with contextlib.suppress(OSError), directly.open(address, timeout=5):
            return
        time.sleep(0.2)
    raise TimeoutError(address)


def _look(browser, address: str) -> dict:
    """One visit by a browser that has nothing yet."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    try:
        page = context.new_page()
        line = context.new_cdp_session(page)
        line.send("Network.enable")
        line.send("Network.emulateNetworkConditions", LINE)
        page.goto(address, wait_until="load")
        while not (seen := page.evaluate(SEEN))["painted"]:
            page.wait_for_timeout(50)
        return seen
    finally:
        context.close()


def _line(name: str, seen: list[dict]) -> str:
    painted = [each["painted"] / 1000 for each in seen]
    files = seen[0]["files"]
    blocking = sum(each["blocks"] == "blocking" for each in files)
    sent, whole = (sum(each[what] for each in files) for what in ("sent", "whole"))
    times = f"{statistics.median(painted):.2f} s | {min(painted):.2f} s"
    return f"| {name} | {times} | {len(files)} | {blocking} | {sent:,} | {whole:,} |"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
