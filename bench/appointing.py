"""Giving somebody a post while cases are on file, of which some may speak of them.

Floor: one INSERT and its commit. Every case has the traces of its words (``traces``); nobody is meant.
"""

import uuid
from collections.abc import Iterator

from django.db import connection, transaction

from bench import casemaking
from bench.harness import Bench, Pair

TABLE = "bench_appointing"
PIECE = 2_000
TIMES = 5


def pairs(sizes: list[int]) -> Iterator[Pair]:
    """A newcomer of whom nobody wrote, while the table of cases grows."""
    from organizations import posts
    from organizations.enums import Role
    from organizations.models import Unit, User

    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {TABLE} (id varchar(36) PRIMARY KEY)")
    unit = Unit.objects.get(name="丙县民政局")

    def work() -> None:
        for _ in range(TIMES):
            newcomer = User.objects.create(username=uuid.uuid4().hex, name="欧阳新任")
            with transaction.atomic(durable=True):
                posts.appoint(newcomer, unit, Role.HANDLER)

    def floor() -> None:
        for _ in range(TIMES):
            with transaction.atomic(durable=True), connection.cursor() as cursor:
                cursor.execute(f"INSERT INTO {TABLE} VALUES (%s)", [str(uuid.uuid4())])

    for size in sizes:
        casemaking.make_cases_up_to(size)
        _trace()
        yield Pair(size, work, floor)


def _trace() -> None:
    """Give their traces to the cases without, as intake would have."""
    from complaints.models import Case, Trace
    from complaints.parties import traces

    while piece := list(Case.objects.filter(traces=None).prefetch_related("respondents")[:PIECE]):
        rows = []
        for case in piece:
            said = [each.name for each in case.respondents.all() if each.name]
            keys = traces.digests(said, [case.title, case.narrative])
            rows += [Trace(case=case, key=key) for key in sorted(keys)]
        Trace.objects.bulk_create(rows, batch_size=5_000)


BENCH = Bench(
    "appointing",
    f"giving {TIMES} people a post",
    f"{TIMES} times INSERT and commit",
    "cases in the table",
    pairs,
)
