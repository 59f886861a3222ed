"""All private files that rows point to, for commands that go through every one of them."""

from collections.abc import Iterator

from django.apps import apps
from django.db.models import FileField

from protection.sealing import Unsealable
from protection.storage import Sealed


def private_files() -> Iterator[tuple[Sealed, str]]:
    """Yield (storage, name) of each file on a storage that seals, as the database knows it."""
    for model in apps.get_models():
        for field in model._meta.local_concrete_fields:
            if isinstance(field, FileField) and isinstance(field.storage, Sealed):
                names = model._base_manager.exclude(**{field.name: ""}).values_list(field.name, flat=True)
                yield from ((field.storage, name) for name in names.iterator(chunk_size=500))


def seal_all() -> tuple[int, int, int, list[str]]:
    """Seal what is in clear and wrap every file's key anew; return how many were sealed, wrapped, missing.

    Last come the names of those that are damaged, fit no key, or are in clear where none may be
    (``settings.PRIVATE_FILES_IN_CLEAR``): they stay as they are, and the others go on.
    A run that is interrupted can be repeated.
    """
    sealed = wrapped = missing = 0
    damaged = []
    for storage, name in private_files():
        try:
            if storage.seal_again(name):
                sealed += 1
            else:
                wrapped += 1
        except FileNotFoundError:
            missing += 1
        except Unsealable:
            damaged.append(name)
    return sealed, wrapped, missing, damaged
