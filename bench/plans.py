"""The plans of the ten statements that take longest, over the pages that staff and citizens open.

``python -m bench.plans --size 100000``; with ``DATABASE_URL`` on PostgreSQL. Tables are as the benches leave
them: nothing has gathered statistics.
"""

import argparse
import re
import sys
from collections.abc import Iterator
from importlib import import_module

from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench import environment

PAGES = ("bench.staff", "bench.village_page", "bench.filing")
MOST = 10
#: What differs between two turns of one statement.
_VALUES = re.compile(r"'[^']*'|\b[0-9]+\b")
_NO_ROWS = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")


def main(arguments: list[str]) -> int:
    """Print the statements, the longest first, each with its time and its plan."""
    parser = argparse.ArgumentParser(prog="python -m bench.plans", description=__doc__)
    parser.add_argument("--size", type=int, default=10_000)
    size = parser.parse_args(arguments).size
    with environment.portal() as start_again:
        longest: dict[str, tuple[float, str]] = {}
        for module in PAGES:
            start_again()
            for seconds, statement in _statements(module, size):
                form = _VALUES.sub("?", statement)
                if seconds > longest.get(form, (0, ""))[0]:
                    longest[form] = seconds, statement
            _print_of(module, longest)
            longest.clear()
    return 0


def _statements(module: str, size: int) -> Iterator[tuple[float, str]]:
    for pair in import_module(module).BENCH.pairs([size]):
        pair.work()
        with CaptureQueriesContext(connection) as said:
            pair.work()
        yield from (
            (float(each["time"]), each["sql"])
            for each in said
            if each["sql"] and not each["sql"].startswith(_NO_ROWS)
        )


def _print_of(module: str, longest: dict[str, tuple[float, str]]) -> None:
    print(f"\n{module}, {connection.vendor}")
    for seconds, statement in sorted(longest.values(), reverse=True)[:MOST]:
        print(f"\n{seconds * 1000:.0f} ms  {statement[:400]}")
        for line in _plan(statement):
            print(f"    {line}")


def _plan(statement: str) -> list[str]:
    if not statement.startswith(("SELECT", "UPDATE", "DELETE", "INSERT")):
        return []
    explain = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN"
    with connection.cursor() as cursor:
        cursor.execute(f"{explain} {statement}")
        return [str(row[-1]) for row in cursor.fetchall()][:12]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
