"""What the second leg of the whole run leaves to the first.

``script/test`` runs all tests on SQLite, then on PostgreSQL and Elasticsearch. A test that asks neither a
database nor an engine would do the same work twice, and tracing lines twice shows the same lines: both are
left out of the second leg. So are the rows of a table beyond two, since what differs between the databases is
the statement and not the figure in it, and walks over every page or value (marker ``once``). By variables
of the environment, which only the whole run sets:

    TEST_WRITE_PASSED   a file: here the first leg writes which tests passed
    TEST_LEAVE_OUT      the same file: of what stands in it the second leg leaves out what asks no server,
                        what is marked ``once``, and of each test all rows but the first and the middle one.
                        What was skipped, deselected or new is in no such file, so it always runs.
    TEST_WHOLE          1: only what asks no server is left out
    TEST_TRACE_ONLY     a marker: only tests that bear it are traced for coverage
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

DATABASE = {"db", "transactional_db", "live_server", "django_db_setup"}
_passed: list[str] = []


def asks_a_server(item) -> bool:
    """Whether a test uses a database or Elasticsearch. pytest-django refuses the first to one that does not
    say so; the second has its marker (see ``pytest_collection_modifyitems`` in conftest.py).
    """
    if any(item.get_closest_marker(name) for name in ("django_db", "postgresql", "elasticsearch")):
        return True
    return not DATABASE.isdisjoint(getattr(item, "fixturenames", ()))


def leave_out(config, items: list) -> None:
    """Take out of ``items`` what passed in the first leg and would show nothing new in the second."""
    path = os.environ.get("TEST_LEAVE_OUT")
    if not path:
        return
    done = set(Path(path).read_text().split("\n"))
    shown = _shown_by(items) if os.environ.get("TEST_WHOLE") != "1" else {item.nodeid for item in items}
    left = [item for item in items if item.nodeid in done and _is_left(item, shown)]
    config.hook.pytest_deselected(items=left)
    out = {item.nodeid for item in left}
    items[:] = [item for item in items if item.nodeid not in out]


def _is_left(item, shown: set[str]) -> bool:
    if any(item.get_closest_marker(name) for name in ("postgresql", "elasticsearch")):
        return False
    return item.nodeid not in shown or not asks_a_server(item)


def _shown_by(items: list) -> set[str]:
    """The tests that show what a database does to it: of each table the first row and the middle one."""
    rows: dict[str, list[str]] = {}
    for item in items:
        if not item.get_closest_marker("once"):
            rows.setdefault(item.nodeid.partition("[")[0], []).append(item.nodeid)
    return {row for table in rows.values() for row in (table[0], table[len(table) // 2])}


def remember(report) -> None:
    """Keep the name of a test that passed."""
    if report.when == "call" and report.passed:
        _passed.append(report.nodeid)


def write_passed(config) -> None:
    """Write the names to the file that is asked for; with several workers, the one that started them does."""
    path = os.environ.get("TEST_WRITE_PASSED")
    if path and not hasattr(config, "workerinput"):
        Path(path).write_text("\n".join(sorted(set(_passed))))


@contextmanager
def traced_only_where_asked(item) -> Iterator[None]:
    """Around a test with its set-up: coverage rests, unless the test bears the marker."""
    marker, plugin = os.environ.get("TEST_TRACE_ONLY"), item.config.pluginmanager.getplugin("_cov")
    coverage = plugin.cov_controller if plugin else None
    if not marker or coverage is None or item.get_closest_marker(marker):
        yield
        return
    coverage.pause()
    try:
        yield
    finally:
        coverage.resume()
