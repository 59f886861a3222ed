"""The leads' screens in the staff site: what an inspector does, and who is turned away."""

from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from organizations.enums import Role
from search.workbench.actions import actions_for
from supervision import leads
from supervision.enums import LeadEventKind, LeadStatus
from supervision.models import Lead, LeadItem, Transfer
from tests.complaints.factories import knows
from tests.organizations.factories import make_person
from tests.supervision.factories import make_case, make_lead, make_row

pytestmark = pytest.mark.django_db


@pytest.fixture
def at_work(client, inspector):
    """The inspector's browser."""
    client.force_login(inspector)
    return client


def parse(address: str) -> dict[str, str]:
    """What an address asks."""
    return dict(parse_qsl(urlsplit(address).query))


def page(client, screen: str, *args, **query) -> str:
    """A screen that opens."""
    response = client.get(reverse(f"lead:{screen}", args=args), query)
    assert response.status_code == 200
    return response.content.decode()


def looked_up(client, lead, **typed) -> str:
    """What a look-up of list rows shows; nothing of it stands in an address."""
    before = ModelLogEntry.objects.filter(action="supervision.find_rows").count()
    response = client.post(reverse("lead:rows", args=[lead.public_id]), {**typed, "look_up": "1"})
    assert response.status_code == 200
    assert ModelLogEntry.objects.filter(action="supervision.find_rows").count() == before + 1
    entry = ModelLogEntry.objects.filter(action="supervision.find_rows").last()
    assert not any(str(words) in str(entry.data) for words in typed.values() if words)
    return response.content.decode()


def test_the_menu_leads_inspectors_to_their_leads(at_work, handler, client) -> None:
    home = reverse("wagtailadmin_home")
    assert reverse("lead:index") in at_work.get(home).content.decode()
    client.force_login(handler)
    assert reverse("lead:index") not in client.get(home).content.decode()


def test_the_home_shows_what_presses_and_to_inspectors_only(
    at_work, inspector, units, handler, client
) -> None:
    lead = make_lead(inspector, units["inspection"], title="东园迟发")
    closed = make_lead(inspector, units["inspection"], title="查无实据")
    leads.act(closed, LeadEventKind.CLOSED, user=inspector, reason="查无实据")
    home = at_work.get(reverse("wagtailadmin_home")).content.decode()
    assert lead.number in home
    assert closed.number not in home
    client.force_login(handler)
    assert lead.number not in client.get(reverse("wagtailadmin_home")).content.decode()


def test_the_list_shows_filters_and_searches(at_work, inspector, units) -> None:
    first = make_lead(inspector, units["inspection"], title="张庄冒领")
    second = make_lead(inspector, units["inspection"], "320722", title="东园迟发")
    both = page(at_work, "index")
    assert first.number in both
    assert second.number in both
    for query, words in (({}, "冒领"), ({"status": "open"}, "冒领"), ({"mine": "true"}, first.number)):
        sent = at_work.post(f"{reverse('lead:index')}?{urlencode(query)}", {"words": words})
        assert words not in unquote(sent["Location"])
        only = page(at_work, "index_results", **parse(sent["Location"]))
        assert ModelLogEntry.objects.filter(action="supervision.find_leads").last().data == {"hits": 1}
        assert first.number in only
        assert second.number not in only
    assert first.number not in page(at_work, "index_results", region="320722")
    assert first.number not in page(at_work, "index_results", status="closed")
    assert first.number not in page(at_work, "index_results", mine="false")


def test_a_lead_is_opened_from_ticked_cases(at_work, units) -> None:
    cases = [make_case(units["township"]), make_case(units["township"], "320722100202")]
    ids = [case.number for case in cases]
    gather = at_work.post(reverse("lead:gather"), {"case": ids, "next": "/staff/"}).content.decode()
    assert all(case.number in gather for case in cases)
    form = at_work.post(reverse("lead:add"), {"case": ids}).content.decode()
    assert 'value="320722100"' in form  # the smallest place that holds both
    answer = at_work.post(
        reverse("lead:add"),
        {
            "title": "和平镇低保金迟发",
            "summary": "两件反映",
            "region": "320722100",
            "unit": units["inspection"].pk,
            "reason": "反映集中",
            "case": ids,
        },
    )
    lead = Lead.objects.get()
    assert answer.url == reverse("lead:inspect", args=[lead.public_id])
    assert {item.case.number for item in lead.items.all()} == set(ids)


