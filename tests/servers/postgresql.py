"""A temporary PostgreSQL cluster, run by an unprivileged user, on a Unix socket and loopback."""

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.servers.process import ServerMissing, running

HOW_TO_GET = "apt-get install postgresql"
SUPERUSER = "portal"
#: The cluster is thrown away after the run, so nothing waits for the disk.
SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "100",
    "shared_buffers": "256MB",
    "listen_addresses": "127.0.0.1",
}


def binaries() -> Path | None:
    """The newest server's folder (Debian keeps it off the PATH), else the one of ``initdb`` on the PATH."""
    debian = [
        path.parent
        for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")
        if path.parent.parent.name.isdigit()
    ]
    if debian:
        return max(debian, key=lambda folder: int(folder.parent.name))
    found = shutil.which("initdb")
    return Path(found).parent if found else None


def missing() -> str | None:
    """What keeps a cluster from running here, in one line; None when nothing does."""
    if binaries() is None:
        return f"PostgreSQL tests: no PostgreSQL server ({HOW_TO_GET})"
    if os.geteuid() == 0 and _unprivileged() is None:
        return "PostgreSQL tests: its server does not run as root, and there is no user postgres"
    return None


@contextlib.contextmanager
def cluster() -> Iterator[str]:
    """Make and run a cluster in a temporary folder; yields a URL of its empty database.

    Raises ServerMissing.
    """
    reason = missing()
    folder = binaries()
    if reason or folder is None:
        raise ServerMissing(reason)
    user = _unprivileged() if os.geteuid() == 0 else None
    port = _free_port()
    with tempfile.TemporaryDirectory(prefix="postgresql-") as temporary:
        home = Path(temporary)
        if user:
            # The server refuses a data folder that is not its own.
            shutil.chown(home, user, user_group(user))
        data = home / "data"
        initdb = [
            folder / "initdb",
            "-D",
            data,
            "-U",
            SUPERUSER,
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "-N",
        ]
        subprocess.run(
            initdb,
            check=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            user=user,
            group=user_group(user) if user else None,
            extra_groups=[] if user else None,
            cwd=home,
        )
        command = [str(folder / "postgres"), "-D", str(data), "-k", str(home), "-p", str(port)]
        for name, value in SETTINGS.items():
            command += ["-c", f"{name}={value}"]

        def ready() -> str | None:
            asked = subprocess.run(
                [folder / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port)], check=False
            )
            return f"postgresql://{SUPERUSER}@127.0.0.1:{port}/postgres" if asked.returncode == 0 else None

        # SIGINT is PostgreSQL's fast shutdown: sessions are ended, files closed.
        with running(command, ready, home / "console.log", stop_signal=signal.SIGINT, user=user) as url:
            yield url


def user_group(user: str) -> int:
    """The primary group's id of ``user``."""
    return pwd.getpwnam(user).pw_gid


def _unprivileged() -> str | None:
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name).pw_name
    return None


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
