"""A notice before approval, in a real browser: put up by two, objected to, held, decided, shown again, ended.

an editor enters it → a reviewer puts it up → somebody objects on its page → nothing may be approved
→ the case is decided → the notice stands again → its days pass → the household is on the list
"""

import re
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db.models import F
from playwright.sync_api import expect

from disclosure.models import Notice
from tests.browser.looking import fits, follow, look, press
from tests.disclosure.lists import household
from tests.journeys.steps import (
    HOLDER,
    LIST,
    MASKED,
    PLACE,
    VILLAGE,
    accept_and_answer,
    approve,
    confirm,
    hand_down,
    object_to_nobody,
    upload_list,
)

NOTICES = f"/lists/{VILLAGE}/notices/"
STORY = "这一户在外地有门面房出租，收入不低，请核实以后再定。"
ANSWER = "经核查，门面房为其兄所有，该户收入符合条件。"
FOUND = "已入户核实，收入符合规定"

pytestmark = pytest.mark.usefixtures("bureau")


def enter(page) -> None:
    """The editor enters the household that October's list will have."""
    number = household(6, **PLACE)["户主身份证号"]
    page.goto("/staff/notices/new/")
    page.locator("select[name=programme]").select_option("rural-dibao")
    page.locator("button[data-chooser-action-choose]").first.click()
    page.locator(".modal-content a", has_text="刘庄村委会").first.click()
    expect(page.locator("input[name=region]")).to_have_value(VILLAGE)
    page.locator("select[name=reason]").select_option("income")
    page.locator("textarea[name=households]").fill(f"{HOLDER} {number} 2 640")
    look(page, "notice-1-enter")
    press(page, "录入并送审")


def days_pass(days: int) -> None:
    """So many days later, as far as notices know, and the nightly work done."""
    back = timedelta(days=days)
    Notice.objects.update(shown_from=F("shown_from") - back, shown_until=F("shown_until") - back)
    call_command("end_notices")


def test_a_notice_is_held_by_an_objection_and_ends(open_page, at_work, axe):
    phone = {"viewport": {"width": 390, "height": 844}}
    with at_work("editor") as editor, at_work("reviewer") as reviewer, open_page(**phone) as citizen:
        enter(editor)
        citizen.goto(NOTICES)
        assert MASKED not in citizen.content(), "one person alone puts nothing up"
        notice = Notice.objects.get()
        staff, public = f"/staff/notices/{notice.public_id}/", f"/lists/notices/{notice.public_id}/"
        editor.goto(staff)
        expect(editor.locator(f"a[href='{staff}put-up/']")).to_have_count(0)
        reviewer.goto(staff)
        look(reviewer, "notice-2-reviewer")
        reviewer.goto(f"{staff}put-up/")
        confirm(reviewer)

        citizen.goto(NOTICES)
        expect(citizen.get_by_text(MASKED).first).to_be_visible()
        assert HOLDER not in citizen.content()
        look(citizen, "notice-3-citizen")
        fits(citizen)
        axe(citizen)
        follow(citizen.locator("a[href*='?notice=']"))
        case = object_to_nobody(citizen, STORY, "notice-4-citizen")

        held = "有人提出异议，正在核实，暂停审批。"
        citizen.goto(NOTICES)
        expect(citizen.get_by_text(held)).to_be_visible()
        assert STORY not in citizen.content()
        look(citizen, "notice-5-held")
        axe(citizen)
        days_pass(10)
        citizen.reload()
        expect(citizen.get_by_text(held)).to_be_visible()
        for page in (editor, reviewer):
            page.goto(staff)
            assert case.number not in page.content()
            assert STORY not in page.content()
        reviewer.goto(f"{staff}stand-again/")
        expect(reviewer).to_have_url(re.compile(re.escape(staff) + "$"))
        look(reviewer, "notice-6-stopped")

        with at_work("screener") as screener:
            hand_down(screener, case, "和平镇人民政府", "notice-7-screener")
        with at_work("handler") as handler:
            accept_and_answer(handler, case, ANSWER, "notice-8-handler", "not_supported")
        citizen.reload()
        expect(citizen.get_by_text("异议已核实")).to_be_visible()
        reviewer.goto(f"{staff}stand-again/")
        confirm(reviewer, reason=FOUND)
        citizen.reload()
        expect(citizen.get_by_text("还剩")).to_be_visible()
        look(citizen, "notice-9-again")
        assert FOUND not in citizen.content()

        days_pass(30)
        citizen.goto(NOTICES)
        assert MASKED not in citizen.content()
        assert citizen.goto(public).status == 410
        look(citizen, "notice-10-over")
        assert MASKED not in citizen.content()

        approve(reviewer, upload_list(editor, "2026-10", 640, "notice-11-editor"), "notice-11-reviewer")
        citizen.goto(LIST)
        expect(citizen.get_by_role("row", name=MASKED)).to_contain_text("640")
        look(citizen, "notice-12-list")
