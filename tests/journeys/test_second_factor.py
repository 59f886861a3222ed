"""A second factor in a real browser: set up at the login, asked at the next, and again before an identity.

The code is worked out from the key that the page shows, as an authenticator app does.
"""

import re
import time

import pytest
from playwright.sync_api import expect

from complaints.models import CaseLogEntry
from organizations import posts, second_factor
from organizations.enums import Role, UnitKind
from organizations.models import Unit, User
from tests.browser.looking import fits, follow, look
from tests.complaints.factories import make_case
from tests.journeys.conftest import PASSWORD

pytestmark = pytest.mark.usefixtures("bureau")
TELEPHONE = "13905180001"


@pytest.fixture
def operator(bureau):
    """Somebody at the desk of the county, who may see identities."""
    desk = Unit.objects.create(name="丙县热线", kind=UnitKind.HOTLINE, region_id="320722")
    person = User.objects.create_user("operator", password=PASSWORD, name="柯接线")
    posts.appoint(person, desk, Role.OPERATOR)
    return person


def code_of(secret: str, steps: int = 0) -> str:
    return second_factor.code_at(secret, int(time.time()) // 30 + steps)


def log_in(page) -> None:
    page.goto("/staff/login/")
    page.locator("input[name=username]").fill("operator")
    page.locator("input[name=password]").fill(PASSWORD)
    follow(page.locator("button[type=submit]").first)


def send_code(page, code: str) -> None:
    page.locator("input[name=code]").fill(code)
    follow(page.locator("form:has(input[name=code]) button[type=submit]"))


@pytest.mark.parametrize("size", [(1280, 900), (390, 844)], ids=["wide", "phone"])
def test_at_login_and_before_an_identity(open_page, operator, settings, size):
    settings.SECOND_FACTOR_ROLES, settings.SECOND_FACTOR_GRACE_DAYS = ["all"], 0
    case = make_case()
    viewport = {"width": size[0], "height": size[1]}
    with open_page(viewport=viewport) as page:
        log_in(page)
        page.goto("/staff/cases/")
        secret = page.locator("code").first.inner_text().replace(" ", "")
        look(page, f"factor-{size[0]}-1-enrol")
        fits(page)
        # The code of the step before, so that the next login has one that is not used up.
        send_code(page, code_of(secret, -1))
        look(page, f"factor-{size[0]}-2-backup")
        fits(page)

    with open_page(viewport=viewport) as page:
        log_in(page)
        page.goto(f"/staff/cases/inspect/{case.number}/")
        expect(page.locator("input[name=code]")).to_be_visible()
        assert case.title not in page.content(), "the password alone opens nothing"
        look(page, f"factor-{size[0]}-3-code")
        fits(page)
        send_code(page, code_of(secret))
        settings.REAUTHENTICATION_MINUTES = 0  # as if the login were long ago
        page.goto(f"/staff/cases/{case.number}/identity/")
        expect(page.locator("input[name=confirm_secret]")).to_be_visible()
        assert TELEPHONE not in page.content()
        look(page, f"factor-{size[0]}-4-again")
        fits(page)
        settings.REAUTHENTICATION_MINUTES = 10
        page.locator("input[name=confirm_secret]").fill(PASSWORD)
        follow(page.locator("form:has(input[name=confirm_secret]) button[type=submit]"))
        page.locator("[name=reason]").fill("回电核实材料")
        follow(page.locator("form:has([name=reason]) button[type=submit]"))
        expect(page.get_by_text(re.compile(TELEPHONE))).to_be_visible()
        look(page, f"factor-{size[0]}-5-identity")
    assert CaseLogEntry.objects.filter(action="complaints.reveal_identity").count() == 1
