"""One real Elasticsearch node, assembled by tools/elasticsearch-node."""

import contextlib
import fcntl
import shutil
import subprocess
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from tests.servers.process import ServerFailed, ServerMissing, running

TOOL = Path(__file__).resolve().parents[2] / "tools" / "elasticsearch-node"
#: A proxy in the environment is for the outside.
DIRECTLY = urllib.request.build_opener(urllib.request.ProxyHandler({}))
HOW_TO_GET = "apt-get install default-jdk-headless maven"


def missing() -> str | None:
    """What keeps the node from running here, in one line; None when nothing does."""
    lacking = [name for name in ("java", "javac", "mvn") if shutil.which(name) is None]
    if lacking:
        return f"Elasticsearch tests: no {', '.join(lacking)} ({HOW_TO_GET})"
    return None


def build(attempts: int = 3) -> None:
    """Build the node if its sources changed; several builders wait for each other. Raises ServerFailed.

    Maven fetches jars on the first build, so a failure is tried again.
    """
    reason = missing()
    if reason:
        raise ServerMissing(reason)
    with (TOOL / "pom.xml").open() as locked:
        fcntl.flock(locked, fcntl.LOCK_EX)
        for attempt in range(1, attempts + 1):
            done = subprocess.run(
                [TOOL / "start", "--build-only"],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                check=False,
            )
            if done.returncode == 0:
                return
            if attempt == attempts:
                raise ServerFailed(f"tools/elasticsearch-node does not build:\n{done.stdout}{done.stderr}")


@contextlib.contextmanager
def node(*settings: str) -> Iterator[str]:
    """Build and run a node in a temporary folder on free ports; yields its URL. Raises ServerMissing.

    ``settings`` are further ``key=value`` settings as in elasticsearch.yml.
    """
    build()
    with tempfile.TemporaryDirectory(prefix="elasticsearch-") as folder:
        home = Path(folder)
        command = [
            str(TOOL / "start"),
            folder,
            "http.port=0",
            "transport.port=0",
            "node.portsfile=true",
            *settings,
        ]
        with running(command, lambda: _answers(home / "logs" / "http.ports"), home / "console.log") as url:
            yield url


def _answers(ports: Path) -> str | None:
    """The node's URL once its shards can be used. The ports file names one address a line."""
    if not ports.exists():
        return None
    addresses = [line for line in ports.read_text().split() if not line.startswith("[")]
    if not addresses:
        return None
    url = f"http://{addresses[0]}"
    try:
        with DIRECTLY.open(f"{url}/_cluster/health?wait_for_status=yellow&timeout=1s", timeout=5):
            return url
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return None
