"""One's own logins in real browsers: two of one person, one ends the other, which is out at once."""

import pytest
from playwright.sync_api import expect

from organizations import second_factor
from organizations.enums import Role
from organizations.models import SecondFactor
from tests.browser.looking import fits, follow, look, press
from tests.organizations.factories import make_person, make_places, make_units

PHONE = {"width": 390, "height": 844}
PASSWORD = "x" * 12
ANDROID = "Mozilla/5.0 (Linux; Android 14; K) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36"


@pytest.fixture
def units(live_server):
    """Places and units, committed, so that the server sees them."""
    make_places()
    return make_units()


def log_in(page, person) -> None:
    page.goto("/staff/login/")
    page.locator("input[name=username]").fill(person.username)
    page.locator("input[name=password]").fill(PASSWORD)
    follow(page.locator("button[type=submit]"))


@pytest.mark.parametrize("width", ["desktop", "phone"])
def test_one_browser_ends_the_other(units, open_page, axe, width):
    person = make_person("陈承办", (units["county"], Role.HANDLER))
    here = {"viewport": PHONE} if width == "phone" else {}
    with open_page(**here) as page, open_page(user_agent=ANDROID, viewport=PHONE) as other:
        log_in(page, person)
        page.goto("/staff/logins/")
        expect(page.locator("main")).to_contain_text("您没有在其他地方登录")
        look(page, f"own-logins-alone-{width}")
        log_in(other, person)
        page.goto("/staff/account/")
        page.locator("#tab-label-actions").click()
        look(page, f"account-{width}")
        follow(page.get_by_role("link", name="我的登录"))
        expect(page.locator(".own-logins__one")).to_have_count(2)
        expect(page.locator(".own-logins")).to_contain_text("Chrome，Android")
        fits(page)
        look(page, f"own-logins-{width}")
        axe(page, within="main")
        press(page, "结束这处登录")
        expect(page.locator("main")).to_contain_text("您没有在其他地方登录")
        look(page, f"own-logins-ended-{width}")
        other.goto("/staff/")
        expect(other.locator("input[name=password]")).to_be_visible()
        assert "/login/" in other.url
        page.goto("/staff/")
        expect(page.locator("input[name=password]")).to_have_count(0)


def test_a_lost_factor_is_reset_by_two(units, open_page, axe):
    person = make_person("陈承办", (units["county"], Role.HANDLER))
    admin, second = [make_person(name, (units["county"], Role.ADMINISTRATOR)) for name in ("管甲", "管乙")]
    SecondFactor.objects.create(user=person, secret="A" * 32, confirmed_at="2026-01-01T00:00:00Z")
    with open_page() as page:
        log_in(page, admin)
        page.goto(f"/staff/users/edit/{person.pk}/")
        page.goto(f"/staff/people/{person.pk}/logins/")
        look(page, "person-logins")
        axe(page, within="main")
        page.get_by_label("理由").fill("手机丢失，已回拨办公电话核实")
        press(page, "提议重置")
        expect(page.locator("main")).to_contain_text("正等待另一位管理员确认")
        look(page, "person-logins-proposed")
    with open_page(viewport=PHONE) as page:
        log_in(page, second)
        page.goto("/staff/waiting/")
        expect(page.locator("main")).to_contain_text("手机丢失，已回拨办公电话核实")
        fits(page)
        look(page, "waiting-reset-phone")
        axe(page, within="main")
        page.locator("section", has_text="待确认的第二重验证重置").get_by_role("button", name="确认").click()
        expect(page.locator("main")).to_contain_text("一次性链接")
        look(page, "reset-confirmed-phone")
    assert not second_factor.is_on(person)
