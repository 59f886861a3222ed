"""Who is afraid of the office next door, in a real browser: it never opens what speaks of it.

a report, the page "who" left empty, the officer named in the story only → the city reads it first
"do not give it to this office" → another one gets it, for no reason at all
"""

import re

import pytest
from captcha.models import CaptchaStore
from playwright.sync_api import expect

from complaints.models import Case
from tests.browser.looking import fits, follow, let_it_read, look, press
from tests.journeys.steps import fill_in

pytestmark = pytest.mark.usefixtures("bureau")
PHONE_SIZE = {"width": 390, "height": 844}
STORY = "我去民政办交材料，程承办三次叫我白跑一趟，话说得很难听，材料就是不收。"


def send(page) -> Case:
    let_it_read(page)
    key = page.locator("input[name=captcha_key]").get_attribute("value")
    page.locator("#captcha").fill(CaptchaStore.objects.get(hashkey=key).response)
    press(page, "提交")
    expect(page).to_have_url(re.compile("/new/done/$"))
    return Case.objects.select_related("unit").latest("pk")


def test_a_report_with_an_empty_page_who(open_page, at_work, axe):
    with open_page(viewport=PHONE_SIZE) as citizen:
        fill_in(citizen, "report", "conduct", STORY)
        expect(citizen.locator("#hands")).to_contain_text("纪检监察组")
        look(citizen, "afraid-report-check")
        fits(citizen)
        axe(citizen)
        case = send(citizen)
    assert case.unit.name == "乙市纪委监委驻市民政局纪检监察组"

    with at_work("inspector") as page:
        page.goto("/staff/cases/")
        follow(page.get_by_role("link", name=case.title).first)
        expect(page.get_by_text(STORY)).to_be_visible()
        look(page, "afraid-screening")
        opened = page.url

    with at_work("handler") as page:
        page.goto("/staff/cases/")
        assert case.number not in page.content()
        look(page, "afraid-handler")
        answer = page.goto(opened)
        assert STORY not in page.content()
        assert answer.status in (302, 403, 404) or page.url != opened


def test_do_not_give_it_to_this_office(open_page, at_work, axe):
    with open_page(viewport=PHONE_SIZE) as citizen:
        fill_in(citizen, "complaint", "assistance", "八月起没有收到低保金，问了两次都说再等等。", "nobody")
        expect(citizen.locator("#hands")).to_contain_text("和平镇人民政府")
        press(citizen, "不要交给 和平镇人民政府")
        expect(citizen.locator("#hands")).to_contain_text("丙县民政局")
        press(citizen, "提交")
        expect(citizen.locator("#hands .error")).to_be_visible()
        look(citizen, "avoid-unsaid")
        citizen.locator("#hands .choice").last.click()
        press(citizen, "提交")
        expect(citizen.locator("#hands")).to_contain_text("乙市民政局")
        follow(citizen.get_by_role("button", name="还是可以交给它 丙县民政局"))
        expect(citizen.locator("#hands")).to_contain_text("丙县民政局")
        look(citizen, "avoid-check")
        fits(citizen)
        axe(citizen)
        case = send(citizen)
    assert case.unit.name == "丙县民政局"
    with at_work("handler") as page:
        page.goto("/staff/cases/")
        assert case.number not in page.content()
    with at_work("screener") as page:
        page.goto("/staff/cases/")
        expect(page.get_by_text(case.number).first).to_be_visible()
