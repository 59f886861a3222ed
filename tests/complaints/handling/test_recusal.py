"""Stepping aside: who asks, who decides, what is hidden then, and what goes on (信访工作条例 28)."""

import pytest
from django.urls import reverse

from complaints.enums import EventKind
from complaints.handling import conversation
from complaints.handling.casework import available
from complaints.models import CaseLogEntry
from complaints.visibility import case_filters
from organizations.enums import Role
from organizations.models import Post
from protection.refusals import NotAllowed
from tests.complaints.factories import do_with_reasons, make_case, make_complaint, sees
from tests.organizations.factories import make_person


@pytest.fixture
def held(units, staff):
    """An enquiry in the hands of the township's handler."""
    case = make_case()
    do_with_reasons(case, "accept", staff["handler"])
    return case


#: Who asks to step aside, who decides, and whether that is theirs to decide.
DECIDING = [
    ("handler", "supervisor", True),
    ("handler", "county_supervisor", True),
    ("handler", "colleague", False),
    ("handler", "handler", False),
    ("handler", "other_county_supervisor", False),
    ("supervisor", "supervisor", False),
    ("supervisor", "other_supervisor", False),
    ("supervisor", "county_supervisor", True),
    ("supervisor", "city_supervisor", True),
    ("county_supervisor", "supervisor", False),
    ("county_supervisor", "city_supervisor", True),
    ("city_supervisor", "county_supervisor", True),  # nobody stands above them
]


@pytest.mark.parametrize(("asks", "decides", "may"), DECIDING)
def test_the_head_decides_and_of_a_head_the_unit_above(held, staff, asks, decides, may):
    do_with_reasons(held, "step_aside", staff[asks])
    for kind, more in (("refuse_recusal", {}), ("recuse", {"person": staff[asks].pk})):
        if may:
            continue
        with pytest.raises(NotAllowed):
            do_with_reasons(held, kind, staff[decides], **more)
    if may:
        do_with_reasons(held, "recuse", staff[decides], person=staff[asks].pk)
    assert sees(staff[asks], held) is not may


def test_who_steps_aside_no_longer_sees_it_and_nobody_is_accused(client, held, staff):
    before = list(held.clocks.values_list("clock", "due_on"))
    do_with_reasons(held, "recuse", staff["supervisor"], person=staff["handler"].pk)
    assert not sees(staff["handler"], held)
    assert held.handler is None
    assert sees(staff["colleague"], held)
    assert list(held.clocks.values_list("clock", "due_on")) == before
    row = held.respondents.get()
    assert (row.user, row.unit, row.name, row.recused, row.avoided) == (
        staff["handler"],
        None,
        "",
        True,
        True,
    )
    with pytest.raises(NotAllowed):
        do_with_reasons(held, "assign", staff["supervisor"], handler=staff["handler"])
    client.force_login(staff["handler"])
    assert client.get(reverse("case:inspect", args=[held.number])).status_code in (302, 404)
    assert held.number not in client.get(reverse("case:index")).content.decode()
    client.force_login(staff["supervisor"])
    page = client.get(reverse("case:inspect", args=[held.number]))
    assert page.context["aside"] == [staff["handler"]]
    assert page.context["respondents"] == []
    (entry,) = CaseLogEntry.objects.filter(action="complaints.recuse")
    assert staff["handler"].name not in str(entry.data)


def test_until_it_is_decided_who_asked_ends_nothing(held, staff):
    do_with_reasons(held, "step_aside", staff["handler"])
    assert EventKind.ANSWER not in {row.kind for row in available(held, staff["handler"])}
    with pytest.raises(NotAllowed):
        do_with_reasons(held, "answer", staff["handler"])
    do_with_reasons(held, "refuse_recusal", staff["supervisor"])
    do_with_reasons(held, "answer", staff["handler"])


def test_that_another_steps_aside_leaves_a_request_open(held, staff):
    do_with_reasons(held, "step_aside", staff["handler"])
    do_with_reasons(held, "recuse", staff["supervisor"], person=staff["colleague"].pk)
    with pytest.raises(NotAllowed):
        do_with_reasons(held, "step_aside", staff["handler"])
    do_with_reasons(held, "recuse", staff["supervisor"], person=staff["handler"].pk)
    assert not sees(staff["handler"], held)


