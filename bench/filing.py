"""Filing a case, with and without the hash of its PIN, which is slow on purpose.

Floor: the same rows by the ORM in one transaction, with synchronous writes as the portal has them: nothing is
read for whom it means, no office looked for, no date counted, nothing encrypted or hashed.
"""

import random
import uuid
from collections.abc import Iterator
from functools import partial
from unittest import mock

from bench import casemaking, making
from bench.filed_rows import Rows
from bench.harness import Bench, Pair

TIMES = 10


def pairs(sizes: list[int]) -> Iterator[Pair]:
    """A confidential complaint with a respondent, while the table of cases grows."""
    village = making.villages()[0]
    story = making.story(random.Random(1), 6)

    def work() -> None:
        for _ in range(TIMES):
            _file(village, story)

    def floor(rows: Rows) -> None:
        for _ in range(TIMES):
            rows.write()

    for size in sizes:
        casemaking.make_cases_up_to(size)
        _file(village, story)
        yield Pair(size, work, partial(floor, Rows(of_the_form=False)))


def _file(village: str, story: str) -> None:
    from complaints.intake.filing import file_case
    from complaints.intake.intake import Identity, Intake
    from complaints.texts.respondent_matching import StatedRespondent

    intake = Intake(
        kind="complaint",
        channel="web",
        openness="confidential",
        title="低保金迟发",
        narrative=story,
        region_code=village,
        reach="below",
        programme_code="rural-dibao",
        respondents=[StatedRespondent(name="孙某")],
        complainant=Identity("王某某", "13800000000", address="第0镇第200村委会"),
    )
    assert file_case(intake, submission_key=uuid.uuid4().hex).created


def pairs_without_hash(sizes: list[int]) -> Iterator[Pair]:
    """The same with a PIN hash that costs nothing: what is left is ours to shorten."""
    with mock.patch("complaints.identity.receipts.hash_pin", return_value="!"):
        yield from pairs(sizes)


FLOOR = f"{TIMES} times the same rows by the ORM"
BENCH = Bench("filing", f"filing {TIMES} cases", FLOOR, "cases in the table", pairs)
WITHOUT_HASH = Bench(
    "filing-unhashed",
    f"filing {TIMES} cases, PIN not hashed",
    FLOOR,
    "cases in the table",
    pairs_without_hash,
)
