"""A one-time link and a second administrator in a real browser, on a desk and on a phone."""

import os
import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from organizations import posts
from organizations.enums import Role
from tests.browser.looking import follow
from tests.organizations.conftest import places, units  # noqa: F401
from tests.organizations.factories import make_person

pytestmark = pytest.mark.django_db(transaction=True)
LOGIN_PASSWORD = "x" * 12
CHOSEN = "a-long-password-of-invention"


def log_in(page, user, password=LOGIN_PASSWORD):
    page.goto(reverse("wagtailadmin_login"))
    page.locator("[name=username]").fill(user.username)
    page.locator("[name=password]").fill(password)
    follow(page.locator("[type=submit]"))


def look(page, axe, name):
    """Check a page, keeping a picture where SCREENS names a folder."""
    if folder := os.environ.get("SCREENS"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)
    axe(page, within="main")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize("width", [1280, 390])
def test_a_link_is_handed_over_used_and_confirmed_by_a_second(open_page, axe, units, width):  # noqa: F811
    admin = make_person("管理员甲", (units["county"], Role.ADMINISTRATOR))
    second = make_person("管理员乙", (units["county"], Role.ADMINISTRATOR))
    colleague = make_person("接线员丙", (units["county"], Role.OPERATOR))
    posts.appoint(make_person("新人丁"), units["county"], Role.REVIEWER, user=admin)
    size = {"viewport": {"width": width, "height": 900}}
    with open_page(**size) as page:
        log_in(page, admin)
        page.goto(reverse("organizations_waiting"))
        look(page, axe, f"own-{width}")
        page.goto(reverse("organizations_account_link", args=[colleague.pk]))
        look(page, axe, f"link-{width}")
        follow(page.locator(".case-form button[type=submit]"))
        look(page, axe, f"paper-{width}")
        code = page.locator(".account-link__code").inner_text()
    with open_page(**size) as page:
        page.goto(reverse("organizations_enter_code") + "#" + code.replace("-", ""))
        expect(page.locator("[name=code]")).to_have_value(code)
        assert "#" not in page.url
        look(page, axe, f"code-{width}")
        follow(page.locator("button[type=submit]"))
        page.locator("[name=new_password1]").fill(CHOSEN)
        page.locator("[name=new_password2]").fill(CHOSEN)
        look(page, axe, f"password-{width}")
        follow(page.locator("button[type=submit]"))
        expect(page.locator(".messages")).to_contain_text("另一位管理员")
    with open_page(**size) as page:
        log_in(page, second)
        look(page, axe, f"home-{width}")
        page.goto(reverse("organizations_waiting"))
        look(page, axe, f"waiting-{width}")
        follow(page.get_by_role("button", name=re.compile("已当面核实")))
        follow(page.get_by_role("button", name="确认", exact=True))
        page.goto(reverse("organizations_waiting"))
        look(page, axe, f"nothing-{width}")
        expect(page.locator("main")).to_contain_text("没有账号等您确认")
    colleague.refresh_from_db()
    assert colleague.check_password(CHOSEN)
    assert not colleague.held_back
