"""What ``script/server`` does: prepare the machine and the data, then run the portal until it is stopped.

Environment: PORT (8000), BIND (127.0.0.1), DATA_DIR (var), DEMO_PASSWORD (made on the first start),
DEMONSTRATION (true; false starts with an empty site), and what portal/settings reads (DATABASE_URL,
SEARCH_URL …). Standard library only, as it runs before anything is installed.
"""

import hashlib
import os
import socket
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import environment
from data import DataFolder, InUse, fingerprint
from environment import ROOT
from supervise import Family, Stopped, step, stop_on_signals

WEB_WORKERS = 2
WEB_THREADS = 4
#: People wait for the web server and nobody for the background worker; a lock that it holds waits as long.
WORKER_NICE = 5
START_SECONDS = 60
#: A proxy in the environment is for the outside.
DIRECTLY = urllib.request.build_opener(urllib.request.ProxyHandler({}))
PREPARATION = [
    ["compile_translations", "--verbosity", "0"],
    ["migrate", "--no-input", "--verbosity", "0"],
    ["prepare_site", "--verbosity", "0"],
    ["collectstatic", "--no-input", "--verbosity", "0"],
]
EXIT_STOPPED = 0
EXIT_FAILED = 1
EXIT_USAGE = 64


class Failed(RuntimeError):
    """The server cannot start; the message says why and what to do."""


def main() -> int:
    """Run the server; gives the exit code."""
    stop_on_signals()
    try:
        return serve()
    except Stopped:
        print("\nStopped.", flush=True)
        return EXIT_STOPPED
    except (Failed, InUse, environment.NoEnvironment) as error:
        print(error, file=sys.stderr, flush=True)
        return EXIT_FAILED


def serve() -> int:
    """Prepare, start both processes, and start each again that dies, until a signal."""
    if len(sys.argv) > 1:
        print("script/server takes no arguments; see its first lines for the variables", file=sys.stderr)
        return EXIT_USAGE
    begun = time.monotonic()
    bind, port = os.environ.get("BIND") or "127.0.0.1", _port()
    _check_address(bind, port)
    address = _address(bind, port)
    folder = DataFolder(Path(os.environ.get("DATA_DIR") or ROOT / "var").resolve())
    python = environment.ensure("requirements.txt")
    env = _child_environment(folder, address)
    prepare(folder, python, env)

    family = Family(env)
    try:
        gunicorn = [python, "-m", "gunicorn", "portal.wsgi:application", "--chdir", ROOT]
        gunicorn += ["--bind", f"{bind}:{port}", "--workers", WEB_WORKERS, "--threads", WEB_THREADS]
        gunicorn += ["--worker-class", "portal.web_worker.StaffFirst", "--log-level", "warning"]
        family.start("web server", gunicorn)
        family.start(
            "background worker",
            _manage(
                python,
                "db_worker",
                "--queue-name",
                "*",
                "--no-startup-delay",
                "-v",
                "0",
                "--nice",
                WORKER_NICE,
            ),
        )
        problem = family.wait_until("web server", lambda: _healthy(address), START_SECONDS)
        if problem:
            raise Failed(f"Stopping: {problem}")
        _welcome(folder, python, env, address, time.monotonic() - begun)
        family.keep()
    finally:
        family.stop()


def prepare(folder: DataFolder, python: Path, env: dict[str, str]) -> None:
    """Bring database, translations and static files up to date, and load the demonstration once.

    Nothing is done when neither the code nor the choice of database changed since the last time. A load that
    was cut short left nothing behind (load_demonstration is one transaction), so it is simply done again.
    """
    url = env.get("DATABASE_URL", "")
    database = f"database {hashlib.sha256(url.encode()).hexdigest()[:12]}"
    present = bool(url) or (folder.path / "portal.sqlite3").exists()
    loaded = present and folder.state().get(database) == "loaded"
    wanted = fingerprint(url, env["DJANGO_SETTINGS_MODULE"])
    if loaded and folder.state().get("prepared") == wanted:
        return

    print("Preparing database, translations and static files", flush=True)
    for words in PREPARATION:
        _run(python, env, *words)
    if not loaded and _demonstrates(env):
        print("Loading the demonstration (a minute or two, only this once)", flush=True)
        _run(python, env, "load_demonstration")
    elif step(_manage(python, "update_index", "--verbosity", "0"), env):
        # Newer code may want another index than the one there is; everything else works without it.
        print("The search index is not up to date; manage.py update_index brings it there", file=sys.stderr)
    folder.note(**{database: "loaded", "prepared": wanted})


def _run(python: Path, env: dict[str, str], *words: str) -> None:
    code = step(_manage(python, *words), env)
    if code:
        raise Failed(f"manage.py {words[0]} failed with exit code {code}; its messages are above")


def _manage(python: Path, *words: object) -> list[object]:
    return [python, ROOT / "manage.py", *words]


def _child_environment(folder: DataFolder, address: str) -> dict[str, str]:
    settings = {
        "DATA_DIR": str(folder.path),
        "DJANGO_SETTINGS_MODULE": "portal.settings.development",
        "BASE_URL": address,
        "PYTHONUTF8": "1",
        "PYTHONUNBUFFERED": "1",
        "LOG_LEVEL": "WARNING",
    }
    return {**settings, **folder.environment(), **os.environ, "DATA_DIR": str(folder.path)}


def _port() -> int:
    given = os.environ.get("PORT") or "8000"
    if not given.isdecimal() or not 0 < int(given) < 65536:
        raise Failed(f"PORT={given} is not a port number; give one from 1 to 65535")
    return int(given)


def _check_address(bind: str, port: int) -> None:
    """Say early, and in words, that the address is taken."""
    try:
        family, kind, protocol, _name, address = socket.getaddrinfo(bind, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise Failed(
            f"Cannot listen on {bind} port {port}: {error.strerror or error}. "
            f"Choose another port: PORT={port + 1} script/server"
        ) from error


def _address(bind: str, port: int) -> str:
    """An address by which this machine reaches the server."""
    host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(bind, bind)  # noqa: S104
    return f"http://{f'[{host}]' if ':' in host and host[0] != '[' else host}:{port}"


def _healthy(address: str) -> bool:
    # The name that ALLOWED_HOSTS always has, whatever the server is bound to.
    request = urllib.request.Request(f"{address}/healthz", headers={"Host": "localhost"})
    try:
        with DIRECTLY.open(request, timeout=5) as answer:
            return answer.status == 200
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


def _welcome(folder: DataFolder, python: Path, env: dict[str, str], address: str, seconds: float) -> None:
    print(f"\nReady after {seconds:.1f} s.  Public site {address}/   Staff site {address}/staff/", flush=True)
    if _demonstrates(env):
        step(_manage(python, "demonstration_accounts"), env)
        print(f"Password of every account: {env['DEMO_PASSWORD']}")
    print(f"Data and secrets: {folder.path}\nCtrl-C stops both processes.", flush=True)


def _demonstrates(env: dict[str, str]) -> bool:
    return env["DEMONSTRATION"].lower() in {"true", "1", "on", "yes"}


if __name__ == "__main__":
    sys.exit(main())
