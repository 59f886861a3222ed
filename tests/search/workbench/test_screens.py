"""The workbench in a real browser: at both widths, without scripts too, no breach of WCAG 2.2 AA."""

import pytest
from django.conf import settings as django_settings
from django.test import Client
from playwright.sync_api import expect

from organizations.enums import Role
from search.indexing.rebuilding import rebuild
from tests.browser.looking import fits, follow, look, press
from tests.organizations.factories import make_person, make_places, make_units
from tests.search.cases import make_cases

DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
OURS = "#main"


@pytest.fixture
def inspector(transactional_db, embedded, settings):
    """An inspector, and cases in an index of their own."""
    settings.SEARCH_URL, settings.SEARCH_INDEX_PATH = "", embedded.path
    make_places()
    units = make_units()
    make_cases(units)
    rebuild("cases")
    return make_person("周检查", (units["inspection"], Role.INSPECTOR))


def sign_in(page, live_server, user):
    """Give the page the session of a person."""
    client = Client()
    client.force_login(user)
    cookie = client.cookies[django_settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])


# Without scripts Wagtail's own menu lies over a phone's screen; ours needs none.
@pytest.mark.parametrize(
    ("viewport", "scripts"), [(DESK, True), (PHONE, True), (DESK, False)], ids=["desk", "phone", "plain"]
)
def test_an_inspector_searches_narrows_and_finds_nothing(
    open_page, live_server, inspector, axe, viewport, scripts
):
    with open_page(viewport=viewport, java_script_enabled=scripts) as page:
        sign_in(page, live_server, inspector)
        page.goto("/staff/search/cases/")
        page.fill("#id_q", "存折 -礼物")
        press(page, "搜索")
        expect(page.locator(".search-hit")).to_have_count(2)
        assert "%E5%AD%98" not in page.url
        expect(page.locator("mark").first).to_have_text("存折")
        check(page, axe, scripts, f"workbench-{viewport['width']}")

        follow(page.locator(".search-filters a", has_text="丙县"))
        follow(page.locator(".search-filters a", has_text="和平镇"))
        expect(page.locator(".search-hit")).to_have_count(1)
        expect(page.locator(".search-applied li")).to_have_count(2)
        expect(page.locator("#id_q")).to_have_value("存折 -礼物")
        check(page, axe, scripts, f"workbench-narrowed-{viewport['width']}")

        page.fill("#id_q", "查无此词")
        press(page, "搜索")
        expect(page.locator(".search-empty")).to_be_visible()
        check(page, axe, scripts, f"workbench-empty-{viewport['width']}")
        follow(page.locator(".search-applied a").first)
        expect(page.locator(".search-applied")).to_have_count(0)


def check(page, axe, scripts, name):
    """It fits, and axe finds nothing (which takes scripts)."""
    fits(page)
    look(page, name)
    if scripts:
        axe(page, within=OURS)
