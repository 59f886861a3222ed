"""0 户, 尚未公开 and 不适用 are three answers; who owes what does not hang on who ever published."""

import csv
import io
from datetime import date

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from disclosure.models import Batch, Programme
from disclosure.publication import duties, standing
from organizations.models import Region
from tests.disclosure.conftest import NOVEMBER, OCTOBER
from tests.disclosure.lists import household
from tests.tables import rows_beside

pytestmark = pytest.mark.django_db
LIST = "rural-dibao"
TODAY = date(2026, 11, 22)


@pytest.fixture
def say(county):
    """``say(*(programme, place, month))`` writes lists as published, without rows."""

    def say(*lists, state="published"):
        for programme, region, month in lists:
            Batch.objects.create(
                programme_id=programme, region_id=region, month=month, state=state, uploaded_by=county.editor
            )

    return say


def words(state) -> str:
    return f"{state.standing.value} {state.public}/{state.due}" if state.due else state.standing.value


def test_the_table_of_states(say):
    """``data/standing.csv``: what is published, and what is so of a programme in a place."""
    rows = rows_beside(__file__, "standing.csv")
    wrong = []
    for row in rows:
        Batch.objects.all().delete()
        months = {"8": date(2026, 8, 1), "9": date(2026, 9, 1), "10": OCTOBER, "11": NOVEMBER}
        published = [one.split(":") for one in row["published"].split()]
        say(*((programme, place, months[month]) for programme, place, month in published))
        state = standing.read(TODAY).state(row["programme"], row["place"])
        missing = f"{state.missing.month:%m} {state.missing.by}" if state.missing else ""
        late = "late" if state.missing and state.missing.is_late else ""
        found = (words(state), missing, late)
        if found != (row["state"], row["missing"], row["late"]):
            wrong.append((row, found))
    assert not wrong
    assert len(rows) > 20


def test_what_is_no_list_of_the_public_counts_for_nothing(say):
    for state in ("draft", "submitted", "approved", "returned", "withdrawn"):
        say((LIST, "320722", OCTOBER), state=state)
    assert words(standing.read(TODAY).state(LIST, "320722")) == "not_yet"


def test_a_day_into_a_year_without_a_notice_is_provisional(say):
    say((LIST, "320722", date(2028, 11, 1)))
    missing = standing.read(TODAY).state(LIST, "320722").missing
    assert (missing.month, missing.is_provisional) == (date(2028, 12, 1), True)


def test_lists_are_owed_of_the_programmes_that_the_catalogue_names(prepared):
    """For the margin and for unavoidable expenses no national basis was found (rules.md)."""
    named = set(Programme.objects.values_list("pk", flat=True)) - {"marginal", "rigid-expense"}
    assert set(duties.of_lists()) == named


def text(client, name, *args, prefix=""):
    response = client.get(prefix + reverse(f"disclosure:{name}", args=args))
    assert response.status_code == 200
    return " ".join(strip_tags(response.content.decode()).split())


def test_pages_of_every_level_keep_the_three_apart(client, release):
    """丙县 has published, 丁县 has not."""
    release([household(1)])
    city = text(client, "region", "3207")
    assert "2 个县区中 1 个已公开" in city
    assert "不适用" in city  # marginal: nothing is due
    listed = text(client, "list", "3207", LIST)
    assert "2 个县区中 1 个已公开" in listed
    assert "丁县 尚未公开（应于 2026年11月13日前公开" in listed
    other = text(client, "list", "320723100201", LIST)
    assert "尚未公开（应于" in other
    assert "0 户" not in other
    assert "这不等于没有人享受救助" in other
    assert "0 户：这份名单没有公开本村的家庭" in text(client, "list", "320722101201", LIST)
    assert "不适用" in text(client, "list", "320722101201", "marginal")
    assert "1 of 2 counties have published" in text(client, "list", "3207", LIST, prefix="/en")


def test_files_keep_them_apart_too(client, release):
    release([household(1)])
    file = client.get(reverse("disclosure:csv", args=["3207", LIST])).content.decode().removeprefix("\ufeff")
    heading, here, there = csv.reader(io.StringIO(file))
    assert here[:6] == ["320722", "丙县", "1", "2", here[4], "已公开"]
    assert there[:6] == ["320723", "丁县", "", "", "", "尚未公开"]
    assert len(heading) == len(here) == len(there)
    assert client.get(reverse("disclosure:csv", args=["320723100201", LIST])).status_code == 404
    nobody = client.get(reverse("disclosure:csv", args=["320722101201", LIST])).content.decode()
    assert len(nobody.splitlines()) == 1


def test_the_staff_home_names_what_is_late(client, county, release):
    """Everybody sees the lists of their own places, and none of others."""
    release([household(1)])
    Region.objects.filter(pk="320723").update(name="丁县（改）")
    for user, shown in ((county.inspector, True), (county.editor, False), (county.handler, None)):
        client.force_login(user)
        html = strip_tags(client.get(reverse("wagtailadmin_home")).content.decode())
        assert ("公开目录对您所管地区的要求" in html) == (shown is not None)
        assert ("丁县（改）" in html) == bool(shown)


def test_places_in_which_every_village_publishes_are_gone_through_once(monkeypatch):
    """A county of hundreds of villages, each with a list of its own: every page asks of all of them."""
    below = {"320722": [f"320722{100 + n}" for n in range(8)]}
    below |= {town: [f"{town}{200 + n}" for n in range(20)] for town in below["320722"]}
    villages = {code: OCTOBER for town in below["320722"] for code in below[town]}
    facts = standing.StandingFacts({LIST: villages}, {}, {}, None, {}, {})
    asked = []

    def children(_facts, code):
        asked.append(code)
        return below.get(code, [])

    monkeypatch.setattr(standing.StandingFacts, "children", children)
    lists = standing.Lists(TODAY, facts, facts.published)
    for code in [*below, *villages] * 2:
        assert lists.month_of(LIST, code) == OCTOBER
        assert lists.month_of("tekun", code) is None
    assert sorted(asked) == sorted(below)
    assert facts.reached[LIST] == {"32", "3207", *below, *villages}
