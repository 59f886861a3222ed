"""What came of a mediation stands in the case, is told to the complainant, and ends nothing."""

import pytest

from complaints.enums import CaseStatus, MediationOutcome
from complaints.handling import conversation
from complaints.handling.casework import NotAllowed, act
from complaints.models import CaseClock
from tests.complaints.factories import make_case

TEXT = "双方约定十月底前补发八月至九月的低保金，已签字。"


@pytest.fixture
def case(staff):
    made = make_case()
    act(made, "accept", user=staff["handler"])
    return made


@pytest.mark.parametrize("settled", MediationOutcome)
def test_it_is_told_and_the_clocks_go_on(case, staff, settled):
    before = list(CaseClock.objects.filter(case=case).values_list("clock", "due_on", "stopped_on"))
    act(case, "mediate", user=staff["handler"], text=TEXT, settled=settled)
    case.refresh_from_db()
    assert case.status == CaseStatus.HANDLING
    assert list(CaseClock.objects.filter(case=case).values_list("clock", "due_on", "stopped_on")) == before
    told = conversation.timeline(case)[-1]
    assert (told.text, told.outcome) == (TEXT, settled.label)


def test_without_what_came_of_it_or_a_text_it_is_refused(case, staff):
    for wrong in ({"text": TEXT}, {"text": TEXT, "settled": "won"}, {"settled": MediationOutcome.AGREED}):
        with pytest.raises(NotAllowed):
            act(case, "mediate", user=staff["handler"], **wrong)


def test_it_is_for_who_works_on_the_case(case, staff):
    for who in ("operator", "neighbour"):
        with pytest.raises(NotAllowed):
            act(case, "mediate", user=staff[who], text=TEXT, settled=MediationOutcome.AGREED)
