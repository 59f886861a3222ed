"""A superior reads who looked at what, in a real browser: the look, the page, the alarm, the case."""

import pytest
from django.conf import settings
from playwright.sync_api import expect
from wagtail.log_actions import log

from tests.browser.looking import follow, look
from tests.complaints.factories import make_case, make_staff, moment
from tests.organizations.factories import make_places, make_units

PHONE = {"width": 390, "height": 844}
REASON = "需要回电核实发放月份"


@pytest.fixture
def people(live_server):
    """Places, units and staff, committed, so that the server sees them."""
    make_places()
    return make_staff(make_units())


@pytest.fixture
def at_work(client, live_server, open_page):
    """``with at_work(person) as page``: a browser of one member of staff."""
    from contextlib import contextmanager

    @contextmanager
    def signed_in(user, **options):
        with open_page(**options) as page:
            client.force_login(user)
            value = client.cookies[settings.SESSION_COOKIE_NAME].value
            page.context.add_cookies(
                [{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}]
            )
            yield page

    return signed_in


def looked_at(person):
    """A case whose complainant somebody looked at six times, in working hours."""
    case = make_case()
    for minute in range(6):
        when = moment(f"2026-11-24 10:0{minute}")
        log(case, "complaints.reveal_identity", user=person, timestamp=when, data={"reason": REASON})
    return case


def test_a_superior_reads_who_looked_and_looks_into_the_alarm(people, at_work, axe):
    with at_work(people["county_supervisor"]) as page:
        page.goto("/staff/looks/")
        expect(page.locator("main")).to_contain_text("没有符合条件的记录")
        look(page, "looks-empty")
        axe(page, within="main")

    case = looked_at(people["county_handler"])

    with at_work(people["county_supervisor"]) as page:
        page.goto("/staff/")
        expect(page.locator(".looks-panel")).to_contain_text(people["county_handler"].name)
        look(page, "looks-home")
        follow(page.get_by_role("link", name="去核查"))
        expect(page.locator(".looks tbody tr")).to_have_count(6)
        expect(page.locator(".looks")).to_contain_text(REASON)
        expect(page.locator(".looks")).not_to_contain_text("陈小满")
        look(page, "looks")
        axe(page, within="main")
        page.get_by_label("核查情况").fill("已与本人核对，为集中回访")
        follow(page.get_by_role("button", name="记下"))
        page.locator(".looks-alarms summary").click()
        expect(page.locator(".looks-alarms")).to_contain_text("您自己写的说明")
        page.get_by_label("事项").select_option("caller")
        follow(page.get_by_role("button", name="查看", exact=True))
        expect(page.locator("main")).to_contain_text("没有符合条件的记录")
        page.goto(f"/staff/cases/inspect/{case.number}/")
        follow(page.get_by_role("link", name="谁看过这个办件"))
        expect(page.locator(".looks tbody tr")).to_have_count(6)
        look(page, "looks-of-a-case")
        axe(page, within="main")

    with at_work(people["county_handler"]) as page:
        page.goto("/staff/looks/")
        expect(page).not_to_have_url("**/looks/")
        expect(page.locator("body")).not_to_contain_text(REASON)


def test_the_page_fits_a_phone(people, at_work, axe):
    looked_at(people["county_handler"])
    with at_work(people["inspector"], viewport=PHONE) as page:
        page.goto("/staff/looks/")
        expect(page.locator(".looks tbody tr")).to_have_count(6)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        look(page, "looks-phone")
        axe(page, within="main")
