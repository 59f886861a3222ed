"""Staff write that a complainant withdrew; whoever did not says so, and the matter goes on (invariant 4)."""

import pytest

from complaints.clocks import progress
from complaints.enums import CaseStatus, EventKind, Sight
from complaints.handling import conversation
from complaints.models import Case
from tests.complaints.factories import do_with_reasons, make_case


@pytest.fixture
def withdrawn(units, staff):
    """A case of the place's own office, ended by its handler in the complainant's name."""
    case = make_case()
    do_with_reasons(case, "accept", staff["handler"])
    do_with_reasons(case, "withdraw", staff["handler"])
    assert case.status == CaseStatus.CLOSED
    return case


def test_who_did_not_withdraw_says_so_and_the_office_above_reads_it(units, staff, withdrawn):
    assert progress.standing(withdrawn) == progress.WITHDRAWN
    conversation.write_back(withdrawn, "我没有撤回，请继续办。")
    withdrawn.refresh_from_db()
    kinds = list(withdrawn.events.order_by("sequence").values_list("kind", "actor"))[-3:]
    assert kinds == [("complainant_wrote", None), ("reopen", None), ("raise", None)]
    assert (withdrawn.status, withdrawn.unit) == (CaseStatus.SCREENING, units["county"])
    assert withdrawn.sight == Sight.COUNTY
    assert withdrawn not in Case.objects.visible_to(staff["handler"])
    assert withdrawn.clocks.filter(stopped_on=None).exists(), "the time for the decision runs anew"
    assert progress.standing(withdrawn) != progress.WITHDRAWN


def test_what_was_screened_goes_above_who_decided(units, staff):
    case = make_case(kind="report")
    do_with_reasons(case, "screen", staff["county_supervisor"], handling_unit=units["county"])
    do_with_reasons(case, "withdraw", staff["city_supervisor"])
    conversation.write_back(case, "我没有撤回。")
    case.refresh_from_db()
    assert (case.status, case.unit, case.sight) == (CaseStatus.SCREENING, units["city"], Sight.CITY)


def test_what_ended_otherwise_is_not_worked_on_again_for_a_message(units, staff, withdrawn):
    conversation.write_back(withdrawn, "我没有撤回。")
    do_with_reasons(withdrawn, "screen", staff["county_supervisor"], handling_unit=units["county"])
    do_with_reasons(withdrawn, "accept", staff["county_supervisor"])
    do_with_reasons(withdrawn, "answer", staff["county_supervisor"])
    do_with_reasons(withdrawn, "close", staff["county_supervisor"])
    conversation.write_back(withdrawn, "还有一句。")
    assert withdrawn.status == CaseStatus.CLOSED


def test_the_timeline_calls_nothing_the_complainants_own_that_follows_by_itself(units, staff, withdrawn):
    conversation.write_back(withdrawn, "我没有撤回，请继续办。")
    own = {entry.kind for entry in conversation.timeline(withdrawn) if entry.by_complainant}
    assert own == {EventKind.COMPLAINANT_WROTE}
    (raised,) = [entry for entry in conversation.timeline(withdrawn) if entry.kind == EventKind.RAISE]
    assert raised.unit == units["county"]
