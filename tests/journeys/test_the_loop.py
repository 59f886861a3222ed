"""The loop, in a real browser: from a published list to a lead, and to the list that shows the correction.

    a policy and a list are published → someone checks it, and reports what is wrong with one row
    → a case with a deadline → the answer, and a lead → the row is corrected
    → the next publication shows the difference

Each step stands on what the one before left on the screens; nothing but the people and places is put into the
database by the test.
"""

import io
import re

import docx
import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from complaints.models import Case
from supervision.models import Lead
from tests.browser.looking import choose, follow, look, press
from tests.journeys.steps import (
    HOLDER,
    LIST,
    MASKED,
    accept_and_answer,
    approve,
    confirm,
    hand_down,
    send,
    upload_list,
)

CITIZEN, TELEPHONE = "柳如眉", "13905180001"
STORY = "这一户去年在县城买了房和轿车，低保金还在领，数额比别人家多一倍。"
ANSWER = "经入户核查，您反映的情况属实：该户保障金额计算有误，自本月起更正为每月320元。"
POLICY = """丙县民政局文件

丙民〔2026〕8号

关于做好农村低保长期公开的通知

各镇人民政府：

第一条 低保对象名单在村务公开栏和本网站长期公开。

第二条 群众对名单有异议的，可以随时反映，民政部门应当查清并答复。

丙县民政局

2026年9月1日
"""

pytestmark = pytest.mark.usefixtures("bureau")


def publish_policy(folder) -> None:
    (folder / "policy.txt").write_text(POLICY, encoding="utf-8")
    call_command("import_policies", folder, verbosity=0, stdout=io.StringIO())


def report_row(page, shot: str) -> dict[str, str]:
    """The citizen finds the row on the public list and reports it; returns receipt and PIN."""
    page.goto(LIST)
    look(page, f"{shot}-list")
    assert HOLDER not in page.content()
    follow(page.get_by_role("row", name=MASKED).get_by_role("link", name="反映问题"))
    look(page, f"{shot}-row")
    expect(page.get_by_text(MASKED).first).to_be_visible()
    expect(page.locator("input[value=objection]")).to_be_checked()
    press(page, "继续")
    page.locator("textarea[name=narrative]").fill(STORY)
    press(page, "继续")
    choose(page, "below")
    page.locator(".choice", has_text="刘庄村民委员会").click()
    press(page, "继续")
    choose(page, "confidential")
    press(page, "继续")
    page.locator("input[name=name]").fill(CITIZEN)
    page.locator("input[name=phone]").fill(TELEPHONE)
    press(page, "继续")
    press(page, "继续")
    return send(page, shot)


def handle(page, case: Case, shot: str) -> None:
    """The handler accepts and answers, without learning who complained."""
    page.goto("/staff/cases/")
    look(page, f"{shot}-cases")
    page.goto(f"/staff/cases/inspect/{case.number}/")
    assert STORY in page.content()
    assert CITIZEN not in page.content()
    assert TELEPHONE not in page.content()
    look(page, f"{shot}-case")
    accept_and_answer(page, case, ANSWER, shot)


def read_answer(page, numbers: dict[str, str], shot: str) -> None:
    page.goto("/complaints/status/")
    page.locator("input[name=receipt]").fill(numbers["receipt"])
    page.locator("input[name=pin]").fill(numbers["pin"])
    press(page, "查看我的办件")
    expect(page).to_have_url(re.compile("/complaints/case/$"))
    look(page, f"{shot}-answer")
    expect(page.get_by_text(ANSWER)).to_be_visible()
    assert "程承办" not in page.content(), "no name of staff"


def pursue(page, case: Case, shot: str) -> bytes:
    """The inspector searches, opens a lead with the hit, adds the row, transfers it; returns the letter."""
    page.goto("/staff/search/cases/")
    page.locator("[name=q]").fill("买了房 低保金")
    follow(page.locator(".search-box button[type=submit]"))
    page.locator(".search-hit").first.wait_for()
    look(page, f"{shot}-search")
    expect(page.locator(".search-hit").first).to_contain_text(case.number)
    page.locator(f".search-hit input[value='{case.number}']").check()
    follow(page.locator(".search-actions button").first)
    follow(page.locator("form[action*='/lead/add/'] button"))
    page.locator("[name=title]").fill("刘庄村低保金额有误")
    look(page, f"{shot}-lead-form")
    confirm(page, summary="一户已购房购车，仍按高一倍的金额领取低保金。", reason="疑似优亲厚友")
    expect(page).to_have_url(re.compile(r"/lead/[0-9a-f-]{36}/$"))
    lead = page.url
    page.goto(f"{lead}rows/")
    look(page, f"{shot}-rows")
    page.locator("input[name=row]").first.check()
    follow(page.locator("form:has(input[name=row]) button[type=submit]"))
    expect(page).to_have_url(lead)
    look(page, f"{shot}-lead")
    page.goto(f"{lead}transfer/")
    look(page, f"{shot}-transfer")
    confirm(page, reason="涉嫌违反群众纪律")
    expect(page).to_have_url(lead)
    look(page, f"{shot}-transferred")
    with page.expect_download() as download:
        page.locator("a[href*='/letters/']").first.click()
    return download.value.path().read_bytes()


def text_of(letter: bytes) -> str:
    """All words of a Word document, tables included."""
    document = docx.Document(io.BytesIO(letter))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_the_loop(open_page, at_work, axe, tmp_path):
    publish_policy(tmp_path)
    with at_work("editor") as editor, at_work("reviewer") as reviewer:
        batch = upload_list(editor, "2026-10", 640, "1-editor")
        approve(reviewer, batch, "2-reviewer")

    with open_page(viewport={"width": 390, "height": 844}) as citizen:
        citizen.goto("/policies/")
        look(citizen, "3-citizen-policies")
        axe(citizen)
        expect(citizen.get_by_text("关于做好农村低保长期公开的通知").first).to_be_visible()
        numbers = report_row(citizen, "3-citizen")
        case = Case.objects.select_related("unit").get()
        assert case.unit.name == "丙县民政局", "to who stands above both the village and its township"
        with at_work("screener") as screener:
            hand_down(screener, case, "和平镇人民政府", "4-screener")
        case.refresh_from_db()

        with at_work("handler") as handler:
            handle(handler, case, "4-handler")

        read_answer(citizen, numbers, "5-citizen")
        axe(citizen)

    with at_work("inspector") as inspector:
        letter = text_of(pursue(inspector, case, "6-inspector"))
    lead = Lead.objects.get()
    assert lead.items.filter(case=case).exists()
    assert lead.items.filter(recipient__isnull=False).exists()
    assert case.number in letter
    assert MASKED in letter
    for secret in (CITIZEN, TELEPHONE, HOLDER):
        assert secret not in letter

    with at_work("editor") as editor, at_work("reviewer") as reviewer:
        batch = upload_list(editor, "2026-11", 320, "7-editor")
        look(editor, "7-editor-difference")
        approve(reviewer, batch, "8-reviewer")

    with open_page() as anyone:
        anyone.goto(LIST)
        look(anyone, "9-public-difference")
        axe(anyone)
        row = anyone.get_by_role("row", name=MASKED)
        assert "320" in row.inner_text()
        assert HOLDER not in anyone.content()
        anyone.goto(f"/en{LIST}")
        assert "1 changed" in anyone.locator(".list-difference").inner_text()
