"""A complaint under the law, in a real browser: more time asked for and given, the opinion in its parts, a
review, a second one with a hearing, and the end of it (信访工作条例 32, 34, 35, 36).
"""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from complaints.models import Case
from tests.browser.looking import fits, look, press
from tests.journeys.steps import confirm, fill_in, hand_down, send

PHONE = {"width": 390, "height": 844}
STORY = "八月起没有收到低保金，问了两次，都说再等等。"
ANSWER = "经核查发放记录，八月的低保金已于九月补发到户。"
FIRST, SECOND = "八月的钱没有收到，请复查。", "复查没有核对银行流水，请复核。"
NOTICE = "听证在市民政局二楼会议室举行，上午九点开始，请您和经办人到会。"
CAME = "听证已经举行，双方核对了银行流水。"

pytestmark = pytest.mark.usefixtures("bureau")


def follow_up(page, numbers: dict[str, str]) -> None:
    """Open the case under its receipt."""
    page.goto("/complaints/status/")
    page.locator("input[name=receipt]").fill(numbers["receipt"])
    page.locator("input[name=pin]").fill(numbers["pin"])
    press(page, "查看我的办件")
    expect(page).to_have_url(re.compile("/complaints/case/$"))


def ask_for_review(page, text: str, shot: str) -> None:
    """Say that one does not agree."""
    page.locator("#review summary").click()
    page.locator("#review textarea").fill(text)
    look(page, f"{shot}-review")
    press(page, "请求复查（复核）")
    fits(page)


def act(page, case: Case, kind: str, shot: str, **fields: str) -> None:
    """Open an act on its own page, fill it in, and do it."""
    page.goto(f"/staff/cases/{case.number}/act/{kind}/")
    look(page, f"{shot}-{kind}")
    confirm(page, **fields)
    expect(page).to_have_url(re.compile(rf"/inspect/{case.number}/"))


def answer_review(page, case: Case, text: str, shot: str) -> None:
    """Answer what the office above was asked for."""
    page.goto(f"/staff/cases/{case.number}/act/answer/")
    page.locator("input[name=outcome]").last.check()
    look(page, f"{shot}-answer")
    confirm(page, asked=text, facts=text, opinion="依照《信访工作条例》的规定，维持原处理意见。")


def test_more_time_an_opinion_and_two_reviews(open_page, at_work):
    with open_page(viewport=PHONE) as page:
        fill_in(page, "complaint", "assistance", STORY, "nobody")
        numbers = send(page, "law-1")
    case = Case.objects.select_related("unit").latest("pk")
    if case.unit.name != "和平镇人民政府":
        with at_work("screener") as page:
            hand_down(page, case, "和平镇人民政府", "law-2")
    with at_work("handler") as page:
        act(page, case, "accept", "law-3")
        act(page, case, "request_extension", "law-3", days="20", reason="要到银行核对流水")
    with at_work("screener") as page:
        act(page, case, "approve_extension", "law-4", text="要到银行核对流水，延长二十日。")
    with at_work("handler") as page:
        page.goto(f"/staff/cases/{case.number}/act/answer/")
        page.locator("input[name=outcome]").first.check()
        confirm(page, asked="补发八月的低保金。", facts=ANSWER, opinion="依照规定已经补发。")
    with open_page(viewport=PHONE) as page:
        follow_up(page, numbers)
        look(page, "law-5-answer")
        expect(page.get_by_text(ANSWER).first).to_be_visible()
        ask_for_review(page, FIRST, "law-5")
    with at_work("screener") as page:
        answer_review(page, case, "复查：已经补发。", "law-6")
    with open_page(viewport=PHONE) as page:
        follow_up(page, numbers)
        ask_for_review(page, SECOND, "law-7")
    day = timezone.localdate() + timedelta(days=7)
    with at_work("city_screener") as page:
        page.goto(f"/staff/cases/inspect/{case.number}/")
        page.locator(".case-rounds-box summary").click()
        look(page, "law-8-rounds")
        expect(page.locator(".case-round")).to_have_count(3)
        act(page, case, "call_hearing", "law-8", hearing_on=day.isoformat(), text=NOTICE)
        page.goto("/staff/hearings/")
        look(page, "law-8-calendar")
        expect(page.get_by_role("link", name=case.number)).to_be_visible()
    with open_page(viewport=PHONE) as page:
        follow_up(page, numbers)
        look(page, "law-9-hearing")
        expect(page.get_by_text(NOTICE)).to_be_visible()
        fits(page)
    with at_work("city_screener") as page:
        page.goto(f"/staff/cases/{case.number}/act/end_hearing/")
        page.locator("input[name=held][value=held]").check()
        confirm(page, text=CAME)
        answer_review(page, case, "复核：流水显示八月的款已于九月到账。", "law-10")
    with open_page(viewport=PHONE) as page:
        follow_up(page, numbers)
        look(page, "law-11-end")
        expect(page.get_by_text(CAME)).to_be_visible()
        expect(page.locator("#review")).to_have_count(0)