def test_the_form_asks_whom_it_is_about_and_offers_what_the_cases_say(at_work, units) -> None:
    case = make_case(units["township"], accused=[units["village"], "王建国"])
    form = at_work.post(reverse("lead:add"), {"case": [case.number]}).content.decode()
    assert "单位village\n王建国" in form
    typed = {
        "title": "没有办件的线索",
        "summary": "名单里看出来的",
        "region": "320722",
        "unit": units["inspection"].pk,
        "reason": "抽查",
    }
    assert at_work.post(reverse("lead:add"), typed).status_code == 200
    assert not Lead.objects.exists()
    at_work.post(reverse("lead:add"), {**typed, "accused": "王建国\n和平镇民政办"})
    lead = Lead.objects.get()
    assert units["township"] in {each.unit for each in lead.respondents.all()}
    assert "王建国、和平镇民政办" in page(at_work, "inspect", lead.public_id)


def test_inspectors_find_the_way_from_the_hits_of_a_search(inspector, handler) -> None:
    (action,) = actions_for(inspector)
    assert action.url == reverse("lead:gather")
    assert not [other for other in actions_for(handler) if other.url == action.url]


def test_a_form_sent_back_keeps_what_was_typed(at_work, units) -> None:
    case = make_case(units["township"])
    typed = {
        "title": "标题写了",
        "summary": "",
        "region": "3207",
        "reason": "理由写了",
        "case": [case.number],
    }
    answer = at_work.post(reverse("lead:add"), typed).content.decode()
    assert "标题写了" in answer
    assert "理由写了" in answer
    assert case.number in answer
    assert not Lead.objects.exists()


def test_ticked_cases_go_into_an_open_lead(at_work, inspector, units) -> None:
    lead = make_lead(inspector, units["inspection"])
    case = make_case(units["township"])
    at_work.post(reverse("lead:gather"), {"lead": lead.public_id, "case": [case.number]})
    assert lead.items.get().case == case


def test_ticked_cases_outside_the_leads_place_are_refused_with_words(at_work, inspector, units) -> None:
    lead = make_lead(inspector, units["inspection"], "320723")
    case = make_case(units["township"])
    answer = at_work.post(
        reverse("lead:gather"), {"lead": lead.public_id, "case": [case.number]}
    ).content.decode()
    assert answer.count(case.number) >= 2
    assert not LeadItem.objects.exists()


def test_gathering_nothing_says_how_to_go_on(at_work, units) -> None:
    assert "<form" not in page(at_work, "gather", case=["x", "999999999999999999999"]).split("<main")[1]


def test_a_case_is_added_by_its_number(at_work, inspector, units) -> None:
    lead = make_lead(inspector, units["inspection"])
    case = make_case(units["township"], narrative="电话13812345678")
    url = reverse("lead:add_case", args=[lead.public_id])
    at_work.post(url, {"number": f" {case.number} ", "note": "同一笔迹"})
    shown = page(at_work, "inspect", lead.public_id)
    assert case.number in shown
    assert "同一笔迹" in shown
    assert "13812345678" not in shown
    again = at_work.post(url, {"number": case.number}, follow=True)
    assert lead.items.count() == 1
    assert again.status_code == 200
    unknown = at_work.post(url, {"number": "320722-2026-999999", "note": "记一笔"})
    assert unknown.status_code == 422
    assert "记一笔" in unknown.content.decode()


def test_a_case_outside_the_leads_place_is_refused(at_work, inspector, units) -> None:
    lead = make_lead(inspector, units["inspection"], "320723")
    case = make_case(units["township"])
    answer = at_work.post(reverse("lead:add_case", args=[lead.public_id]), {"number": case.number})
    assert answer.status_code == 422
    assert not lead.items.exists()


def test_rows_are_looked_up_masked_and_added(at_work, inspector, units) -> None:
    row, other = make_row(inspector), make_row(inspector, "李大国", "320723100201")
    case = make_case(units["township"], recipient=row)
    lead = make_lead(inspector, units["inspection"], cases=[case])
    reported = page(at_work, "rows", lead.public_id)
    assert "张*三" in reported
    assert "李*国" not in reported
    for query in ({"name": "李大国"}, {"place": "320723"}, {"place": "张庄"}, {"programme": "rural-dibao"}):
        found = looked_up(at_work, lead, **query)
        assert "李*国" in found
        assert "李大国</" not in found
    assert "李*国" not in looked_up(at_work, lead, place="没有的村")
    at_work.post(
        reverse("lead:rows", args=[lead.public_id]),
        {"row": [row.public_id, other.public_id, "x"], "note": "金额不符"},
    )
    assert set(lead.items.values_list("recipient", flat=True)) == {row.pk, other.pk, None}
    assert "金额不符" in page(at_work, "inspect", lead.public_id)


