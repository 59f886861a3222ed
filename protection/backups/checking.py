"""Reading a backup from its first byte to its last: whether it is whole, in order, and this site's own."""

import hmac
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from pyrage.x25519 import Identity

from protection.backups import BackupError, about, age
from protection.backups.archive import ABOUT, DATABASE, MANIFEST, MEDIA, PRIVATE, SUMS, ArchiveEntry, Reader


class Taker(Protocol):
    """What is done with what is read; everything that is handed over has to be used up."""

    def begin(self, made: about.About) -> None:
        """Take what the backup says of itself; raises BackupError to read no further."""

    def part(self, content: bytes) -> None:
        """Take the next part of the database."""

    def file(self, area: str, name: str, blocks: Iterator[bytes]) -> None:
        """Take a file."""


@dataclass
class CheckedBackup:
    """A backup that is whole. ``lost`` are files that were gone already when it was made."""

    made: about.About
    sums: str = ""
    bytes: int = 0
    files: dict[str, int] = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)
    is_signed: bool = False
    lacking_keys: list[str] = field(default_factory=list)


class _Nothing:
    """Keeps nothing of what it is given."""

    def begin(self, made: about.About) -> None:
        pass

    def part(self, content: bytes) -> None:
        pass

    def file(self, area: str, name: str, blocks: Iterator[bytes]) -> None:
        for _block in blocks:
            pass


def check(path: Path, keys: list[Identity], taker: Taker | None = None) -> CheckedBackup:
    """Read all of a backup, handing it to ``taker``. Raises BackupError for what is not as it was made.

    ``is_signed`` says that this site wrote it; it is left unsaid where its keys are not there to tell.
    """
    with age.opened(path, keys) as stream:
        return _walk(path, Reader(stream), taker or _Nothing())


def _walk(path: Path, reader: Reader, taker: Taker) -> CheckedBackup:
    entries = reader.entries()
    first = next(entries, None)
    if first is None or first.name != ABOUT:
        raise BackupError(f"{path.name} is encrypted to this key, but is no backup of this site.")
    checked = CheckedBackup(about.read(first.whole()))
    checked.lacking_keys = about.lacking_keys(checked.made)
    taker.begin(checked.made)
    parts = 0
    for entry in entries:
        area, _slash, name = entry.name.partition("/")
        if entry.name == SUMS:
            checked.sums = _sums(reader, entry)
        elif entry.name == MANIFEST:
            _manifest(checked, reader, json.loads(entry.whole()), path)
            if next(entries, None) is not None:
                raise BackupError(f"{path.name} goes on after its end: it was not written by this site.")
            return checked
        elif checked.sums:
            break
        elif entry.name == f"{DATABASE}{parts:06}" and not checked.files:
            taker.part(entry.whole())
            parts += 1
        elif f"{area}/" in (PRIVATE, MEDIA) and parts:
            taker.file(f"{area}/", name, entry.blocks)
            checked.files[f"{area}/"] = checked.files.get(f"{area}/", 0) + 1
        else:
            break
    raise BackupError(
        f"{path.name} is not in the order of a backup, or ends too early. Take the one before it."
    )


def _sums(reader: Reader, entry: ArchiveEntry) -> str:
    """Compare the digests that were kept with those of what was read; return that of all of them."""
    own, told = reader.sums.digest, about.digest_of(entry.blocks)
    if own != told:
        raise BackupError(
            "What is in the backup is not what was put into it: the digests differ. Do not use it."
        )
    return own


def _manifest(checked: CheckedBackup, reader: Reader, told: dict[str, Any], path: Path) -> None:
    signature = str(told.pop("signature", ""))
    if not checked.sums or told.get("sums") != checked.sums or told.get("files") != checked.files:
        raise BackupError(f"{path.name}: its manifest is not about what is in it. Do not use it.")
    checked.bytes, checked.lost = reader.sums.bytes, list(told["lost"])
    right = about.signature(json.dumps(told, sort_keys=True))
    checked.is_signed = any(hmac.compare_digest(signature, each) for each in right)
    if not checked.is_signed and not checked.lacking_keys:
        raise BackupError(
            f"{path.name} was not written by this site: its signature fits none of the site's keys, though "
            "it names them. Somebody may have put it there in place of a true one. Do not use it."
        )
