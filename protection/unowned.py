"""Files that no row names: a process died between writing one and its row, or a row's going and its.

Nothing shows such a file, nothing would ever delete it, and it holds what somebody sent, or lies where
everybody may fetch it. What is a day old and unknown to the database goes, from both storages.
"""

from collections.abc import Iterator
from datetime import datetime

from django.core.files.storage import Storage, storages

from protection.private_files import kept_files

#: A process that dies leaves one or two.
USUAL = 200
#: What people send, and the pictures and documents of pages.
STORAGES = ("private", "default")


class TooMany(Exception):
    """So many files have no row that the files are not what is at fault. Nothing was deleted."""

    def __init__(self, unowned: int, known: int) -> None:
        self.unowned, self.known = unowned, known
        super().__init__(f"{unowned} files have no row, {known} have one")


def sweep(before: datetime, alias: str = "private") -> int:
    """Delete the files of a storage last written before a moment that no row names; return how many.

    Raises TooMany where more than dead processes leave have none, and fewer have one: then the database is
    an older one than the files are, or another site's.
    """
    storage = storages[alias]
    # The files are looked through first: a row that is written meanwhile is then among those that are known.
    old = [name for name in _all_names(storage) if _is_older(storage, name, before)]
    known = {name for _storage, name in kept_files(sealed=alias == "private")}
    unowned = [name for name in old if name not in known]
    if len(unowned) > max(USUAL, len(known)):
        raise TooMany(len(unowned), len(known))
    for name in unowned:
        storage.delete(name)
    return len(unowned)


def _all_names(storage: Storage, folder: str = "") -> Iterator[str]:
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:  # before the first file
        return
    inside = f"{folder}/" if folder else ""
    yield from (f"{inside}{name}" for name in files)
    for name in folders:
        yield from _all_names(storage, f"{inside}{name}")


def _is_older(storage: Storage, name: str, before: datetime) -> bool:
    try:
        return storage.get_modified_time(name) < before
    except FileNotFoundError:  # deleted meanwhile, with its row
        return False
