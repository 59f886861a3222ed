"""Who is turned away from the screens of leads, and what no screen tells."""

import pytest
from django.urls import reverse

from organizations.enums import Role
from supervision import leads
from supervision.enums import LeadEventKind
from tests.complaints.factories import knows
from tests.organizations.factories import make_person
from tests.supervision.factories import make_case, make_lead
from tests.supervision.pages import page

pytestmark = pytest.mark.django_db


ADDRESSES = ["inspect", "add_case", "rows", "note", "result", "close", "transfer"]


@pytest.mark.parametrize("name", ADDRESSES)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_hidden_lead_does_not_exist_at_any_address(client, inspector, units, name, method, request) -> None:
    county = request.getfixturevalue("county_inspector")
    hidden = make_case(units["county"], accused=[county.name])
    lead = make_lead(inspector, units["inspection"], "320722", cases=[hidden])
    client.force_login(county)
    assert getattr(client, method)(reverse(f"lead:{name}", args=[lead.public_id])).status_code in (404, 405)
    assert lead.number not in page(client, "index")
    assert lead.number not in page(client, "gather", case=[hidden.number])


@pytest.mark.parametrize("role", [role for role in Role if role != Role.INSPECTOR])
def test_no_other_role_opens_any_address(client, inspector, units, role) -> None:
    lead = make_lead(inspector, units["inspection"])
    client.force_login(make_person("某人", (units["city"], role)))
    home = reverse("wagtailadmin_home")
    for name in ("index", "index_results", "add", "gather"):
        assert client.get(reverse(f"lead:{name}")).url == home
    for name in ADDRESSES:
        assert (
            client.post(reverse(f"lead:{name}", args=[lead.public_id]), {"reason": "试试"}).status_code == 404
        )
    assert lead.events.count() == 1


def test_a_stranger_is_asked_to_log_in(client, inspector, units) -> None:
    lead = make_lead(inspector, units["inspection"])
    for address in (reverse("lead:index"), reverse("lead:inspect", args=[lead.public_id])):
        assert reverse("wagtailadmin_login") in client.get(address).url


def test_no_word_of_a_lead_tells_who_complained(at_work, inspector, units) -> None:
    """Neither reasons nor notes nor the summary do, also of a case that was taken out again."""
    at_work.force_login(make_person("另一位", (units["inspection"], Role.INSPECTOR)))
    person = {"name": "陈小满", "phone": "13905180001"}
    case, other = make_case(units["township"], complainant=person), make_case(units["township"])
    said = "陈小满（13905180001）来电说过"
    knows(inspector, case)
    lead = make_lead(inspector, units["inspection"], cases=[other], reason=said, summary=said)
    leads.add(lead, user=inspector, cases=[case], note=said)
    leads.act(lead, LeadEventKind.NOTE, user=inspector, reason=said)
    for _turn in range(2):
        text = page(at_work, "inspect", lead.public_id)
        assert "来电说过" in text
        assert "陈小满" not in text
        assert "13905180001" not in text
        for item in lead.items.current().filter(case=case):
            leads.remove(item, user=inspector, reason=said)


def test_who_wrote_words_does_not_learn_from_them_who_complained(at_work, inspector, units) -> None:
    """A name that is missing in a list of the village's would be the complainant's."""
    case = make_case(units["township"], complainant={"name": "欧阳若澜", "phone": "13905180001"})
    said = "核实了王秀兰、李大山、欧阳若澜、赵长根几户，电话13905189999"
    lead = make_lead(
        inspector, units["inspection"], cases=[case], reason=said, summary=said, title=said, accused=[said]
    )
    leads.act(lead, LeadEventKind.NOTE, user=inspector, reason=said)
    shown = page(at_work, "inspect", lead.public_id)
    assert shown.count("李大山、欧阳若澜、赵长根") >= 5
    assert "李大山、＊" not in shown
    assert "13905189999" not in shown


def test_a_case_reads_in_a_lead_as_on_its_own_page(at_work, inspector, units) -> None:
    """Who reads both would learn from a difference who brought another case of the lead."""
    told = "王秀兰、李大山、欧阳若澜、赵长根几家都没有领到钱。"
    said = make_case(units["township"], narrative=told, accused=["欧阳若澜的邻居王大炮"])
    brought = make_case(units["township"], complainant={"name": "欧阳若澜", "phone": "13905180001"})
    lead = make_lead(inspector, units["inspection"], cases=[said, brought])
    assert told in page(at_work, "inspect", lead.public_id)
    opening = at_work.get(reverse("lead:add"), {"case": [said.number, brought.number]}).content.decode()
    assert "欧阳若澜的邻居王大炮" in opening
