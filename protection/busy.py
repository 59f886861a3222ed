"""Whether an error of the database only says that somebody else was writing, so that the same act may be
tried again as it is: nothing of it was stored.
"""

from collections.abc import Iterator

from django.db import OperationalError

#: SQLite, primary codes: SQLITE_BUSY (another process writes), SQLITE_LOCKED (another statement of this one).
OF_SQLITE = frozenset({5, 6})
#: PostgreSQL: no lock in time, a deadlock, no order in which both could have happened.
OF_POSTGRESQL = frozenset({"55P03", "40P01", "40001"})


def is_busy(error: BaseException | None) -> bool:
    """Whether the error, or one that it was raised over, means that a lock was not to be had in time."""
    return any(_is_of_locks(each) for each in _behind(error) if isinstance(each, OperationalError))


def _behind(error: BaseException | None) -> Iterator[BaseException]:
    """The error and those it was raised over, the last first."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def _is_of_locks(error: OperationalError) -> bool:
    """What the driver said, which Django keeps as the cause."""
    code = getattr(error.__cause__, "sqlite_errorcode", None)
    if code is not None:
        return code & 0xFF in OF_SQLITE
    return getattr(error.__cause__, "sqlstate", None) in OF_POSTGRESQL
