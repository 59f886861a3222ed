"""Making a backup: one moment of the database, then the files its rows name, encrypted as they come.

The database first: a file is written before its row is committed, so whatever a row of that moment names is
there. (Only the file of a list that waits to be read comes after its row, and so maybe too late.) A file can
be gone meanwhile with its row (a draft that was thrown away, a list that was read); one that is gone while
its row is there was lost before, and is named.
"""

import datetime
import errno
import json
import os
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from django.db import transaction

from protection import audit
from protection.backups import BackupError, about, age, files
from protection.backups.archive import ABOUT, BLOCK, DATABASE, MANIFEST, SUMS, Writer
from protection.backups.databases import locked, snapshot, sweep
from protection.models import LogHead

ENDING = ".tar.age"
PARTIAL = ".partial"
MOST_NAMED = 1000


@dataclass
class Made:
    """What was made: ``lost`` names files that rows name and that are not there, ``gone`` went meanwhile."""

    path: Path
    files: dict[str, int] = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)
    gone: int = 0
    rows: int = 0
    size: int = 0


def make(folder: Path, public_keys: list[str]) -> Made:
    """Write a backup into ``folder`` and return what it holds. Raises BackupError; then nothing is left."""
    to = age.recipients(public_keys)
    if not folder.is_dir():
        raise BackupError(f"{folder} is no folder. Make it, for the server's account alone (mode 700).")
    for left in folder.glob(f".*{PARTIAL}"):
        sweep(left)
    now = datetime.datetime.now(datetime.UTC)
    made = Made(folder / f"portal-{now:%Y%m%dT%H%M%SZ}{ENDING}")
    draft = folder / f".{made.path.name}.{os.getpid()}{PARTIAL}"
    try:
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as target, locked(draft):
            age.encrypt(_blocks(made, int(now.timestamp())), target, to)
            target.flush()
            os.fsync(handle)
            made.size = target.tell()
            if made.path.exists():
                raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), made.path)
            draft.rename(made.path)
    except OSError as error:
        raise BackupError(
            f"{error.filename or draft}: {error.strerror or error}. Nothing was kept."
        ) from error
    finally:
        draft.unlink(missing_ok=True)
    _settle(folder)
    _say(made)
    return made


def _blocks(made: Made, now: int) -> Iterator[bytes]:
    """The archive from its first byte to its last."""
    writer = Writer(now)
    with snapshot(about.left_out()) as taken:
        told = about.about(taken)
        made.rows = sum(told.rows.values())
        yield from writer.whole(ABOUT, told.as_json())
        for turn, part in enumerate(taken.parts()):
            yield from writer.whole(f"{DATABASE}{turn:06}", part)
        names = files.kept_names(taken)
    yield from _files(writer, made, names)
    digest = writer.sums.digest
    length, lines = writer.sums.read()
    manifest = _manifest(writer, made, digest)
    yield from writer.entry(SUMS, length, lines)
    yield from writer.whole(MANIFEST, manifest)
    yield from writer.end()


def _files(writer: Writer, made: Made, names: Iterable[files.NamedFile]) -> Iterator[bytes]:
    missing = []
    for named in names:
        if not (yield from _file(writer, made, named)):
            missing.append(named)
    # Between a row and its file there may be a moment, before it is there and when it goes.
    for named in missing:
        if not named.is_named_now():
            made.gone += 1
        elif not (yield from _file(writer, made, named)):
            made.lost.append(f"{named.area}{named.name}")


def _file(writer: Writer, made: Made, named: files.NamedFile) -> Generator[bytes, None, bool]:
    """Yield a file and return that it was there."""
    try:
        size, opened = named.opened()
    except FileNotFoundError:
        return False
    with opened:
        yield from writer.entry(f"{named.area}{named.name}", size, _read(opened))
    made.files[named.area] = made.files.get(named.area, 0) + 1
    return True


def _read(opened: IO[bytes]) -> Iterator[bytes]:
    while block := opened.read(BLOCK):
        yield block


def _manifest(writer: Writer, made: Made, digest: str) -> bytes:
    told: dict[str, Any] = {
        "entries": writer.sums.entries,
        "bytes": writer.sums.bytes,
        "files": made.files,
        "lost": made.lost[:MOST_NAMED],
        "lost_in_all": len(made.lost),
        "gone_meanwhile": made.gone,
        "sums": digest,
    }
    told["signature"] = about.signature(json.dumps(told, sort_keys=True))[0]
    return json.dumps(told, indent=1, ensure_ascii=False).encode()


def _settle(folder: Path) -> None:
    """Have the folder's new entry on the disk before anybody relies on it."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _say(made: Made) -> None:
    """Everything was looked at and taken out: that stands in the log."""
    with transaction.atomic():
        head = LogHead.objects.get(lane=1)
        audit.record(
            "protection.backup", head, rows=made.rows, files=sum(made.files.values()), size=made.size
        )
