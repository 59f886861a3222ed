"""Who will get it is said before it is sent; the citizen may rule an office out, for any reason or none."""

from datetime import date

import pytest

from complaints import routing
from complaints.models import Case
from complaints.parties import respondents
from organizations.models import Unit
from tests.complaints.public.citizen import challenge, refused, url, walk

pytestmark = pytest.mark.usefixtures("units")
REPORT = {"kind": {"kind": "report"}, "matter": {"matter": "conduct"}}
ENQUIRY = {
    "kind": {"kind": "enquiry"},
    "story": {"title": "咨询临时救助", "narrative": "请问临时救助怎么申请，要带哪些材料？"},
}
STORY = {
    "kind": {"kind": "enquiry"},
    "story": {"title": "咨询", "narrative": "慰问金签了五百给了三百，对不对"},
}

#: The writer says that it is somebody in the village: else it could be of the county.
OF_THE_VILLAGE = REPORT | {"who": {"reach": "below", "somebody": ["village"], "people": ""}}


def shown(client):
    return client.get(url("check")).context["hands"]


def send(client) -> Case:
    assert client.post(url("check"), challenge(client)).status_code == 302
    return Case.objects.get()


def test_what_is_shown_is_what_happens(client, units):
    walk(client, **ENQUIRY)
    page = client.get(url("check"))
    assert page.context["hands"].unit == units["township"]
    assert units["township"].name in page.content.decode()
    assert send(client).unit == units["township"]


@pytest.mark.parametrize("answers", [{}, OF_THE_VILLAGE, STORY], ids=["complaint", "report", "more"])
def test_a_complaint_is_read_by_the_office_above_first(client, units, answers):
    walk(client, **answers)
    hands = shown(client)
    assert (hands.unit, hands.decides, hands.later) == (units["county"], True, units["township"])
    assert units["township"].name in client.get(url("check")).content.decode()
    assert send(client).unit == units["county"]


@pytest.mark.parametrize("answers", [{}, OF_THE_VILLAGE], ids=["complaint", "report"])
def test_the_office_of_the_place_can_be_ruled_out_before_it_is_handed_down(client, staff, units, answers):
    walk(client, **answers)
    client.post(url("check"), {"avoid": units["township"].pk})
    hands = shown(client)
    assert (hands.unit, hands.later, hands.avoided) == (units["county"], None, [units["township"]])
    case = send(client)
    assert not routing.may_take(units["township"], case.region_id, respondents.accused_units(case))
    assert case not in Case.objects.visible_to(staff["handler"])


def test_an_office_that_the_citizen_rules_out_neither_gets_nor_sees_it(client, staff, units):
    walk(client, **ENQUIRY)
    client.post(url("check"), {"avoid": units["township"].pk})
    hands = shown(client)
    assert (hands.unit, hands.avoided) == (units["county"], [units["township"]])
    case = send(client)
    assert case.unit == units["county"]
    visible = {
        name for name in ("handler", "county_supervisor") if case in Case.objects.visible_to(staff[name])
    }
    assert visible == {"county_supervisor"}


def test_an_office_may_be_allowed_again(client, units):
    walk(client, **ENQUIRY)
    client.post(url("check"), {"avoid": units["township"].pk})
    client.post(url("check"), {"allow": units["township"].pk})
    hands = shown(client)
    assert (hands.unit, hands.avoided) == (units["township"], [])


def test_nobody_is_asked_why(client, units):
    walk(client)
    assert client.post(url("check"), {"avoid": units["township"].pk}).url == f"{url('check')}#hands"


def test_only_offices_over_the_place_can_be_ruled_out(client, units):
    walk(client, **ENQUIRY)
    for other in (units["other_county"].pk, units["other_township"].pk, 999_999, "x", ""):
        assert client.post(url("check"), {"avoid": other}).status_code == 302
    assert shown(client).avoided == []


