"""Filing a case, with and without the hash of its PIN, which is slow on purpose.

Floor: one INSERT and its commit, with synchronous writes as the portal has them.
"""

import random
import uuid
from collections.abc import Iterator
from unittest import mock

from django.db import connection

from bench import casemaking, making
from bench.harness import Bench, Pair
from protection.durable import acknowledged

TIMES = 10
TABLE = "bench_filing"


def pairs(sizes: list[int]) -> Iterator[Pair]:
    """A confidential complaint with a respondent, while the table of cases grows."""
    from complaints.accused import Accused
    from complaints.intake import Identity, Intake, file_case

    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {TABLE} (id varchar(36) PRIMARY KEY, title text, narrative text)")
    village = making.villages()[0]
    story = making.story(random.Random(1), 6)

    def work() -> None:
        for _ in range(TIMES):
            intake = Intake(
                kind="complaint",
                channel="web",
                openness="confidential",
                title="低保金迟发",
                narrative=story,
                region_code=village,
                programme_code="rural-dibao",
                respondents=[Accused(name="孙某")],
                complainant=Identity("王某某", "13800000000", address="第0镇第200村委会"),
            )
            assert file_case(intake, submission_key=uuid.uuid4().hex).created

    def floor() -> None:
        for _ in range(TIMES):
            with acknowledged(), connection.cursor() as cursor:
                values = [str(uuid.uuid4()), "低保金迟发", story]
                cursor.execute(f"INSERT INTO {TABLE} VALUES (%s, %s, %s)", values)

    for size in sizes:
        casemaking.make_cases_up_to(size)
        yield Pair(size, work, floor)


def pairs_without_hash(sizes: list[int]) -> Iterator[Pair]:
    """The same with a PIN hash that costs nothing: what is left is ours to shorten."""
    with mock.patch("complaints.receipts.hash_pin", return_value="!"):
        yield from pairs(sizes)


FLOOR = f"{TIMES} times INSERT and commit"
BENCH = Bench("filing", f"filing {TIMES} cases", FLOOR, "cases in the table", pairs)
WITHOUT_HASH = Bench(
    "filing-unhashed",
    f"filing {TIMES} cases, PIN not hashed",
    FLOOR,
    "cases in the table",
    pairs_without_hash,
)