def test_rows_outside_the_leads_place_are_refused(at_work, inspector, units) -> None:
    lead = make_lead(inspector, units["inspection"], "320722")
    row = make_row(inspector, "李大国", "320723100201")
    assert "李*国" not in looked_up(at_work, lead, name="李大国")
    answer = at_work.post(reverse("lead:rows", args=[lead.public_id]), {"row": [row.public_id]}, follow=True)
    assert "李*国" in answer.content.decode()
    assert not lead.items.exists()


def test_material_is_taken_out_with_a_reason(at_work, inspector, units) -> None:
    lead = make_lead(inspector, units["inspection"], cases=[make_case(units["township"])])
    other = make_lead(inspector, units["inspection"])
    item = lead.items.get()
    page(at_work, "remove", lead.public_id, item.public_id)
    url = reverse("lead:remove", args=[lead.public_id, item.public_id])
    assert at_work.post(url, {"reason": ""}).status_code == 200
    assert (
        at_work.post(
            reverse("lead:remove", args=[other.public_id, item.public_id]), {"reason": "错"}
        ).status_code
        == 404
    )
    at_work.post(url, {"reason": "与本线索无关"})
    item.refresh_from_db()
    assert item.removed_at is not None


def test_a_lead_walks_to_its_end_on_the_screens(at_work, inspector, units) -> None:
    lead = make_lead(inspector, units["inspection"], cases=[make_case(units["township"])])

    def say(name: str, **data) -> LeadStatus:
        at_work.post(reverse(f"lead:{name}", args=[lead.public_id]), {"reason": "如实记录", **data})
        lead.refresh_from_db()
        return lead.status

    assert say("note") == LeadStatus.OPEN
    assert units["commission"].name in page(at_work, "transfer", lead.public_id)
    assert say("transfer", letter_number="一号", to_unit=units["commission"].pk) == LeadStatus.OPEN
    done = say("transfer", letter_number="移〔2026〕1号", to_unit=units["commission"].pk)
    assert done == LeadStatus.TRANSFERRED
    assert reverse("lead:add_case", args=[lead.public_id]) not in page(at_work, "inspect", lead.public_id)
    assert say("close") == LeadStatus.TRANSFERRED
    assert say("result") == LeadStatus.ANSWERED
    assert say("close") == LeadStatus.CLOSED
    assert "如实记录" in page(at_work, "inspect", lead.public_id)


def test_a_refused_transfer_says_why_and_keeps_the_form(at_work, inspector, units) -> None:
    lead = make_lead(inspector, units["inspection"])
    typed = {"reason": "理由写了", "letter_number": "移〔2026〕1号", "to_unit": units["commission"].pk}
    answer = at_work.post(reverse("lead:transfer", args=[lead.public_id]), typed).content.decode()
    assert "理由写了" in answer
    assert not Transfer.objects.exists()


def test_the_letter_is_fetched_by_those_who_see_the_lead_and_noted(at_work, inspector, units) -> None:
    lead = make_lead(inspector, units["inspection"], cases=[make_case(units["township"])])
    data = {"reason": "涉嫌截留", "letter_number": "移〔2026〕1号", "to_unit": units["commission"].pk}
    at_work.post(reverse("lead:transfer", args=[lead.public_id]), data)
    made = Transfer.objects.get()
    answer = at_work.get(reverse("lead:letter", args=[lead.public_id, made.public_id]))
    assert b"".join(answer.streaming_content).startswith(b"PK")
    assert "no-store" in answer["Cache-Control"]
    assert "attachment" in answer["Content-Disposition"]
    entry = ModelLogEntry.objects.get(action="supervision.download")
    assert entry.user == inspector
    assert entry.data == {"letter": 1}
    other = make_lead(inspector, units["inspection"])
    assert at_work.get(reverse("lead:letter", args=[other.public_id, made.public_id])).status_code == 404


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
