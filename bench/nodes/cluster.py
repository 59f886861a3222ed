"""Three nodes of one cluster on loopback, which can be killed and started again one by one."""

import json
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path

from tests.servers.elasticsearch import DIRECTLY, TOOL, build

NODES = 3
HEAP = "-Xms384m -Xmx384m"
START_SECONDS = 120


class Cluster:
    """The nodes; each keeps its data in a folder of its own and comes back with it."""

    def __init__(self, folder: Path) -> None:
        build()
        self.folder = folder
        ports = _free_ports(2 * NODES)
        self.http, self.transport = ports[:NODES], ports[NODES:]
        self.processes: dict[int, subprocess.Popen] = {}

    @property
    def urls(self) -> tuple[str, ...]:
        return tuple(f"http://127.0.0.1:{port}" for port in self.http)

    def start(self, *numbers: int) -> None:
        """Start these nodes, all where none is named, and wait until every shard has its copy."""
        for number in numbers or range(NODES):
            home = self.folder / f"node-{number}"
            home.mkdir(exist_ok=True)
            with (home / "console.log").open("ab") as output:
                self.processes[number] = subprocess.Popen(
                    [TOOL / "start", home, *self._settings(number)],
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=output,
                    start_new_session=True,
                    env={**os.environ, "ES_JAVA_OPTS": HEAP},
                )
        self._wait()

    def kill(self, number: int) -> None:
        """Kill one node, without a word to the others."""
        process = self.processes.pop(number)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def stop(self) -> None:
        """End all that run."""
        for number in list(self.processes):
            self.kill(number)

    def _settings(self, number: int) -> list[str]:
        seeds = ",".join(f"127.0.0.1:{port}" for port in self.transport)
        return [
            f"node.name=n{number}",
            f"http.port={self.http[number]}",
            f"transport.port={self.transport[number]}",
            f"discovery.seed_hosts={seeds}",
            f"cluster.initial_master_nodes={','.join(f'n{each}' for each in range(NODES))}",
        ]

    def _wait(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        asked = f"_cluster/health?wait_for_nodes={NODES}&wait_for_status=green&timeout=5s"
        while time.monotonic() < deadline:
            with (
                suppress(urllib.error.URLError, ConnectionError, TimeoutError),
                DIRECTLY.open(f"{self.urls[0]}/{asked}", timeout=10) as answer,
            ):
                if not json.load(answer)["timed_out"]:
                    return
            time.sleep(0.2)
        raise RuntimeError(f"the cluster is not whole: see console.log in {self.folder}")


def _free_ports(count: int) -> list[int]:
    probes = [socket.socket() for _each in range(count)]
    try:
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]
    finally:
        for probe in probes:
            probe.close()