def test_the_last_office_stays(client, units):
    walk(client)
    for _turn in range(8):
        client.post(url("check"), {"avoid": shown(client).unit.pk})
    hands = shown(client)
    assert hands.unit is not None
    assert hands.unit not in hands.avoided
    assert send(client).unit == hands.unit


def test_ruling_out_is_no_accusation(client, units):
    walk(client, **ENQUIRY)
    client.post(url("check"), {"avoid": units["township"].pk})
    page = client.get(url("check")).content.decode()
    assert page.count(units["township"].name) >= 1
    case = send(client)
    assert [row.avoided for row in case.respondents.all()] == [True]


@pytest.mark.parametrize(
    ("somebody", "unit"), [("village", "county"), ("township", "county"), ("county", "city")]
)
def test_somebody_without_a_name_counts(client, units, somebody, unit):
    walk(client, who={"reach": "below", "somebody": [somebody], "people": ""})
    assert shown(client).unit == units[unit]
    assert send(client).unit == units[unit]


def test_whoever_is_not_sure_what_it_is_about_goes_upward(client, units):
    walk(client, matter={"matter": ""})
    assert shown(client).unit == units["city"]


def test_nothing_is_sent_until_the_writer_says_whether_the_office_may_read_it(client, units):
    walk(client)
    answer = challenge(client) | {"reader": ""}
    page = refused(client, url("check"), answer)
    assert page.context["reader"].errors
    assert (Case.objects.count(), page.context["hands"].unit) == (0, units["county"])
    assert send(client).unit == units["county"]


def test_who_does_not_let_it_read_is_asked_about_the_next_one(client, units):
    walk(client, **OF_THE_VILLAGE)
    met = []
    for _turn in range(3):
        page = client.get(url("check"))
        met.append(page.context["hands"].unit)
        no = page.context["reader"].fields["reader"].choices[1][0]
        assert client.post(url("check"), {"reader": no}).url == f"{url('check')}#hands"
    assert met == [units["county"], units["city"], units["inspection"]]
    assert Case.objects.count() == 0
    page = client.get(url("check"))
    assert page.context["hands"].avoided == [units["city"], units["county"]]
    assert "这里没有别的单位" in page.content.decode(), "and it can be sent to the last one, or not at all"


def test_what_somebody_agreed_to_is_what_happens(client, units):
    """The page lay open while another office came to be the one that would read it."""
    walk(client, **OF_THE_VILLAGE)
    answer = challenge(client)
    Unit.objects.filter(pk=units["county"].pk).update(open_until=date(2020, 1, 1))
    page = refused(client, url("check"), answer)
    assert Case.objects.count() == 0
    assert page.context["hands"].unit == units["city"]
    assert page.context["reader"].errors
    assert send(client).unit == units["city"]


def test_no_answer_of_another_office_agrees(client, units):
    walk(client, **OF_THE_VILLAGE)
    for said in (units["township"].pk, "unasked", "0", "九", "9" * 400, "x"):
        refused(client, url("check"), challenge(client) | {"reader": said})
    assert Case.objects.count() == 0


def test_what_nobody_reads_is_sent_without_the_question(client, units):
    everybody = "、".join(units[key].name for key in ("township", "county", "city", "inspection"))
    walk(client, **REPORT, who={"people": everybody})
    assert shown(client).unit is None
    assert send(client).unit == units["inspection"]


def test_a_no_counts_also_from_a_page_that_is_older_than_the_answers(client, units):
    """In another window the answers changed meanwhile, so that somebody else would read it first."""
    walk(client, **OF_THE_VILLAGE)
    no = client.get(url("check")).context["reader"].fields["reader"].choices[1][0]
    client.post(url("who"), {"reach": "county", "people": ""})
    client.post(url("check"), {"reader": no})
    assert shown(client).avoided == [units["county"]]


def test_the_last_page_asks_no_more_than_it_did(client, staff, django_assert_max_num_queries):
    walk(client)
    client.get(url("check"))
    with django_assert_max_num_queries(17):
        client.get(url("check"))
