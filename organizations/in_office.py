"""Whoever reads who is in office, to hide what they write from whom it means, and whoever changes that, wait
for each other.

Else each would miss what the other has not committed yet: the filing knows no such person, the appointment
finds no such case, and the accused reads it for good. Any number read at once and wait for nobody but a
change under way; a change waits for those who are reading. On PostgreSQL this is a lock of the transaction;
SQLite has one writer anyway.

It is asked for before any row is locked, in both: who holds a case and waits for an appointment, which waits
for the case, would wait for ever.
"""

from django.db import connection

#: One for the whole site, beside no other advisory lock.
_LOCK = 320_700_101


def stays() -> None:
    """Let who is in office, and how they are called, stay what it is until this transaction ends."""
    _wait_for("pg_advisory_xact_lock_shared")


def changes() -> None:
    """Let nobody read who is in office until this transaction, which changes it, ends."""
    _wait_for("pg_advisory_xact_lock")


def _wait_for(lock: str) -> None:
    if not connection.in_atomic_block:
        raise RuntimeError("this holds until a transaction ends, and there is none")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {lock}(%s)", [_LOCK])
