"""Where private files are kept: encrypted, in storage that only the server reads, without an address."""

import io
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any, NoReturn

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import FileSystemStorage

from protection.durable import settle_file
from protection.sealing import HEAD, Opened, Unsealable, is_sealed, seal, with_new_key

#: What is sealed waits in memory up to this size, then in a file of the system: encrypted either way.
IN_MEMORY = 1024 * 1024
IN_CLEAR = "A private file is in clear, and PRIVATE_FILES_IN_CLEAR is not set."


class WithoutAddress:
    """A storage that has no address to give.

    Django's folder falls back to ``MEDIA_URL``, and django-storages signs an address for whoever asks; either
    would lead past the checks of who may see a file.
    """

    def url(
        self,
        name: str | None,
        parameters: Mapping[str, Any] | None = None,
        expire: int | None = None,
        http_method: str | None = None,
    ) -> NoReturn:
        """Refuse. Raises ValueError, as Django's storages do where there is no address."""
        raise ValueError("This file is not accessible via a URL.")


class Sealed:
    """A storage that keeps files sealed (``protection.sealing``) and gives them back in clear.

    Stands before the storage that keeps them. A file in clear is refused: somebody put it there who is not
    the site. Only with ``settings.PRIVATE_FILES_IN_CLEAR``, while those of an earlier release are taken over,
    is it read as it is. ``_put_in_place`` writes a file's new form over its old one.
    """

    def _save(self, name: str, content: File) -> str:
        with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as sealed:
            for block in seal(content.chunks(), name):
                sealed.write(block)
            sealed.seek(0)
            return super()._save(name, File(sealed, name))  # type: ignore[misc]

    def _open(self, name: str, mode: str = "rb") -> File:
        kept = super()._open(name, "rb")  # type: ignore[misc]
        head = kept.read(HEAD)
        if not is_sealed(head):
            if not settings.PRIVATE_FILES_IN_CLEAR:
                kept.close()
                raise Unsealable(IN_CLEAR)
            kept.seek(0)
            return kept
        try:
            return File(io.BufferedReader(Opened(kept, name)), name)
        except OSError:
            kept.close()
            raise

    def size(self, name: str) -> int:
        """Return the size of the content in bytes."""
        with self._open(name) as file:
            return file.seek(0, io.SEEK_END)

    def seal_again(self, name: str) -> bool:
        """Seal a file in clear, or wrap its key by the first of the keys; return whether it was in clear.

        Raises Unsealable for one in clear where none may be: sealing it would make it the site's own.
        """
        with super()._open(name, "rb") as kept, tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as fresh:  # type: ignore[misc]
            clear = not is_sealed(kept.read(HEAD))
            if clear:
                if not settings.PRIVATE_FILES_IN_CLEAR:
                    raise Unsealable(IN_CLEAR)
                kept.seek(0)
                for block in seal(iter(lambda: kept.read(IN_MEMORY), b""), name):
                    fresh.write(block)
            else:
                fresh.write(with_new_key(kept))
                shutil.copyfileobj(kept, fresh, IN_MEMORY)
            fresh.seek(0)
            self._put_in_place(name, fresh)
        return clear

    def open_as_kept(self, name: str) -> File:
        """Open a file for a backup: sealed as it lies there, which no key is needed for."""
        return super()._open(name, "rb")  # type: ignore[misc]

    def put_back(self, name: str, sealed: IO[bytes]) -> str:
        """Keep a file of a backup as it was kept, and return under which name."""
        return super()._save(name, File(sealed, name))  # type: ignore[misc]

    def _put_in_place(self, name: str, fresh: IO[bytes]) -> None:
        super()._save(name, File(fresh, name))  # type: ignore[misc]


class PrivateFolder(WithoutAddress, Sealed, FileSystemStorage):
    """A folder outside the web root; what was saved there is on disk."""

    def _save(self, name: str, content: File) -> str:
        kept = super()._save(name, content)
        settle_file(Path(self.path(kept)), Path(self.location))
        return kept

    def put_back(self, name: str, sealed: IO[bytes]) -> str:
        """The same for a file of a backup."""
        kept = super().put_back(name, sealed)
        settle_file(Path(self.path(kept)), Path(self.location))
        return kept

    def _put_in_place(self, name: str, fresh: IO[bytes]) -> None:
        """In one step, so that a crash leaves the old form or the new one."""
        target = Path(self.path(name))
        with tempfile.NamedTemporaryFile(dir=target.parent, delete=False) as beside:
            try:
                shutil.copyfileobj(fresh, beside, IN_MEMORY)
                beside.flush()
                os.fsync(beside.fileno())
                if not target.exists():
                    raise FileNotFoundError(name)  # deleted meanwhile: it must not come back
                Path(beside.name).replace(target)
                settle_file(target, target.parent)
            finally:
                Path(beside.name).unlink(missing_ok=True)
