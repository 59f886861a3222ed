"""Lists in a real browser: found, read at 320 px and without JavaScript, worked on by staff."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.browser.looking import follow, press
from tests.disclosure.conftest import NOVEMBER, chinese, county, load, release  # noqa: F401
from tests.disclosure.lists import household

pytestmark = pytest.mark.django_db(transaction=True)
VILLAGE = ("320722100201", "rural-dibao")


@pytest.fixture
def published(release):  # noqa: F811
    release([household(n) for n in range(9)])
    release([{**household(n), "合计（元）": "1,234"} for n in range(1, 9)], month=NOVEMBER)


def test_a_visitor_finds_a_village_and_a_row(page, axe, published):
    page.goto(reverse("disclosure:places"))
    axe(page)
    page.get_by_label("村（社区）或乡镇的名称").fill("刘庄")
    press(page, "查找")
    axe(page)
    follow(page.get_by_role("link", name="刘庄村委会").first)
    axe(page)
    follow(page.get_by_role("link", name="农村低保"))
    axe(page)
    assert "新增" not in page.locator(".list-difference").inner_text()
    assert "退出 1 户" in page.locator(".list-difference").inner_text()
    follow(page.get_by_role("link", name="反映问题").first)
    expect(page).to_have_url(re.compile(r"/complaints/new/\?row="))


@pytest.mark.parametrize(
    "address", [("list", VILLAGE), ("list", ("320722", "rural-dibao")), ("region", ("320722",))]
)
def test_at_320_px_rows_become_labelled(open_page, axe, published, address):
    name, args = address
    with open_page(viewport={"width": 320, "height": 700}, java_script_enabled=True) as page:
        page.goto(reverse(f"disclosure:{name}", args=args))
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        # The name heads its row and needs no label.
        label = page.locator("tbody tr").first.locator("td[data-label]").first
        shown = label.evaluate("cell => getComputedStyle(cell, '::before').content")
        assert shown not in ("none", "normal", '""')
        axe(page)


def test_without_javascript_everything_is_there(open_page, published):
    with open_page(java_script_enabled=False) as page:
        page.goto(reverse("disclosure:list", args=VILLAGE))
        assert page.get_by_role("link", name="反映问题").count() == 2
        assert not page.get_by_role("button", name="打印").is_visible()


def test_staff_pages_of_a_batch_are_accessible(page, axe, county, load):  # noqa: F811
    rows = [household(1), {**household(2), "合计（元）": "很多"}]
    batch = load(rows)
    county.editor.set_password("worked-on-by-staff")
    county.editor.save()
    page.goto(reverse("wagtailadmin_login"))
    page.locator("[name=username]").fill(county.editor.username)
    page.locator("[name=password]").fill("worked-on-by-staff")
    follow(page.locator("[type=submit]"))
    for url in (
        reverse("batch:inspect", args=[batch.pk]),
        reverse("batch:inspect", args=[batch.pk]) + "?show=accepted",
        reverse("batch:act", args=[batch.pk, "submit"]),
        reverse("batch:add"),
    ):
        page.goto(url)
        axe(page, within="main")
    page.goto(reverse("batch:inspect", args=[batch.pk]))
    follow(page.get_by_role("link", name="提交审核"))
    page.get_by_label("理由").fill("一户金额待核对")
    press(page, "提交审核")
    expect(page.locator(".lists-head")).to_contain_text("待审核")
