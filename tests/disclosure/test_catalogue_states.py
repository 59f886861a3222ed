"""``data/catalogue_states.csv``: what was made and became public when, by which calendar, and what is so."""

from datetime import date

import pytest

from complaints.clocks import calendars, clock
from disclosure.catalogue.item_states import WORST_FIRST, InformationPiece, ItemRule, state_of
from disclosure.enums import DutyState
from disclosure.months import later
from tests.tables import rows_beside

ROWS = rows_beside(__file__, "catalogue_states.csv")


@pytest.fixture(scope="module")
def count():
    """Working days by the State Council's notice of the year."""
    days = [day for year in (2025, 2026) for day in calendars.published(year)]
    calendar = calendars.of_days(days, [2025, 2026])

    def count(day, number):
        due = clock.due(day, number, "working", calendar)
        return due.date, due.provisional

    return count


def piece(text: str) -> InformationPiece:
    """``public:made:public on:group``, ``public::touched`` or ``waiting:made:group``."""
    what, *rest = text.split(":")
    days = [date.fromisoformat(one) if one[:1] == "2" else None for one in rest]
    group = rest[-1] if rest and rest[-1].isalpha() else ""
    if what == "waiting":
        return InformationPiece(False, days[0], group=group)
    made, on = [*days, None, None][:2]
    return InformationPiece(True, made, on if made else None, None if made else on, group)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["why"])
def test_the_table_of_states(count, row):
    pieces = [piece(text) for text in row["pieces"].split()]
    renewed = int(row["renewed"]) if row["renewed"] else None
    rule = ItemRule(int(row["days"]), date.fromisoformat(row["began"]), renewed)
    groups = ("a", "b") if any(one.group for one in pieces) else ("",)
    found = state_of(pieces, rule, date.fromisoformat(row["today"]), count, groups)
    by = found.by.isoformat() if found.by else ""
    assert (found.state.value, by) == (row["state"], row["by"])
    assert found.is_provisional == row["why"].startswith("provisional")


def test_the_table_is_long_enough_and_names_every_state_that_a_day_decides():
    assert len(ROWS) >= 40
    assert {row["state"] for row in ROWS} == {state.value for state in WORST_FIRST}
    assert set(DutyState) - set(WORST_FIRST) == {DutyState.NOT_SEEN, DutyState.NOT_APPLICABLE}


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 11, 30), -13, date(2025, 10, 30)),
    ],
)
def test_months_later(day, months, expected):
    assert later(day, months) == expected
