"""The staff screens in a real browser: order on a phone, nothing cut off, places suggested, axe content."""

import re

import pytest
from django.conf import settings
from playwright.sync_api import expect

from complaints.models import Case
from organizations.models import Session
from tests.browser.looking import follow, look
from tests.complaints.factories import do_with_reasons, make_case, make_staff
from tests.organizations.factories import make_places, make_units

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def people(live_server):
    """Places, units and staff, committed, so that the server sees them."""
    make_places()
    return make_staff(make_units())


@pytest.fixture
def logged_in(client, live_server):
    """Give a browser page the session of a person."""

    def login(page, user):
        client.force_login(user)
        cookie = {
            "name": settings.SESSION_COOKIE_NAME,
            "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
            "url": live_server.url,
        }
        page.context.add_cookies([cookie])
        return page

    return login


def tops(page, *selectors):
    return [page.locator(selector).bounding_box()["y"] for selector in selectors]


def test_on_a_phone_the_case_reads_act_clock_facts_conversation(people, open_page, logged_in, axe):
    case = make_case()
    do_with_reasons(case, "accept", people["handler"])
    with open_page(viewport=PHONE) as page:
        logged_in(page, people["handler"]).goto(f"/staff/cases/inspect/{case.number}/")
        order = tops(page, ".case-acts", ".case-clocks", ".case-facts", ".case-talk")
        assert order == sorted(order)
        page.locator(".case-clocks summary").first.click()
        expect(page.locator(".case-count li").first).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        axe(page, within=".case-page")
        page.goto("/staff/cases/")
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        axe(page, within=".case-list")


def test_acts_that_are_seldom_done_are_folded_away(people, open_page, logged_in, axe):
    case = make_case()
    do_with_reasons(case, "accept", people["handler"])
    with open_page(viewport=PHONE) as page:
        logged_in(page, people["handler"]).goto(f"/staff/cases/inspect/{case.number}/")
        seldom = page.locator(".case-acts__more a").first
        expect(page.locator(".case-acts").get_by_role("link", name="答复")).to_be_visible()
        expect(seldom).to_be_hidden()
        page.locator(".case-acts__more summary").click()
        expect(seldom).to_be_visible()
        axe(page, within=".case-acts")


def test_on_a_wide_screen_facts_conversation_and_clock_stand_side_by_side(people, page, logged_in, axe):
    case = make_case()
    do_with_reasons(case, "accept", people["handler"])
    logged_in(page, people["handler"]).goto(f"/staff/cases/inspect/{case.number}/")
    left, middle, right = (
        page.locator(part).bounding_box()["x"] for part in (".case-facts", ".case-talk", ".case-acts")
    )
    assert left < middle < right
    axe(page, within=".case-page")
    follow(page.get_by_role("link", name="答复").first)
    axe(page, within=".case-form")


def test_a_call_is_taken_with_the_place_suggested_while_typing(people, page, logged_in, axe):
    logged_in(page, people["operator"]).goto("/staff/desk/")
    axe(page, within=".desk-form")
    page.locator("[name=name]").fill("陈小满")
    page.locator("[name=phone]").fill("13905180001")
    page.locator("[name=title]").fill("低保金没有发")
    page.locator("[name=narrative]").fill("八月起没有收到。")
    page.locator("[name=place_text]").press_sequentially("和平刘庄")
    page.locator(".desk-candidates button").first.click()
    expect(page.locator("[name=place_text]")).to_have_value("乙市丙县和平镇刘庄村委会")
    follow(page.get_by_role("button", name="登记并显示回执号", exact=True))
    expect(page.locator(".desk-reader")).to_be_visible()
    look(page, "desk-asks")
    axe(page, within=".desk-form")
    page.locator(".desk-reader label", has_text="来电人同意").click()
    follow(page.locator(".desk-reader button[type=submit]"))
    expect(page).to_have_url(re.compile("/staff/desk/receipt/$"))
    axe(page, within=".desk-receipt")
    assert Case.objects.get().region_id == "320722100201"


def test_a_respondent_is_added_on_a_phone(people, open_page, logged_in, axe):
    case = make_case()
    with open_page(viewport=PHONE) as page:
        logged_in(page, people["county_supervisor"]).goto(f"/staff/cases/inspect/{case.number}/")
        page.locator(".case-acts__more summary").click()
        follow(page.get_by_role("link", name="补充被反映人"))
        axe(page, within=".case-form")
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        page.get_by_label("被反映的人或机构").fill("和平镇民政办赵测试")
        page.get_by_label("理由").fill("来信人来电补充")
        follow(page.get_by_role("button", name="补充被反映人"))
        expect(page).to_have_url(re.compile(f"/staff/cases/inspect/{case.number}/$"))
        expect(page.locator(".case-facts")).to_contain_text("和平镇民政办赵测试")
        expect(page.locator(".case-facts")).to_contain_text("单位county")


def test_a_message_outlives_the_session_in_which_it_was_typed(people, open_page, logged_in):
    """On a phone: half a message, the session ends, the login is asked for, and the message stands there."""
    case = make_case()
    do_with_reasons(case, "accept", people["handler"])
    handler = people["handler"]
    handler.set_password("Shi-Yan-2026-kou-ling")
    handler.save()
    message = "请问八月、九月的低保金是发到哪张卡上的？银行说账户已经注销。"
    with open_page(viewport=PHONE) as page:
        logged_in(page, handler).goto(f"/staff/cases/{case.number}/act/ask_complainant/")
        page.locator("[name=text]").fill(message)
        Session.objects.filter(user=handler).delete()
        page.locator(".case-form button[type=submit]").click()
        expect(page.get_by_text("只有您本人能看到")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        page.locator("[name=username]").fill(handler.username)
        page.locator("[name=password]").fill("Shi-Yan-2026-kou-ling")
        page.locator("form button[type=submit]").click()
        expect(page.locator("[name=text]")).to_have_value(message)
        assert message[:4] not in page.url
        follow(page.locator(".case-form button[type=submit]"))
        expect(page.get_by_text(message)).to_be_visible()
