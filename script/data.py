"""The data folder of ``script/server``: its lock, its settings, what was done to it."""

import fcntl
import hashlib
import json
import os
import secrets
import shlex
from pathlib import Path
from typing import IO, Any

from environment import ROOMS, ROOT

PASSWORD_BYTES = 9


class InUse(RuntimeError):
    """Another server runs on this folder."""


class DataFolder:
    """One folder with the database, uploads, index and secrets, used by one ``script/server`` at a time."""

    def __init__(self, path: Path):
        self.path = path
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.chmod(0o700)  # one that was there before may stand open
        self._lock: IO[str] = (path / "server.lock").open("a")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise InUse(
                f"Another script/server runs on {path}; stop it, or choose another DATA_DIR"
            ) from None
        # The children must not keep the lock when this process is killed.
        os.set_inheritable(self._lock.fileno(), False)

    # ---------------------------------------------------------------- environment
    def environment(self) -> dict[str, str]:
        """Settings that the server made once and keeps (mode 600); portal.settings.base reads them too.

        The keys of the protection room have a file of their own, see protection/keys.py.
        """
        path = self.path / "environment"
        kept = _parsed(path.read_text()) if path.exists() else {}
        wanted = {
            "DEMONSTRATION": "true",
            "DEMO_PASSWORD": os.environ.get("DEMO_PASSWORD") or secrets.token_urlsafe(PASSWORD_BYTES),
        }
        complete = {**wanted, **kept}
        if complete != kept:
            lines = [f"{name}={shlex.quote(value)}\n" for name, value in complete.items()]
            _write_privately(path, "".join(lines))
        return complete

    # ---------------------------------------------------------------- state
    def state(self) -> dict[str, Any]:
        """What was done: ``prepared`` (a fingerprint), and for each database that it is ``loaded``."""
        try:
            return json.loads((self.path / "state.json").read_text())
        except (OSError, ValueError):
            return {}

    def note(self, **facts: Any) -> None:
        """Add facts to the state; they are on disk when this returns."""
        _write_privately(self.path / "state.json", json.dumps({**self.state(), **facts}, indent=1) + "\n")


def fingerprint(*settings: str) -> str:
    """A digest of ``settings`` and of the rooms' files: while it is the same, nothing needs preparing."""
    digest = hashlib.sha256("\0".join(settings).encode())
    paths = [ROOT / "requirements.txt"]
    for room in ROOMS:
        paths += [path for path in sorted((ROOT / room).rglob("*")) if _counts(path)]
    for path in paths:
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _counts(path: Path) -> bool:
    return path.is_file() and path.suffix not in {".pyc", ".mo"}


def _parsed(text: str) -> dict[str, str]:
    """The ``NAME=value`` lines of an environment file, values quoted as in a shell."""
    found = {}
    for line in text.splitlines():
        name, separator, value = line.partition("=")
        if separator and not line.startswith("#"):
            found[name.strip()] = "".join(shlex.split(value))
    return found


def _write_privately(path: Path, text: str) -> None:
    """Replace the file in one step: a crash leaves the old one or the new one. Only the owner reads it."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
