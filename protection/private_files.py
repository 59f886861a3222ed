"""All private files that rows point to, for commands that go through every one of them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db.models import FileField

from protection.sealing import Unsealable
from protection.storage import Sealed


def private_files() -> Iterator[tuple[Sealed, str]]:
    """Yield (storage, name) of each file on a storage that seals, as the database knows it."""
    return kept_files(sealed=True)


def kept_files(*, sealed: bool) -> Iterator[tuple[Any, str]]:
    """Yield (storage, name) of each file on a storage that seals, or of each on one that does not."""
    for model in apps.get_models():
        for column in model._meta.local_concrete_fields:
            if isinstance(column, FileField) and isinstance(column.storage, Sealed) is sealed:
                names = model._base_manager.exclude(**{column.name: ""}).values_list(column.name, flat=True)
                yield from ((column.storage, name) for name in names.iterator(chunk_size=500))


@dataclass
class SealedFiles:
    """How many files were in clear and are ``sealed`` now, had their key ``wrapped`` anew, are ``missing``.

    ``refused`` are the names of those that are damaged, fit no key, or are in clear where none may be
    (``settings.PRIVATE_FILES_IN_CLEAR``): they stay as they are.
    """

    sealed: int = 0
    wrapped: int = 0
    missing: int = 0
    refused: list[str] = field(default_factory=list)


def seal_all() -> SealedFiles:
    """Seal what is in clear and wrap every other file's key anew; one that is refused stops no other.

    A run that is interrupted can be repeated.
    """
    files = SealedFiles()
    for storage, name in private_files():
        try:
            if storage.seal_again(name):
                files.sealed += 1
            else:
                files.wrapped += 1
        except FileNotFoundError:
            files.missing += 1
        except Unsealable:
            files.refused.append(name)
    return files
