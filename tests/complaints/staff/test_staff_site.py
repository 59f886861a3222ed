"""The staff screens: every row and every page through the one rule of visibility."""

import time
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from complaints.enums import CaseStatus, EventKind
from complaints.models import Case
from complaints.staff import dashboard
from organizations import second_factor
from tests.complaints.factories import do_with_reasons, make_case, make_complaint


@pytest.fixture
def as_(client):
    """Log a person in: ``as_(user)``."""

    def login(user):
        client.force_login(user)
        return client

    return login


def page_of(case):
    return reverse("case:inspect", args=[case.number])


def act_page(case, kind):
    return reverse("complaints_act", args=[case.number, kind])


def test_the_list_shows_what_is_visible_and_nothing_else(staff, units, as_):
    here = make_case()
    accusing = make_case(respondents=[(units["township"].pk, "")])
    elsewhere = make_case(region_code="320723100201")
    text = as_(staff["handler"]).get(reverse("case:index")).content.decode()
    assert here.number in text
    assert accusing.number not in text
    assert elsewhere.number not in text


@pytest.mark.parametrize("who", ["editor", "administrator"])
def test_others_have_no_list_at_all(staff, as_, who):
    response = as_(staff[who]).get(reverse("case:index"))
    assert response.status_code == 302
    assert response.url == reverse("wagtailadmin_home")


def test_a_case_that_is_not_visible_does_not_exist(staff, units, as_):
    accusing = make_case(respondents=[(units["township"].pk, "")])
    client = as_(staff["handler"])
    for address in (
        page_of(accusing),
        act_page(accusing, "accept"),
        reverse("complaints_identity", args=[accusing.number]),
        reverse("complaints_attachment", args=[accusing.number, uuid4()]),
    ):
        assert client.get(address).status_code == 404, address


def test_the_case_page_shows_clock_facts_and_conversation(staff, as_):
    case = make_case()
    do_with_reasons(case, "accept", staff["handler"])
    do_with_reasons(case, "ask_complainant", staff["handler"], text="请问哪几个月没有发？")
    text = as_(staff["handler"]).get(page_of(case)).content.decode()
    assert "请问哪几个月没有发？" in text
    assert "乙市丙县和平镇刘庄村委会" in text
    assert "case-clock--" in text
    assert "case-count" in text
    assert text.index('class="case-acts"') < text.index('class="case-clocks"')
    assert text.index('class="case-clocks"') < text.index('class="case-facts"')
    assert text.index('class="case-facts"') < text.index('class="case-talk"')


def test_the_page_offers_only_what_the_person_may_do(staff, as_):
    case = make_case()
    handler = as_(staff["handler"]).get(page_of(case)).content.decode()
    assert act_page(case, "accept") in handler
    assert act_page(case, "assign") not in handler
    inspector = as_(staff["inspector"]).get(page_of(case)).content.decode()
    assert "/act/" not in inspector


def test_an_act_is_done_once_however_often_it_is_clicked(staff, as_):
    case = make_case()
    client = as_(staff["handler"])
    sent = {"sequence": 1}
    for _click in range(2):
        response = client.post(act_page(case, "accept"), sent)
        assert response.status_code == 302
    assert case.events.count() == 2
    case.refresh_from_db()
    assert case.status == CaseStatus.HANDLING


def test_an_act_says_what_will_happen_and_keeps_what_was_typed(staff, as_):
    case = make_case()
    client = as_(staff["handler"])
    asked = client.get(act_page(case, "decline"))
    assert asked.status_code == 200
    refused = client.post(act_page(case, "decline"), {"sequence": 1, "text": "请到法院了解。"})
    assert refused.status_code == 422
    assert "请到法院了解。" in refused.content.decode()
    assert case.events.count() == 1
    done = client.post(
        act_page(case, "decline"), {"sequence": 1, "text": "同一件事正在办。", "ground": "pending"}
    )
    assert done.status_code == 302
    case.refresh_from_db()
    assert case.status == CaseStatus.DECLINED


def test_an_act_that_cannot_be_done_now_says_why(staff, as_):
    case = make_case()
    response = as_(staff["handler"]).get(act_page(case, "close"))
    assert response.status_code == 200
    assert '<form method="post"' not in response.content.decode()
    assert as_(staff["handler"]).get(act_page(case, "complainant_wrote")).status_code == 404
    assert as_(staff["handler"]).get(act_page(case, "dance")).status_code == 404


def test_a_rule_of_the_domain_comes_back_beside_the_form(staff, as_):
    case = make_complaint()
    do_with_reasons(case, "accept", staff["handler"])
    response = as_(staff["handler"]).post(
        act_page(case, "request_extension"), {"sequence": 3, "days": 31, "reason": "情况复杂"}
    )
    assert response.status_code == 422
    assert "30" in response.content.decode()
    assert case.events.count() == 3


