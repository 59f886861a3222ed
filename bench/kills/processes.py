"""The processes that are killed: gunicorn with its workers, and the background workers."""

import os
import random
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import requests

ROOT = Path(__file__).resolve().parents[2]
MANAGE = [sys.executable, str(ROOT / "manage.py")]
WORKER = [*MANAGE, "db_worker", "--queue-name", "*", "--no-startup-delay", "-v", "0"]
BACKGROUND = ("first background worker", "second background worker")
START_SECONDS = 120


class Site:
    """The portal as ``script/server`` runs it, but with two background workers, and nobody who stops them."""

    def __init__(self, env: dict[str, str], log: Path) -> None:
        self.env, self.log = env, log
        self.port = _free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.processes: dict[str, subprocess.Popen] = {}

    def start(self) -> None:
        """Start what does not run, and wait until the server answers."""
        gunicorn = [sys.executable, "-m", "gunicorn", "portal.wsgi:application", "--bind"]
        gunicorn += [
            f"127.0.0.1:{self.port}",
            "--workers",
            "2",
            "--threads",
            "4",
            "--worker-class",
            "portal.web_worker.StaffFirst",
        ]
        # Loaded before the workers are forked, so that one that was killed is there again at once.
        gunicorn += ["--preload", "--log-level", "error"]
        self._run("server", gunicorn)
        for name in BACKGROUND:
            self._run(name, [*WORKER, "--nice", "5"])
        self._wait()

    def kill(self, chance: random.Random) -> str:
        """Kill one process, or the server with all of its own; returns what it was."""
        what = chance.choices(["web worker", "server", "background worker"], [12, 2, 6])[0]
        if what == "web worker":
            os.kill(chance.choice(self._workers()), signal.SIGKILL)
            return what
        name = "server" if what == "server" else chance.choice(BACKGROUND)
        self._kill(name)
        self.start()
        return what

    def stop(self) -> None:
        """End everything that was started."""
        for name in list(self.processes):
            self._kill(name)

    def _kill(self, name: str) -> None:
        process = self.processes.pop(name)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def _run(self, name: str, command: list[str]) -> None:
        running = self.processes.get(name)
        if running is None or running.poll() is not None:
            with self.log.open("ab") as output:
                self.processes[name] = subprocess.Popen(
                    command, cwd=ROOT, env=self.env, stdout=output, stderr=output, start_new_session=True
                )

    def _workers(self) -> list[int]:
        """The server's own processes; waits for one where all died."""
        master = self.processes["server"].pid
        path = Path(f"/proc/{master}/task/{master}/children")
        while not (found := [int(number) for number in path.read_text().split()]):
            time.sleep(0.05)
        return found

    def _wait(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            with suppress(requests.RequestException):
                if requests.get(f"{self.address}/healthz", timeout=5).status_code in (200, 503):
                    return
            time.sleep(0.1)
        raise RuntimeError(f"the server does not answer: see {self.log}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
