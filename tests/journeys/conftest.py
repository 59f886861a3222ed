"""A small bureau with its people, all invented, for journeys through the whole portal."""

import pytest

from organizations import posts
from organizations.enums import Role, UnitKind
from organizations.models import Unit, User
from tests.organizations.factories import make_places

PASSWORD = "a-long-password-of-the-tests"

UNITS = [
    # name, kind, region, unit above
    ("乙市民政局", UnitKind.BUREAU, "3207", None),
    ("丙县民政局", UnitKind.BUREAU, "320722", "乙市民政局"),
    ("和平镇人民政府", UnitKind.TOWNSHIP, "320722100", "丙县民政局"),
    ("刘庄村民委员会", UnitKind.VILLAGE_COMMITTEE, "320722100201", "和平镇人民政府"),
    ("乙市纪委监委驻市民政局纪检监察组", UnitKind.INSPECTION, "3207", None),
    ("乙市纪委监委", UnitKind.INSPECTION, "3207", None),
]
PEOPLE = [
    ("editor", "艾编辑", "丙县民政局", Role.EDITOR),
    ("reviewer", "申审核", "丙县民政局", Role.REVIEWER),
    ("handler", "程承办", "和平镇人民政府", Role.HANDLER),
    ("screener", "盛筛查", "丙县民政局", Role.SUPERVISOR),
    ("city_screener", "路市局", "乙市民政局", Role.SUPERVISOR),
    ("inspector", "季检查", "乙市纪委监委驻市民政局纪检监察组", Role.INSPECTOR),
]


@pytest.fixture
def bureau(transactional_db):
    """Places, units and people, committed, so that the server's threads see them; people by user name."""
    make_places()
    units: dict[str, Unit] = {}
    for name, kind, region, above in UNITS:
        units[name] = Unit.objects.create(
            name=name, kind=kind, region_id=region, parent=units.get(above), phone="0518-0000 0000"
        )
    people = {}
    for username, name, unit, role in PEOPLE:
        people[username] = User.objects.create_user(username, password=PASSWORD, name=name)
        posts.appoint(people[username], units[unit], role)
    return people


@pytest.fixture
def at_work(open_page, live_server):
    """``with at_work("editor") as page``: a browser of one member of staff, signed in."""
    from contextlib import contextmanager

    @contextmanager
    def signed_in(username: str):
        with open_page() as page:
            page.goto("/staff/login/")
            page.locator("input[name=username]").fill(username)
            page.locator("input[name=password]").fill(PASSWORD)
            page.locator("button[type=submit]").click()
            page.wait_for_url("**/staff/")
            yield page

    return signed_in
