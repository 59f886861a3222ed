"""A repeated visit costs no second transfer, and never shows what is no longer so."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from disclosure.models import Programme
from disclosure.publication import reviewing
from organizations.models import Region, Unit
from portal.models import Bureau
from tests.disclosure.conftest import NOVEMBER
from tests.disclosure.lists import household, id_number

pytestmark = pytest.mark.django_db
VILLAGE = "320722100201"
CODE = "rural-dibao"
PAGES = {
    "places": [],
    "region": ["320722"],
    "list": [VILLAGE, CODE],
    "csv": [VILLAGE, CODE],
}
#: A working day at 10:00 and the evening of the same day, in Shanghai.
MORNING = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
EVENING = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def morning(monkeypatch):
    """The head of every page says whether the hotline is answered now: no test may straddle that."""
    monkeypatch.setattr(timezone, "now", lambda: MORNING)


@pytest.fixture
def published(release):
    return release([household(0), household(3)])


def address(name, prefix):
    # A request for an English page leaves its language active in the thread.
    with translation.override("zh-hans"):
        return prefix + reverse(f"disclosure:{name}", args=PAGES[name])


@pytest.fixture
def visit(client):
    """``visit(name)`` remembers the answer; ``again(name)`` says whether it still holds."""
    tags = {}

    def visit(name, prefix=""):
        response = client.get(address(name, prefix))
        assert response.status_code == 200
        tags[name] = response["ETag"]
        return response

    def again(name, prefix=""):
        response = client.get(address(name, prefix), headers={"if-none-match": tags[name]})
        assert response.status_code in (200, 304)
        assert bool(response.content) == (response.status_code == 200)
        return response.status_code == 304

    visit.again = again
    return visit


@pytest.mark.parametrize("name", PAGES)
def test_a_second_visit_is_answered_without_a_body(visit, published, name):
    response = visit(name)
    assert response["Cache-Control"] == "no-cache"
    assert "Cookie" in response["Vary"]
    assert "Last-Modified" not in response
    assert visit.again(name)


@pytest.mark.parametrize("name", ["region", "list", "csv"])
def test_a_publication_is_seen_at_once(visit, release, published, name):
    visit(name)
    release([household(0)], month=NOVEMBER)
    assert not visit.again(name)
    visit(name)
    # The last household goes: the list stays public, and empty.
    release([household(1)], month=NOVEMBER)
    assert not visit.again(name)


def test_what_is_not_public_changes_nothing(visit, load, county, published):
    visit("list")
    batch = load([household(0)], month=NOVEMBER)
    reviewing.withdraw(batch, county.editor)
    reviewing.submit(load([household(0)], month=NOVEMBER), county.editor)
    assert visit.again("list")


@pytest.mark.parametrize("name", ["list", "csv"])
def test_another_masking_is_seen_at_once(visit, published, name):
    visit(name)
    Programme.objects.filter(pk=CODE).update(name_masking="full")
    assert not visit.again(name)
    visit(name)
    Programme.objects.filter(pk=CODE).update(name_masking="masked")
    assert not visit.again(name)


def test_a_minor_who_came_of_age_is_seen_at_once(visit, release, monkeypatch):
    release([household(0, **{"户主身份证号": id_number(9, date(2008, 11, 24))})])
    assert "（未成年人）" in visit("csv").content.decode()
    assert visit.again("csv")
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 11, 23, 16, 0, tzinfo=UTC))
    assert not visit.again("csv")


CHANGES = {
    "the standard": lambda: Programme.objects.filter(pk=CODE).update(standard_text="新标准"),
    "the village's name": lambda: Region.objects.filter(pk=VILLAGE).update(name="新庄村委会"),
    "who is responsible": lambda: Unit.objects.filter(region="320722100").update(phone="0518-0000002"),
    "the bureau": lambda: Bureau.objects.update(name="乙市民政局"),
}


@pytest.mark.parametrize("what", CHANGES)
def test_whatever_else_the_page_says_is_seen_at_once(visit, published, what):
    Bureau.load()
    visit("list")
    CHANGES[what]()
    assert not visit.again("list")


def test_the_hotlines_hours_are_seen_at_once(visit, published, monkeypatch):
    Bureau.load()
    Bureau.objects.update(hotline="0518-0000000")
    visit("list")
    monkeypatch.setattr(timezone, "now", lambda: EVENING)
    assert not visit.again("list")


def test_each_language_size_and_site_has_its_own(visit, client, published, settings):
    visit("list")
    assert not visit.again("list", "/en")
    client.cookies["type"] = "large"
    assert not visit.again("list")
    del client.cookies["type"]
    assert visit.again("list")
    settings.DEMONSTRATION = True
    assert not visit.again("list")


def test_a_member_of_staff_gets_the_same_page(visit, client, county, published):
    """Nothing on it is theirs alone, so nobody is shown another's page."""
    before = visit("list").content
    client.force_login(county.editor)
    assert visit("list").content == before
    assert visit.again("list")
