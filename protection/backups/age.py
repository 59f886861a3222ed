"""Encryption to a public key in the age format (age-encryption.org/v1), so that ordinary tools open a backup.

The server knows public keys only. The private key is made elsewhere (``age-keygen``, ``manage.py
backup_key``) and never comes to the server but to restore. A file that was cut off or changed does not open:
age authenticates every 64 KiB and that the last one is the last.
"""

import contextlib
import os
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

import pyrage
from pyrage.x25519 import Identity, Recipient

from protection.backups import BackupError

SECRET_START = "AGE-SECRET-KEY-"  # noqa: S105 - how every private key begins is no secret


def recipients(written: Iterable[str]) -> list[Recipient]:
    """Read public keys. Raises BackupError for none at all, and for what is no public key."""
    found = []
    for text in written:
        if text.strip().upper().startswith(SECRET_START):
            raise BackupError(
                "BACKUP_RECIPIENTS holds a private key. Take it off this server, make a new pair "
                "elsewhere (age-keygen, or manage.py backup_key), and name its public half (age1…) here."
            )
        try:
            found.append(Recipient.from_str(text.strip()))
        except pyrage.RecipientError as error:
            raise BackupError(f"BACKUP_RECIPIENTS: {text!r} is no public key of age (age1…).") from error
    if not found:
        raise BackupError(
            "BACKUP_RECIPIENTS is empty: name the public key (age1…) of a pair that was made elsewhere with "
            "age-keygen or manage.py backup_key. Several with commas: each private key opens the backup."
        )
    return found


def identities(path: Path) -> list[Identity]:
    """Read private keys as age-keygen writes them: a line each, ``#`` before words. Raises BackupError."""
    try:
        lines = [line.strip() for line in path.read_text(encoding="utf-8").splitlines()]
        found = [Identity.from_str(line) for line in lines if line and not line.startswith("#")]
    except (OSError, UnicodeDecodeError, pyrage.IdentityError) as error:
        reason = error.strerror if isinstance(error, OSError) else "that is no private key of age"
        raise BackupError(f"{path}: {reason}. Name the file that age-keygen or backup_key wrote.") from error
    if not found:
        raise BackupError(f"{path} holds no private key ({SECRET_START}…).")
    return found


def make_identity(path: Path) -> str:
    """Write a new private key to a new file that only its owner reads; return its public half."""
    identity = Identity.generate()
    public = str(identity.to_public())
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise BackupError(f"{path}: {error.strerror}. Name a new file.") from error
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(f"# public key: {public}\n{identity}\n")
    return public


class _Blocks:
    """Blocks of bytes as a file to read from; keeps the error that ended them, which pyrage would not."""

    def __init__(self, blocks: Iterator[bytes]) -> None:
        self._blocks, self._held = blocks, memoryview(b"")
        self.error: BaseException | None = None

    def read(self, size: int = -1) -> bytes:
        try:
            while not self._held:
                block = next(self._blocks, None)
                if block is None:
                    return b""
                self._held = memoryview(block)
        except BaseException as error:
            self.error = error
            raise
        part, self._held = self._held[:size], self._held[size:]
        return bytes(part)


def encrypt(blocks: Iterator[bytes], target: IO[bytes], to: list[Recipient]) -> None:
    """Write the blocks to ``target``, encrypted, as they come.

    Raises what broke them off, and BackupError where ``target`` takes no more.
    """
    source = _Blocks(blocks)
    try:
        pyrage.encrypt_io(source, target, to)
    except Exception as error:
        if source.error is not None:
            raise source.error from None
        raise BackupError(f"The backup cannot be written ({error}). Nothing was kept.") from error


@contextlib.contextmanager
def opened(path: Path, keys: list[Identity]) -> Iterator[IO[bytes]]:
    """Give the content of an encrypted file as a stream, in bounded memory.

    Raises BackupError when the block ends, or in its place: for a wrong key, and for a file that was cut off
    or damaged. Whoever reads to the end of the stream has therefore read nothing that counts before that.
    """
    receiving, giving = os.pipe()
    failed: list[Exception] = []

    def decrypt() -> None:
        with os.fdopen(giving, "wb") as target, contextlib.suppress(BrokenPipeError):
            try:
                with path.open("rb") as source:
                    pyrage.decrypt_io(source, target, keys)
            except Exception as error:
                failed.append(error)

    worker = threading.Thread(target=decrypt, daemon=True)
    with os.fdopen(receiving, "rb") as stream:
        worker.start()
        try:
            yield stream
        except Exception:
            if failed:  # set before the stream ends: why it ended too early
                raise _said(failed[0], path) from failed[0]
            raise
        while stream.read(1024 * 1024):
            pass
        worker.join()
    if failed:
        raise _said(failed[0], path) from failed[0]


def _said(error: Exception, path: Path) -> BackupError:
    words = str(error)
    if isinstance(error, FileNotFoundError | PermissionError | IsADirectoryError):
        return BackupError(f"{path}: {error.strerror}.")
    if "No matching keys" in words:
        return BackupError(
            f"The private key does not open {path.name}. It was encrypted to other public keys: ask whoever "
            "keeps the keys for the one whose public half stood in BACKUP_RECIPIENTS on that day."
        )
    if isinstance(error, pyrage.DecryptError):
        return BackupError(f"{path.name} is no age file, or its beginning is damaged. Take another backup.")
    return BackupError(
        f"{path.name} was cut off or damaged ({words}). Fetch it again from where it is kept, or take the "
        "backup before it."
    )