def test_every_act_renders_its_form_for_who_may_do_it(staff, as_):
    case = make_complaint()
    do_with_reasons(case, "accept", staff["handler"])
    do_with_reasons(case, "request_extension", staff["handler"])
    for kind in EventKind:
        response = as_(staff["supervisor"]).get(act_page(case, kind.value))
        assert response.status_code in (200, 404), kind


def test_the_supervisor_sees_the_new_date_before_approving(staff, as_):
    case = make_complaint(received_at=None)
    do_with_reasons(case, "accept", staff["handler"])
    do_with_reasons(case, "request_extension", staff["handler"], days=30, reason="需要入户调查")
    response = as_(staff["supervisor"]).get(act_page(case, "approve_extension"))
    assert response.context["new_date"].date > case.clocks.get(clock="decide").due_on
    assert "需要入户调查" in response.content.decode()


FILTERS = [
    ("whose=mine", {"mine"}),
    ("whose=unit", {"mine", "new"}),
    ("whose=free", {"new"}),
    ("whose=nobody", {"new", "late"}),
    ("due=late", {"late"}),
    ("due=soon", set()),
    ("status=handling", {"mine"}),
    ("status=open", {"mine", "new", "late"}),
    ("kind=enquiry", {"late"}),
    ("channel=hotline", {"late"}),
    ("region=320722100", {"mine", "new"}),
    ("region=320722101", {"late"}),
    ("region=320723", set()),  # outside the scope: no such choice, and said to be none
]


@pytest.mark.parametrize(("query", "expected"), FILTERS)
def test_filters_stand_in_the_address(staff, units, as_, query, expected):
    from django.utils import timezone

    cases = {
        "mine": make_complaint(),
        "new": make_complaint(),
        "late": make_case(
            channel="hotline",
            region_code="320722101201",
            received_at=timezone.now() - timezone.timedelta(days=40),
        ),
    }
    make_case(region_code="320723100201")
    handler = staff["county_supervisor"]
    do_with_reasons(cases["mine"], "accept", handler)
    if query in ("whose=unit", "whose=free"):
        Case.objects.filter(pk__in=[cases["mine"].pk, cases["new"].pk]).update(unit=units["county"])
    response = as_(handler).get(f"{reverse('case:index')}?{query}")
    shown = {case.number for case in response.context["object_list"]}
    assert shown == {cases[name].number for name in expected}


def test_search_by_number(staff, as_):
    first, _second = make_case(), make_case()
    response = as_(staff["handler"]).get(f"{reverse('case:index')}?q={first.number}")
    assert [case.number for case in response.context["object_list"]] == [first.number]


def test_the_worst_stands_first_on_the_home_page_however_many_came_later(staff, as_, monkeypatch):
    monkeypatch.setattr(dashboard, "SHOWN", 2)
    old = make_case(kind="enquiry", received_at=timezone.now() - timezone.timedelta(days=90))
    later = [
        make_case(kind="enquiry", received_at=timezone.now() - timezone.timedelta(days=days))
        for days in (60, 50, 40)
    ]
    text = as_(staff["county_supervisor"]).get(reverse("wagtailadmin_home")).content.decode()
    assert text.index(old.number) < text.index(later[0].number)
    assert later[1].number not in text


def test_who_handles_nothing_sees_what_is_late(staff, as_):
    late = make_case(kind="enquiry", received_at=timezone.now() - timezone.timedelta(days=40))
    fresh = make_case()
    home = reverse("wagtailadmin_home")
    text = as_(staff["county_supervisor"]).get(home).content.decode()
    assert late.number in text
    assert fresh.number not in text
    do_with_reasons(fresh, "accept", staff["county_supervisor"])
    text = as_(staff["county_supervisor"]).get(home).content.decode()
    assert fresh.number in text
    assert late.number not in text


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("?received_from=2026-12-31&received_to=2026-01-01", "后一天早于前一天"),
        ("?received_from=2026-13-40", "收到"),
        ("?kind=nonsense", "nonsense"),
        ("?region=320723", "320723"),
    ],
)
def test_a_filter_with_a_fault_shows_no_case_and_says_why(staff, as_, address, says):
    """Wagtail shows and exports every row where a filter is no good."""
    case = make_case()
    client = as_(staff["handler"])
    page = client.get(reverse("case:index") + address)
    text = page.content.decode()
    assert page.status_code == 200
    assert case.number not in text
    assert [says in str(message) for message in page.context["messages"]] == [True]
    session = client.session
    session[second_factor.CONFIRMED] = time.time()
    session.save()
    file = client.get(reverse("case:index") + address + "&export=csv")
    assert case.number not in b"".join(file.streaming_content).decode()
