"""Backups: database and files in one encrypted archive, checked, and put back into an empty site.

``making`` writes one, ``checking`` reads all of it without keeping anything, ``restoring`` puts it back. What
is in it and in which order, ``archive`` says; who can open it, ``age``.
"""


class BackupError(Exception):
    """A backup cannot be made, read or put back; the message says why and what to do."""
