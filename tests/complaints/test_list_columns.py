"""What lists find cases by says what events and clocks say, and is made again where it does not."""

from importlib import import_module

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from complaints import list_columns
from complaints.enums import CaseStanding, CaseStatus, EventKind
from complaints.models import Case
from tests.complaints.factories import do_with_reasons, make_case

WRONG = {"due_first": "2001-01-01", "due_provisional": None, "latest_status": "closed", "standing": None}


def test_every_status_has_a_standing():
    for status in CaseStatus:
        plain, written = (
            list_columns.standing_of(status, kind) for kind in ("note", EventKind.COMPLAINANT_WROTE)
        )
        assert {plain, written} in ({CaseStanding.OPEN}, {CaseStanding.ENDED, CaseStanding.WRITTEN}), status


@pytest.fixture
def cases(units, staff):
    """One just filed, one that is worked on, one answered, and one whose complainant wrote after that."""
    handler = staff["county_supervisor"]
    filed, worked, answered, written = (make_case() for _number in range(4))
    for case in (worked, answered, written):
        do_with_reasons(case, "accept", handler)
    for case in (answered, written):
        do_with_reasons(case, "answer", handler, text="都查清楚了。", outcome="supported")
    do_with_reasons(written, "complainant_wrote", None, text="还没有收到。")
    return [filed, worked, answered, written]


def test_each_act_keeps_it_and_what_says_otherwise_is_mended(cases):
    for case in cases:
        case.refresh_from_db()
        standing = list_columns.standing_of(case.status, case.latest_event.kind)
        running = [clock.due_on for clock in case.clocks.all() if clock.stopped_on is None]
        assert (case.standing, case.latest_status) == (standing, case.status)
        assert case.due_first == min(running, default=None)
        assert (case.due_first is None) == (case.due_provisional is None)
    assert [case.standing for case in cases[:3]] == [CaseStanding.OPEN, CaseStanding.OPEN, CaseStanding.ENDED]
    assert list_columns.bring_in_line() == 0
    right = list(Case.objects.order_by("pk").values(*list_columns.FIELDS))

    Case.objects.update(**WRONG)
    with pytest.raises(CommandError):
        call_command("check_cases")
    assert not Case.objects.exclude(standing=None).exists()
    call_command("check_cases", repair=True)
    assert list(Case.objects.order_by("pk").values(*list_columns.FIELDS)) == right

    Case.objects.update(**WRONG)
    import_module("complaints.migrations.0024_what_lists_find_filled").fill(apps, None)
    assert list(Case.objects.order_by("pk").values(*list_columns.FIELDS)) == right
