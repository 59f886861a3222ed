"""The virtual environment in ``.venv``: made and filled when it has to be. Standard library only."""

import fcntl
import hashlib
import json
import subprocess
import sys
import tomllib
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
#: The Django apps, in the order in which they may import each other, the lowest first.
ROOMS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["root_packages"]
FOLDER = ROOT / ".venv"
PYTHON = FOLDER / "bin" / "python"
STAMP = FOLDER / "installed.json"
ATTEMPTS = 3


class NoEnvironment(RuntimeError):
    """The environment cannot be made; the message says why and what would help."""


def ensure(*requirements: str) -> Path:
    """Give the environment's Python after installing the requirement files that changed since the last call.

    ``requirements`` are names in the project's folder. Two callers wait for each other. Raises NoEnvironment.
    """
    with (ROOT / "requirements.txt").open() as locked:
        fcntl.flock(locked, fcntl.LOCK_EX)
        if not _works():
            _make()
        installed = _installed()
        for name in requirements:
            digest = hashlib.sha256((ROOT / name).read_bytes()).hexdigest()
            if installed.get(name) != digest:
                _install(name)
                installed[name] = digest
                STAMP.write_text(json.dumps(installed, indent=1))
    return PYTHON


def _works() -> bool:
    """Whether the environment's Python still runs and has pip; a system upgrade may have broken it."""
    if not PYTHON.exists():
        return False
    check = [str(PYTHON), "-c", "import sys, pip; sys.exit(sys.version_info < (3, 11))"]
    return subprocess.run(check, stderr=subprocess.DEVNULL, check=False).returncode == 0


def _make() -> None:
    print("Making the virtual environment in .venv", flush=True)
    try:
        venv.create(FOLDER, clear=True, with_pip=True, symlinks=True)
    except (subprocess.CalledProcessError, OSError) as error:
        raise NoEnvironment(
            f"{sys.executable} cannot make a virtual environment: {error}\n"
            "On Debian and Ubuntu: apt-get install python3-venv"
        ) from error


def _installed() -> dict[str, str]:
    try:
        return json.loads(STAMP.read_text())
    except (OSError, ValueError):
        return {}


def _install(name: str) -> None:
    print(f"Installing {name}", flush=True)
    command = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", name]
    for _attempt in range(ATTEMPTS):
        if subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, check=False).returncode == 0:
            return
    raise NoEnvironment(f"pip could not install {name}; its messages are above")
