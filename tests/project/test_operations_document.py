"""``docs/operations.md`` names every command: what runs by itself with its times, the others with when."""

import re
from datetime import timedelta

from django.conf import settings
from django.core.management import get_commands

from portal.periodic.table import Work, table

TEXT = (settings.BASE_DIR / "docs" / "operations.md").read_text(encoding="utf-8")


def rows(heading: str) -> list[list[str]]:
    """The cells of the table in the document that begins with this heading."""
    lines = TEXT.split(f"\n{heading}\n", 1)[1].splitlines()[1:]
    table_lines = lines[: next(at for at, line in enumerate(lines) if not line.startswith("|"))]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in table_lines]


def how_often(work: Work) -> str:
    """As the document says it."""
    if work.at:
        assert work.every == timedelta(days=1)
        return f"daily, {work.at:%H:%M}"
    minutes = work.every // timedelta(minutes=1)
    return {1: "every minute", 60: "hourly"}.get(minutes, f"every {minutes} minutes")


def test_what_runs_by_itself_stands_there_with_its_times_and_nothing_else():
    told = {}
    for what, when, otherwise in rows("| work | how often | if it does not run |"):
        command = re.match("`([^`]+)`: .", what)
        assert command, f"no command and what it does: {what}"
        assert otherwise
        told[command[1]] = when
    assert told == {" ".join([work.command, *work.arguments]): how_often(work) for work in table()}


def test_every_other_command_stands_there_with_when_and_none_that_is_not():
    by_hand = {name for what, _when in rows("| command | when |") for name in re.findall("`([a-z_]+)`", what)}
    ours = {name for name, room in get_commands().items() if room in settings.ROOMS}
    periodic = {work.command for work in table()}
    assert ours - periodic <= by_hand
    assert by_hand <= ours
