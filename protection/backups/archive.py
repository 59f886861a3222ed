"""The order of things in a backup: a tar archive that is written and read as a stream.

    about.json       who made it, when, of what: format, release, migrations, fingerprints of keys, counts
    database/000000  the database in parts: put together, SQLite's file or pg_dump's custom format
    private/…        uploads, sealed as they are kept
    media/…          what editors publish with pages
    SHA256SUMS       a digest of everything before it, in its order; ``sha256sum -c`` reads it
    manifest.json    how much of everything, the digest of SHA256SUMS, and a keyed digest of this itself

Whoever has the public key can encrypt something else to it; the keyed digest only the site can make.
"""

import hashlib
import tarfile
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import IO

from protection.backups import BackupError

ABOUT, SUMS, MANIFEST = "about.json", "SHA256SUMS", "manifest.json"
DATABASE, PRIVATE, MEDIA = "database/", "private/", "media/"
#: What is held in memory at once.
BLOCK = 1024 * 1024
_SPOOLED = 4 * 1024 * 1024


class EntryDigests:
    """The digests of entries in their order, kept outside memory when they are many."""

    def __init__(self) -> None:
        self._lines: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=_SPOOLED)  # noqa: SIM115
        self._all = hashlib.sha256()
        self.entries = self.bytes = 0

    def add(self, name: str, size: int, digest: str) -> None:
        """Take the next entry."""
        line = f"{digest}  {name}\n".encode()
        self._lines.write(line)
        self._all.update(line)
        self.entries += 1
        self.bytes += size

    @property
    def digest(self) -> str:
        """The digest of all lines so far."""
        return self._all.hexdigest()

    def read(self) -> tuple[int, Iterator[bytes]]:
        """Give the length of all lines, and them in blocks."""
        length = self._lines.tell()
        self._lines.seek(0)
        return length, iter(lambda: self._lines.read(BLOCK), b"")


class Writer:
    """Gives the archive as blocks of bytes; a generator's caller is who takes them on."""

    def __init__(self, made_at: int) -> None:
        self.sums = EntryDigests()
        self._made_at = made_at

    def entry(self, name: str, size: int, blocks: Iterable[bytes]) -> Iterator[bytes]:
        """Yield one entry. Raises BackupError when the blocks are not of that size."""
        yield self._head(name, size)
        digest, length = hashlib.sha256(), 0
        for block in blocks:
            digest.update(block)
            length += len(block)
            yield block
        if length != size:
            raise BackupError(f"{name} changed while it was read: {length} bytes, and not {size}.")
        yield bytes(-size % tarfile.BLOCKSIZE)
        self.sums.add(name, size, digest.hexdigest())

    def whole(self, name: str, content: bytes) -> Iterator[bytes]:
        """Yield an entry that is in memory."""
        yield from self.entry(name, len(content), [content])

    def end(self) -> Iterator[bytes]:
        """Yield what ends a tar archive."""
        yield bytes(2 * tarfile.BLOCKSIZE)

    def _head(self, name: str, size: int) -> bytes:
        info = tarfile.TarInfo(name)
        info.size, info.mode, info.mtime = size, 0o600, self._made_at
        return info.tobuf(tarfile.PAX_FORMAT)


@dataclass
class ArchiveEntry:
    """One entry that is being read; ``blocks`` has to be used up before the next is asked for."""

    name: str
    size: int
    blocks: Iterator[bytes]

    def whole(self) -> bytes:
        """Return its content. Raises BackupError for one that is too large to be what it should be."""
        if self.size > 64 * BLOCK:
            raise BackupError(f"{self.name} is {self.size} bytes long: that is none of our backups.")
        return b"".join(self.blocks)


class Reader:
    """Reads an archive entry by entry, and keeps the digests of what it gave out."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self.sums = EntryDigests()

    def entries(self) -> Iterator[ArchiveEntry]:
        """Yield the entries in their order. Raises BackupError where the archive is none."""
        try:
            with tarfile.open(fileobj=self._stream, mode="r|", bufsize=64 * 1024) as archive:
                for info in archive:
                    if not info.isreg():
                        raise BackupError(f"{info.name} is no plain file: that is none of our backups.")
                    content = archive.extractfile(info)
                    assert content is not None
                    yield ArchiveEntry(info.name, info.size, self._blocks(info.name, info.size, content))
        except (tarfile.TarError, EOFError) as error:
            raise BackupError(f"The backup is broken inside ({error}). Take the one before it.") from error

    def _blocks(self, name: str, size: int, content: IO[bytes]) -> Iterator[bytes]:
        digest = hashlib.sha256()
        while block := content.read(BLOCK):
            digest.update(block)
            yield block
        self.sums.add(name, size, digest.hexdigest())
