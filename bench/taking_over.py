"""Taking over another system's cases: the file read, each row read for whom it means, routed and filed.

Floor: the same file read by the same reader process, and for each row what a filing inserts, by the ORM in
one transaction (``filed_rows``). One row in a hundred has a story of 8,994 characters, the longest seen.
"""

import csv
import io
import random
from collections.abc import Iterator

from bench import making
from bench.filed_rows import Rows
from bench.harness import Bench, Pair
from organizations.enums import Role

LONG, EVERY = 8_994, 100
HEADINGS = ("留言编号", "留言用户", "留言主题", "留言时间", "留言详情", "答复意见", "答复时间")


def pairs(sizes: list[int]) -> Iterator[Pair]:
    """A .csv of as many messages, nine in ten of them answered."""
    from complaints.imports import importing
    from disclosure.intake import reading
    from organizations.models import Region

    region = Region.objects.get(pk=making.COUNTY)
    user = making.make_person("administrator", Role.ADMINISTRATOR)
    for turn, size in enumerate(sizes):
        rounds = iter(range(100))

        def work(size: int = size, turn: int = turn, rounds: Iterator[int] = rounds) -> None:
            content = file_of(size, f"{turn}-{next(rounds)}")
            made = importing.receive(io.BytesIO(content), region=region, user=user)
            done = importing.read(made.pk)
            # A bench of rows that were refused would measure nothing.
            assert done.filed == size, (done.filed, done.refused)

        def floor(size: int = size) -> None:
            rows, content = Rows(of_the_form=False), file_of(size, "floor")
            for sheet in reading.sheets(io.BytesIO(content), len(content)):
                for _number, _cells in sheet.rows:
                    rows.write()

        work(1)
        yield Pair(size, work, floor)


def file_of(size: int, mark: str) -> bytes:
    """An export of a message board, with both forms of date in each column."""
    text, rng = io.StringIO(), random.Random(size)
    out = csv.writer(text)
    out.writerow(HEADINGS)
    for number in range(size):
        story = making.story(rng, 3)
        if number % EVERY == 0:
            story = (story * (LONG // len(story) + 1))[:LONG]
        day = f"{1 + number % 28:02}"
        answer = ("经核实，十月的补贴已补发。", f"2024/5/{day} 10:39:57") if number % 10 else ("", "")
        out.writerow(
            [f"{mark}-{number}", making.name(number), "低保金迟发", f"2024-04-{day} 08:37:20", story, *answer]
        )
    return text.getvalue().encode()


FLOOR = "the same file, and the same rows by the ORM"
BENCH = Bench("taking-over", "taking over cases of another system", FLOOR, "rows", pairs)
