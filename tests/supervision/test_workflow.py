"""The table of moves, walked cell by cell."""

import pytest

from supervision.enums import ACTIVE, EDITABLE, LeadEventKind, LeadStatus
from supervision.workflow import TRANSITIONS, allowed, refusals, target

# act → the statuses in which it may be done; a line an expert can check.
MAY = {
    "opened": {None},
    "item_added": {"open"},
    "item_removed": {"open"},
    "note": {"open", "transferred", "answered"},
    "transferred": {"open"},
    "result_received": {"transferred"},
    "closed": {"open", "answered"},
}
LEAVES = {"opened": "open", "transferred": "transferred", "result_received": "answered", "closed": "closed"}


def test_every_act_has_its_row() -> None:
    assert set(TRANSITIONS) == set(LeadEventKind) == set(MAY)


@pytest.mark.parametrize("kind", LeadEventKind)
@pytest.mark.parametrize("status", [None, *LeadStatus])
def test_each_cell(kind, status) -> None:
    assert allowed(kind, status) == (status in MAY[kind])
    assert bool(refusals(kind, status, "因为")) != (status in MAY[kind])
    if status in MAY[kind]:
        assert target(kind, status) == LEAVES.get(kind, status)


@pytest.mark.parametrize("kind", [kind for kind in LeadEventKind if kind != LeadEventKind.ITEM_ADDED])
def test_everything_but_adding_asks_why(kind) -> None:
    status = next(iter(MAY[kind]))
    assert refusals(kind, status, " \n")


def test_groups_of_statuses() -> None:
    assert EDITABLE < ACTIVE
    assert LeadStatus.CLOSED not in ACTIVE
