"""The portal's pages in a real browser: accessible, narrow, dark, large, and without scripts."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.looking import follow, press

PAGES = ["/", "/policies/", "/hotlines/", "/search/?q=救助", "/gallery/", "/guides/apply/", "/nowhere/"]
WIDTHS = {"narrow": {"width": 320, "height": 700}, "wide": {"width": 1280, "height": 900}}


@pytest.fixture
def everything(rules, notice, guide, people):
    """One page of each kind, and units in the directory."""
    return [*PAGES, rules.url, notice.url, f"/en{rules.url}"]


def overflow(page) -> int:
    """By how many pixels the page is wider than its window."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_is_accessible_and_fits(everything, open_page, axe, scheme):
    for viewport in WIDTHS.values():
        with open_page(viewport=viewport, color_scheme=scheme) as page:
            for address in everything:
                page.goto(address)
                axe(page)
                assert overflow(page) == 0, address


def test_large_type_fits_a_phone_and_leaves_out_what_is_secondary(everything, open_page, axe):
    with open_page(viewport={"width": 360, "height": 740}) as page:
        page.goto("/")
        press(page, "长者模式")
        assert page.locator("html").get_attribute("data-type") == "large"
        assert page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") == 24
        assert not page.get_by_role("heading", name="我们的承诺和兑现情况").is_visible()
        for address in everything:
            page.goto(address)
            axe(page)
            assert overflow(page) == 0, address


def test_the_three_acts_are_in_a_phones_first_screen(people, open_page):
    with open_page(viewport={"width": 390, "height": 844}) as page:
        page.goto("/")
        for name in ("查名单", "我要反映", "查进度"):
            box = page.locator("main").get_by_role("link", name=name, exact=True).bounding_box()
            assert box["y"] + box["height"] < 844


def test_everything_works_without_scripts(people, open_page):
    with open_page(java_script_enabled=False) as page:
        page.goto("/")
        page.get_by_label("选一次您的地区").select_option("320722")
        press(page, "记住")
        expect(page.locator(".place strong")).to_have_text("丙县")
        follow(page.get_by_role("link", name="EN", exact=True))
        expect(page.get_by_role("button", name="Large type")).to_be_visible()


def test_the_keyboard_gets_past_the_head_and_sees_where_it_is(people, page):
    page.goto("/policies/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_visible()
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#main$"))


def test_an_article_can_be_linked(rules, page):
    page.goto(f"{rules.url}#article-3-1")
    assert page.locator("#article-3-1").evaluate("element => element.matches(':target')")
    expect(page.locator("#article-3-1")).to_be_visible()


def test_targets_are_large_enough(people, open_page):
    with open_page(viewport={"width": 390, "height": 844}) as page:
        page.goto("/")
        for control in page.locator("button:visible, select:visible, input:visible").all():
            assert control.bounding_box()["height"] >= 44
