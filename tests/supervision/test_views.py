"""The leads' screens in the staff site: what an inspector does, and who is turned away."""

from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from search.workbench.actions import actions_for
from supervision import leads
from supervision.enums import LeadEventKind, LeadStatus
from supervision.models import Lead, LeadItem, Transfer
from tests.supervision.factories import make_case, make_lead
from tests.supervision.pages import page

pytestmark = pytest.mark.django_db


def parse(address: str) -> dict[str, str]:
    """What an address asks."""
    return dict(parse_qsl(urlsplit(address).query))


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
