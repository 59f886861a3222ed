"""The leads' screens in a real browser: usable at both widths, no breach of WCAG 2.2 AA in our part."""

import os
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from supervision import transferring
from tests.browser.looking import follow
from tests.supervision.factories import make_case, make_lead, make_row

pytestmark = pytest.mark.django_db(transaction=True)
WIDTHS = [1280, 390]


@pytest.fixture
def lead(inspector, units):
    """A lead with two cases and a row."""
    row = make_row(inspector)
    cases = [
        make_case(units["township"], accused=[units["village"], "孙某"], recipient=row),
        make_case(units["township"], "320722100202", kind="complaint", title="多次反映无人答复"),
    ]
    return make_lead(inspector, units["inspection"], cases=cases, recipients=[row])


@pytest.fixture
def sent(lead, inspector, units):
    """Another lead, transferred."""
    other = make_lead(inspector, units["inspection"], cases=[make_case(units["township"])], title="东园冒领")
    transferring.transfer(
        other, user=inspector, to_unit=units["commission"], letter_number="移〔2026〕1号", reason="涉嫌冒领"
    )
    return other


@pytest.fixture
def opened(client, inspector, open_page, live_server):
    """Opens a screen as the inspector at a width, keeping its picture where SCREENSHOTS names a folder."""
    client.force_login(inspector)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value

    def visit(width: int, address: str, check) -> None:
        with open_page(viewport={"width": width, "height": 900}) as page:
            page.context.add_cookies(
                [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
            )
            page.goto(address)
            page.wait_for_selector("main")
            if folder := os.environ.get("SCREENSHOTS"):
                name = f"lead-{address.strip('/').replace('/', '-').split('?')[0]}-{width}.png"
                page.screenshot(path=Path(folder) / name, full_page=True)
            check(page)

    return visit


@pytest.mark.parametrize("width", WIDTHS)
def test_every_screen_fits_and_is_accessible(opened, lead, sent, axe, width) -> None:
    case = lead.items.first().case_id
    screens = [
        reverse("lead:index"),
        reverse("lead:inspect", args=[lead.public_id]),
        reverse("lead:inspect", args=[sent.public_id]),
        reverse("lead:add") + f"?case={case}",
        reverse("lead:gather") + f"?case={case}",
        reverse("lead:rows", args=[lead.public_id]),
        reverse("lead:transfer", args=[lead.public_id]),
        reverse("lead:close", args=[lead.public_id]),
    ]

    def check(page) -> None:
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{page.url} is {wide} px too wide"
        # The frame around it is Wagtail's own, and so are the listing's column headings.
        axe(page, within="#main .nice-padding")

    for address in screens:
        opened(width, address, check)


def test_a_lead_is_opened_filled_and_transferred_by_hand(opened, units, inspector) -> None:
    case = make_case(units["township"])

    def walk(page) -> None:
        page.fill("[name=title]", "和平镇低保金迟发")
        page.fill("[name=summary]", "两个村的群众反映。")
        page.fill("[name=accused]", "王建国")
        page.fill("[name=reason]", "反映集中")
        follow(page.locator("button[type=submit] >> nth=-1"))
        page.wait_for_selector(".lead")
        page.fill("[name=number]", case.number)
        follow(page.locator(".lead__add button"))
        page.wait_for_selector(".lead__items")
        follow(page.locator(".lead__acts a >> nth=0"))
        page.fill("[name=reason]", "涉嫌截留")
        follow(page.locator("button[type=submit] >> nth=-1"))
        page.wait_for_selector(".lead__letters")
        with page.expect_download() as download:
            page.click(".lead__letters a")
        assert download.value.suggested_filename.endswith("号.docx")

    opened(1280, reverse("lead:add"), walk)
