"""Clocks along the courses of cases: a table that a lawyer can read, with what each row rests on."""

import re
from datetime import date, datetime
from types import SimpleNamespace

import pytest

from complaints.clocks import calendars, situations, standards
from complaints.clocks.projection import ClockCourse
from complaints.enums import RUNNING_CLOCKS
from tests.complaints.clocks.test_clock import NOTICES
from tests.complaints.factories import SHANGHAI
from tests.tables import rows_beside

TABLE = rows_beside(__file__, "courses.csv")
SHIPPED = [row.standard() for row in standards.TABLE.rows]


def happened(text: str, holder: int) -> SimpleNamespace:
    """``transfer:2@2026-09-02``: what, to which unit, when; ``call_hearing:2026-09-20@…``: for which day."""
    what, day = text.split("@")
    kind, _colon, unit = what.partition(":")
    data = {"from": holder, "unit": int(unit)} if unit.isdecimal() else {}
    if what.startswith("call_hearing"):
        data = {"hearing_on": unit, "pauses": True}
    at = datetime.combine(date.fromisoformat(day), datetime.min.time(), SHANGHAI).replace(hour=9)
    return SimpleNamespace(kind=kind, at=at, data=data)


def course(row) -> ClockCourse:
    """The course that the row tells, in a township's hands all along."""
    events, holder = [], 1
    for text in row["events"].split():
        events.append(happened(text, holder))
        holder = situations.moved_to(events[-1]) or holder
    situation = standards.Situation(row["kind"], row["matter"], "township", "web")
    return ClockCourse(events, [situation] * len(events), SHIPPED)


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row['clock']}: {row['events']}")
def test_what_a_course_makes_of_a_clock(row):
    run = course(row).run(row["clock"])
    if not row["due"]:
        assert run is None, row["why"]
        return
    found = (run.starts_on.isoformat(), run.due(NOTICES).date.isoformat(), str(run.stopped_on or ""))
    assert found == (row["starts"], row["due"], row["stopped"]), row["why"]


def test_the_table_has_every_clock_and_names_what_each_row_rests_on():
    assert {row["clock"] for row in TABLE} == set(RUNNING_CLOCKS)
    assert all(row["basis"] == "house rule" or re.search(r"(条例|办法)\d", row["basis"]) for row in TABLE)
    assert isinstance(NOTICES, calendars.TableCalendar)
