"""The head of a public page on a phone: small, complete, and without scripts."""

import re

import pytest
from playwright.sync_api import expect

PHONE = {"width": 390, "height": 844}
SMALLEST = {"width": 320, "height": 568}
ACTS = ("查名单", "我要反映", "查进度", "怎么申请")


@pytest.mark.parametrize("address", ["/policies/", "/hotlines/", "/lists/", "/complaints/new/"])
def test_the_heading_is_in_the_upper_third_of_the_first_screen(people, open_page, address):
    with open_page(viewport=PHONE) as page:
        page.goto(address)
        heading = page.get_by_role("heading", level=1).bounding_box()
        assert heading["y"] + heading["height"] < PHONE["height"] / 3


def test_the_four_acts_and_the_hotline_stand_in_the_head_of_every_page(people, open_page):
    with open_page(viewport=PHONE) as page:
        for address in ("/", "/policies/"):
            page.goto(address)
            for name in ACTS:
                expect(page.locator("header nav").get_by_role("link", name=name)).to_be_visible()
            expect(page.locator("header a[href^='tel:']")).to_be_visible()
            expect(page.locator("header .hotline__state .narrow")).to_have_text(
                re.compile("^现在[有无]人接听$")
            )


def test_the_rest_is_in_a_menu_that_needs_no_script(people, open_page):
    with open_page(viewport=PHONE, java_script_enabled=False) as page:
        page.goto("/")
        whom = page.locator("header").get_by_role("link", name="联系电话")
        expect(whom).to_be_hidden()
        page.locator("summary", has_text="菜单").press("Enter")
        expect(page.locator("header").get_by_role("searchbox")).to_be_visible()
        whom.click()
        expect(page).to_have_url(re.compile("/hotlines/$"))


def test_a_wide_window_shows_all_of_it_at_once(people, page):
    page.goto("/")
    expect(page.locator("summary", has_text="菜单")).to_be_hidden()
    expect(page.locator("header").get_by_role("link", name="联系电话")).to_be_visible()
    expect(page.locator("header").get_by_role("searchbox")).to_have_count(1)


@pytest.mark.parametrize("large", [False, True], ids=["usual", "large"])
@pytest.mark.parametrize("address", ["/hotlines/", "/en/hotlines/"])
def test_the_open_menu_is_accessible_and_fits_the_smallest_phone(people, open_page, axe, address, large):
    with open_page(viewport=SMALLEST) as page:
        page.goto(address)
        if large:
            page.locator("header form button[name=value]").click()
            expect(page.locator("html")).to_have_attribute("data-type", "large")
        page.locator(".menu summary").click()
        expect(page.locator(".menu input")).to_be_visible()
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") == SMALLEST["width"]
        for target in page.locator("header :is(a, button, summary, input):visible:not(.hotline a)").all():
            assert target.bounding_box()["height"] >= 43.9, target.inner_text()
