"""A security key in a real browser, played by Chromium's virtual authenticator: set up, at the login, and
before an identity. Keys work on a secure origin only, which http is on localhost and nowhere else.
"""

import re

import pytest
from playwright.sync_api import expect

from complaints.models import CaseLogEntry
from organizations import posts, second_factor
from organizations.enums import Role, UnitKind
from organizations.models import SecurityKey, Unit, User
from tests.browser.looking import fits, follow, look
from tests.complaints.factories import make_case
from tests.journeys.conftest import PASSWORD

pytestmark = pytest.mark.usefixtures("bureau")
TELEPHONE = "13905180001"
SIZES = pytest.mark.parametrize("size", [(1280, 900), (390, 844)], ids=["wide", "phone"])


@pytest.fixture
def operator(bureau):
    """Somebody at the desk of the county, who may see identities."""
    desk = Unit.objects.create(name="丙县热线", kind=UnitKind.HOTLINE, region_id="320722")
    person = User.objects.create_user("operator", password=PASSWORD, name="柯接线")
    posts.appoint(person, desk, Role.OPERATOR)
    return person


@pytest.fixture(autouse=True)
def _address(settings, live_server):
    """The site says of itself where it is: on localhost, under the port of this test."""
    assert live_server.url.startswith("http://localhost:")
    settings.WAGTAILADMIN_BASE_URL = live_server.url


def plug_in(page, credentials=()):
    """Give the browser a key that verifies its holder; return what lists the credentials in it."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "usb",
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    made = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    for credential in credentials:
        devtools.send("WebAuthn.addCredential", {**made, "credential": credential})
    return lambda: devtools.send("WebAuthn.getCredentials", made)["credentials"]


def log_in(page) -> None:
    page.goto("/staff/login/")
    page.locator("input[name=username]").fill("operator")
    page.locator("input[name=password]").fill(PASSWORD)
    follow(page.locator("button[type=submit]").first)


def press(page) -> None:
    """Press the button that asks the key, and be on the page that follows."""
    follow(page.locator("[data-key-press]"))


@SIZES
def test_at_login_and_before_an_identity(open_page, operator, settings, size, axe):
    settings.SECOND_FACTOR_ROLES, settings.SECOND_FACTOR_GRACE_DAYS = ["all"], 0
    case = make_case()
    viewport = {"width": size[0], "height": size[1]}
    with open_page(viewport=viewport) as page:
        held = plug_in(page)
        log_in(page)
        page.goto("/staff/cases/")
        look(page, f"key-{size[0]}-1-enrol")
        follow(page.get_by_role("link", name="改用安全密钥"))
        fits(page)
        axe(page, within="main")
        page.locator("input[name=name]").fill("蓝色的，抽屉里")
        look(page, f"key-{size[0]}-2-add")
        press(page)
        expect(page.locator("main code, #main code").first).to_be_visible()
        look(page, f"key-{size[0]}-3-backup")
        page.goto("/staff/second-factor/")
        expect(page.get_by_text("蓝色的，抽屉里")).to_be_visible()
        look(page, f"key-{size[0]}-4-overview")
        fits(page)
        key = held()

    with open_page(viewport=viewport) as page:
        plug_in(page, key)
        log_in(page)
        page.goto(f"/staff/cases/inspect/{case.number}/")
        expect(page.locator("[data-key-press]")).to_be_focused()
        assert case.title not in page.content(), "the password alone opens nothing"
        look(page, f"key-{size[0]}-5-login")
        fits(page)
        axe(page, within="main")
        press(page)
        assert case.title in page.content()
        settings.REAUTHENTICATION_MINUTES = 0  # as if the login were long ago
        page.goto(f"/staff/cases/{case.number}/identity/")
        expect(page.locator("[data-key-press]")).to_be_visible()
        assert TELEPHONE not in page.content()
        look(page, f"key-{size[0]}-6-again")
        fits(page)
        settings.REAUTHENTICATION_MINUTES = 10
        press(page)
        page.locator("[name=reason]").fill("回电核实材料")
        follow(page.locator("form:has([name=reason]) button[type=submit]"))
        expect(page.get_by_text(re.compile(TELEPHONE))).to_be_visible()
    assert CaseLogEntry.objects.filter(action="complaints.reveal_identity").count() == 1
    assert SecurityKey.objects.get().sign_count >= 2


def test_another_key_is_refused_and_the_code_still_opens(open_page, operator, settings):
    with open_page() as page:
        held = plug_in(page)
        log_in(page)
        page.goto("/staff/second-factor/keys/add/")
        page.locator("input[name=name]").fill("一")
        press(page)
        codes = page.locator("code").all_inner_texts()
        key = held()

    with open_page() as page:
        plug_in(page)
        log_in(page)
        page.locator("[data-key-press]").click()
        expect(page.locator("[data-key-status]")).to_contain_text("密钥没有应答")
        look(page, "key-1280-7-failed")
        page.locator("input[name=code]").fill(codes[0])
        follow(page.locator("form:has(input[name=code]) button[type=submit]"))
        expect(page).to_have_url(re.compile("/staff/$"))

    SecurityKey.objects.update(sign_count=1000)  # a copy of the key was used elsewhere
    with open_page() as page:
        plug_in(page, key)
        log_in(page)
        press(page)
        expect(page.locator("[role=alert]")).to_contain_text("没有通过")
        look(page, "key-1280-8-refused")


def test_without_script_the_page_says_so_and_takes_a_code(open_page, operator):
    SecurityKey.objects.create(user=operator, name="一", credential_id="AAAA", public_key=b"x")
    code = second_factor.new_backup_codes(operator)[0]
    with open_page(java_script_enabled=False, viewport={"width": 390, "height": 844}) as page:
        log_in(page)
        expect(page.locator("[data-key-missing]")).to_be_visible()
        expect(page.locator("[data-key-press]")).to_be_hidden()
        look(page, "key-390-9-no-script")
        page.locator("input[name=code]").fill(code)
        follow(page.locator("form:has(input[name=code]) button[type=submit]"))
        expect(page).to_have_url(re.compile("/staff/$"))
