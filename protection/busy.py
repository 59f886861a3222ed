"""Whether an error of the database only says that somebody else was writing, or that it takes nobody in just
now, so that the same act may be tried again as it is: nothing of it was stored.
"""

from collections.abc import Iterator

from django.db import OperationalError

#: SQLite, primary codes: SQLITE_BUSY (another process writes), SQLITE_LOCKED (another statement of this one).
OF_SQLITE = frozenset({5, 6})
#: PostgreSQL: no lock in time, a deadlock, no order in which both could have happened.
OF_POSTGRESQL = frozenset({"55P03", "40P01", "40001"})


def is_busy(error: BaseException | None) -> bool:
    """Whether the error, or one that it was raised over, means that no lock or connection was to be had."""
    return any(
        _is_of_locks(each) or _is_of_connecting(each)
        for each in _behind(error)
        if isinstance(each, OperationalError)
    )


def _behind(error: BaseException | None) -> Iterator[BaseException]:
    """The error and those it was raised over, the last first."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def _is_of_connecting(error: OperationalError) -> bool:
    """Whether PostgreSQL was not reached, or took no more connections: the driver keeps the attempt."""
    return getattr(error.__cause__, "pgconn", None) is not None


def _is_of_locks(error: OperationalError) -> bool:
    """What the driver said, which Django keeps as the cause."""
    code = getattr(error.__cause__, "sqlite_errorcode", None)
    if code is not None:
        return code & 0xFF in OF_SQLITE
    return getattr(error.__cause__, "sqlstate", None) in OF_POSTGRESQL
