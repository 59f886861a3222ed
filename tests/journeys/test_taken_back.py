"""A list that is wrong and public, in a real browser: withdrawn, corrected, and one household of it hidden.

Each step by two people at their own screens; a citizen with a telephone sees what is so after each.
"""

import re

import pytest
from playwright.sync_api import expect

from disclosure.intake import importing
from disclosure.models import Programme
from disclosure.publication import publishing, reviewing
from organizations.models import Region
from tests.browser.looking import fits, follow, look, press
from tests.disclosure.conftest import OCTOBER
from tests.disclosure.lists import as_csv, household, rural_csv, table

VILLAGE, LIST = "320722100201", "/lists/320722100201/rural-dibao/"
PLACE = ("甲省", "乙市", "丙县", "和平镇", "刘庄村委会")
HIDDEN = "石头河"


def rows(amount: int) -> list[dict]:
    place = dict(zip(("所属省", "所属市", "所属区", "所属街", "所属社"), PLACE, strict=True))
    some = [household(serial, **place) for serial in range(1, 5)]
    return [*some, household(6, **place, 户主姓名=HIDDEN, **{"合计（元）": amount})]


@pytest.fixture
def batch(bureau):
    """October's list, public, with one amount ten times too high."""
    batch = importing.import_list(
        rural_csv(rows(6400)),
        programme=Programme.objects.get(pk="rural-dibao"),
        region=Region.objects.get(pk="320722"),
        month=OCTOBER,
        user=bureau["editor"],
    )
    batch = reviewing.approve(reviewing.submit(batch, bureau["editor"]), bureau["reviewer"])
    return publishing.publish(batch, bureau["reviewer"])


def decide(reviewer, proposal: str, shot: str) -> None:
    """The reviewer finds the proposal on their home page, and confirms it."""
    reviewer.goto("/staff/")
    look(reviewer, f"{shot}-home")
    follow(reviewer.get_by_role("link", name=proposal, exact=True))
    look(reviewer, f"{shot}-proposal")
    press(reviewer, "确认，立即生效")


def correct(editor, reviewer) -> None:
    """The editor uploads the month again and says why; the reviewer sees what changes, and approves."""
    editor.goto("/staff/lists/new/")
    editor.locator("select[name=programme]").select_option("rural-dibao")
    editor.locator("input[name=month]").fill("2026-10")
    file = as_csv(table(rows(640))).getvalue()
    editor.locator("input[name=file]").set_input_files(
        [{"name": "更正.csv", "mimeType": "text/csv", "buffer": file}]
    )
    follow(editor.locator("form[enctype] button[type=submit]"))
    address = editor.url.split("?")[0]
    editor.goto(f"{address}submit/")
    look(editor, "4-editor-correction")
    editor.locator("[name=reason]").fill("一户金额多写了一个零")
    press(editor, "提交审核")
    reviewer.goto(f"{address}approve/")
    look(reviewer, "5-reviewer-comparison")
    expect(reviewer.locator("main")).to_contain_text("新增 0 户，退出 0 户，变更 1 户")
    press(reviewer, "批准并公开")


def test_a_public_list_is_withdrawn_corrected_and_one_household_hidden(open_page, at_work, axe, batch):
    phone = {"viewport": {"width": 390, "height": 844}}
    with at_work("editor") as editor, at_work("reviewer") as reviewer, open_page(**phone) as citizen:
        citizen.goto(LIST)
        expect(citizen.get_by_text("6,400")).to_be_visible()

        editor.goto(f"/staff/lists/{batch.pk}/take-down/")
        look(editor, "1-editor-withdraws")
        editor.locator("[name=reason]").fill("一户金额多写了一个零")
        press(editor, "申请撤下")
        look(editor, "1-editor-list")
        decide(reviewer, "撤下已公开的名单", "2-reviewer")
        citizen.reload()
        look(citizen, "3-citizen-withdrawn")
        axe(citizen)
        fits(citizen)
        expect(citizen.get_by_text(re.compile("已于.*撤下，正在更正"))).to_be_visible()
        assert "石*河" not in citizen.content()

        correct(editor, reviewer)
        citizen.reload()
        look(citizen, "6-citizen-corrected")
        expect(citizen.get_by_role("row", name="石*河")).to_contain_text("640")

        editor.goto("/staff/lists/rows/")
        editor.locator("[name=words]").fill(HIDDEN)
        press(editor, "查找")
        look(editor, "7-editor-row")
        assert HIDDEN not in editor.url
        follow(editor.get_by_role("link", name="申请隐藏", exact=True))
        look(editor, "7-editor-hides")
        editor.locator("[name=reason]").fill("家庭受到威胁")
        press(editor, "提出申请")
        decide(reviewer, "隐藏一户", "8-reviewer")
        citizen.reload()
        look(citizen, "9-citizen-hidden")
        axe(citizen)
        expect(citizen.get_by_text("个别家庭可能不在此公开")).to_be_visible()
        assert "石*河" not in citizen.content()
        assert citizen.locator("tbody tr").count() == 4