def test_where_nobody_is_left_the_unit_above_has_it(units, staff):
    case = make_complaint()
    for who in ("handler", "colleague", "supervisor"):
        do_with_reasons(case, "recuse", staff["county_supervisor"], person=staff[who].pk)
        assert case.unit == units["township"]
    event = do_with_reasons(case, "recuse", staff["county_supervisor"], person=staff["other_supervisor"].pk)
    assert (case.unit, event.data["from"]) == (units["county"], units["township"].pk)
    assert [clock.stopped_on for clock in case.clocks.filter(clock="inform")] == [None]


def test_a_colleague_of_the_same_name_is_not_meant(units, staff, held):
    namesake = make_person(staff["handler"].name, (units["township"], Role.HANDLER))
    do_with_reasons(held, "recuse", staff["supervisor"], person=staff["handler"].pk)
    assert sees(namesake, held)
    assert case_filters(staff["handler"]).hidden_users == {staff["handler"].pk}


@pytest.mark.parametrize("relation", ["", "gossip"])
def test_the_sort_of_relation_is_one_of_the_law(held, staff, relation):
    with pytest.raises(NotAllowed):
        do_with_reasons(held, "recuse", staff["supervisor"], person=staff["handler"].pk, relation=relation)


def test_what_colleagues_ask_of_each_other_is_not_told_outside(held, staff):
    do_with_reasons(held, "step_aside", staff["handler"], reason="反映人是我表姐")
    do_with_reasons(held, "refuse_recusal", staff["supervisor"], text="不属于近亲属，继续办理。")
    told = conversation.timeline(held)
    assert not [entry for entry in told if "recus" in entry.kind or "aside" in entry.kind]
    do_with_reasons(held, "recuse", staff["supervisor"], person=staff["handler"].pk, reason="近亲属")
    (entry,) = [entry for entry in conversation.timeline(held) if entry.kind == EventKind.RECUSE]
    assert not entry.by_complainant
    assert entry.unit is None


@pytest.mark.parametrize("kind", ["step_aside", "recuse"])
def test_the_pages_of_the_acts_ask_what_they_need(client, held, staff, kind):
    client.force_login(staff["supervisor"])
    page = client.get(reverse("complaints_act", args=[held.number, kind]))
    assert page.status_code == 200
    assert "relation" in page.context["form"].fields


def test_who_stepped_aside_is_taken_back_by_an_office_above_theirs_alone(held, staff):
    do_with_reasons(held, "recuse", staff["supervisor"], person=staff["handler"].pk)
    for who in ("supervisor", "colleague", "other_county_supervisor"):
        with pytest.raises(NotAllowed):
            do_with_reasons(held, "readmit", staff[who], person=staff["handler"].pk)
    assert not sees(staff["handler"], held)
    do_with_reasons(held, "readmit", staff["county_supervisor"], person=staff["handler"].pk)
    assert sees(staff["handler"], held)
    assert staff["handler"].name not in str(conversation.timeline(held)[-1])
    do_with_reasons(held, "assign", staff["supervisor"], handler=staff["handler"])
    do_with_reasons(held, "answer", staff["handler"])


def test_nobody_is_taken_back_who_did_not_step_aside(held, staff):
    assert EventKind.READMIT not in {row.kind for row in available(held, staff["county_supervisor"])}
    do_with_reasons(held, "recuse", staff["supervisor"], person=staff["handler"].pk)
    with pytest.raises(NotAllowed):
        do_with_reasons(held, "readmit", staff["county_supervisor"], person=staff["colleague"].pk)


def test_who_let_somebody_go_takes_them_back_by_no_other_post(held, staff, units):
    both = make_person("两岗测试", (units["township"], Role.SUPERVISOR), (units["county"], Role.SUPERVISOR))
    do_with_reasons(held, "recuse", both, person=staff["handler"].pk)
    with pytest.raises(NotAllowed):
        do_with_reasons(held, "readmit", both, person=staff["handler"].pk)
    do_with_reasons(held, "readmit", staff["county_supervisor"], person=staff["handler"].pk)


def test_who_works_nowhere_any_more_is_taken_back_by_nobody(held, staff):
    do_with_reasons(held, "recuse", staff["supervisor"], person=staff["colleague"].pk)
    Post.objects.filter(user=staff["colleague"]).delete()
    for who in ("supervisor", "county_supervisor"):
        with pytest.raises(NotAllowed):
            do_with_reasons(held, "readmit", staff[who], person=staff["colleague"].pk)
