"""A row that somebody reported and that was corrected, in a real browser: everybody sees month by month what
became of it, and nobody sees who spoke.
"""

import re

import pytest
from playwright.sync_api import expect

from disclosure.intake import importing
from disclosure.models import Programme
from disclosure.publication import publishing, reviewing
from organizations.models import Region
from tests.browser.looking import fits, follow, look, press
from tests.disclosure.conftest import OCTOBER, SEPTEMBER
from tests.disclosure.lists import rural_csv
from tests.disclosure.public.earlier import at
from tests.journeys.steps import (
    HOLDER,
    LIST,
    MASKED,
    accept_and_answer,
    approve,
    hand_down,
    object_to_nobody,
    rows,
    upload_list,
)

STORY = "这一户今年只剩两口人，还按四口人领，数额多了一倍。"
ANSWER = "经核查属实，自本月起更正为每月320元。"
MENDED = "更正（有人提出异议，已核实）"


@pytest.fixture
def two_months(bureau):
    """September's list without the household and October's with it, each public since its month."""
    for month, amount in ((SEPTEMBER, None), (OCTOBER, 640)):
        batch = importing.import_list(
            rural_csv(rows(amount)),
            programme=Programme.objects.get(pk="rural-dibao"),
            region=Region.objects.get(pk="320722"),
            month=month,
            user=bureau["editor"],
        )
        batch = reviewing.approve(reviewing.submit(batch, bureau["editor"]), bureau["reviewer"])
        at(publishing.publish(batch, bureau["reviewer"]), published_at=(month.month, 8))


def show_month(page, month: str) -> None:
    """Choose another month where the list offers them."""
    if not page.locator("#list-month").is_visible():
        page.locator(".list-moments summary").click()
    page.locator("#list-month").select_option(month)
    press(page, "看这个月")


def says_nothing_of(page, case) -> None:
    for secret in (case.number, STORY, ANSWER, HOLDER, "程承办", "盛筛查"):
        assert secret not in page.content()


def test_everybody_sees_that_a_row_was_corrected(open_page, at_work, axe, two_months):
    with open_page(viewport={"width": 390, "height": 844}) as citizen:
        citizen.goto(LIST)
        follow(citizen.get_by_role("row", name=MASKED).get_by_role("link", name="反映问题"))
        case = object_to_nobody(citizen, STORY, "row-1-citizen")
        citizen.goto(f"{LIST}changes/?month=2026-10")
        says_nothing_of(citizen, case)
        assert MENDED not in citizen.content()
        with at_work("screener") as screener:
            hand_down(screener, case, "和平镇人民政府", "row-2-screener")
        with at_work("handler") as handler:
            accept_and_answer(handler, case, ANSWER, "row-3-handler", "supported")
        with at_work("editor") as editor, at_work("reviewer") as reviewer:
            approve(reviewer, upload_list(editor, "2026-11", 320, "row-4-editor"), "row-4-reviewer")

        citizen.goto(LIST)
        expect(citizen.get_by_role("row", name=MASKED)).to_contain_text("320")
        look(citizen, "row-5-now")
        show_month(citizen, "2026-10")
        expect(citizen).to_have_url(re.compile(r"\?month=2026-10$"))
        expect(citizen.get_by_role("row", name=MASKED)).to_contain_text("640")
        look(citizen, "row-6-october")
        fits(citizen)
        axe(citizen)
        show_month(citizen, "2026-09")
        expect(citizen.get_by_role("row", name=MASKED)).to_have_count(0)

        citizen.goto(LIST)
        follow(citizen.get_by_role("link", name="逐户查看"))
        expect(citizen.get_by_text(MENDED)).to_be_visible()
        look(citizen, "row-7-changes")
        fits(citizen)
        axe(citizen)
        says_nothing_of(citizen, case)
        follow(citizen.get_by_role("row", name=MASKED).get_by_role("link"))
        expect(citizen.locator(".timeline__item")).to_have_count(2)
        expect(citizen.locator(".row-mended")).to_have_count(1)
        look(citizen, "row-8-life")
        fits(citizen)
        axe(citizen)
        says_nothing_of(citizen, case)
