"""A village's plain list says who, not how many, how much or since when: nothing is made up for it."""

import json

import pytest
from django.urls import reverse

from disclosure.enums import Step
from disclosure.intake.layouts import layouts
from disclosure.models import Batch, ListTotal, Programme, Recipient
from disclosure.publication import differences, proposals
from disclosure.publication.content import content_digest
from organizations.models import Region
from tests.disclosure import shapes
from tests.disclosure.conftest import NOVEMBER
from tests.disclosure.lists import household
from tests.disclosure.public.earlier import COUNTY, LIST, VILLAGE

pytestmark = pytest.mark.django_db
ALL = ("people", "amount", "since")


@pytest.fixture
def plain(release):
    """``plain(month=…)`` publishes the list of one village."""

    def plain(**where):
        region = Region.objects.get(pk=VILLAGE)
        return release(shapes.only(), region=region, lacks=ALL, **where)

    return plain


def said(client, batch, county, *lacks):
    client.force_login(county.editor)
    data = {f"column-{n}": column["field"] for n, column in enumerate(batch.question["columns"])}
    return client.post(reverse("batch:columns", args=[batch.pk]), {**data, "lacks": lacks}, follow=True)


def test_what_the_file_lacks_is_asked_about_and_nothing_made_up(
    upload, client, county, seen, django_capture_on_commit_callbacks
):
    upload(shapes.only(), region=VILLAGE)
    batch = Batch.objects.get()
    assert batch.asks_columns
    assert seen(county.editor, "columns", batch.pk).count('name="lacks"') == 3
    assert "请指出哪一列是合计" in said(client, batch, county, "people", "since").content.decode()
    batch.refresh_from_db()
    assert batch.asks_columns
    with django_capture_on_commit_callbacks(execute=True):
        said(client, batch, county, *ALL)
    batch.refresh_from_db()
    assert (batch.accepted_count, batch.refused_count, batch.lacks) == (3, 0, "amount people since")
    assert set(batch.staged_rows.values_list(*ALL)) == {(None, None, None)}
    page = seen(county.reviewer, "inspect", batch.pk)
    for words in ("没有写每户人数", "没有写每户领多少钱", "是否早于出生"):
        assert words in page
    assert not batch.refused_rows.exists(), "what could not be checked was not checked"


def test_the_next_file_is_asked_about_again(upload, client, county, django_capture_on_commit_callbacks):
    """A column that is lost by a slip would otherwise end all amounts without a word."""
    upload(shapes.only(), region=VILLAGE)
    with django_capture_on_commit_callbacks(execute=True):
        said(client, Batch.objects.get(), county, *ALL)
    upload(shapes.only(), region=VILLAGE, month="2026-11")
    assert Batch.objects.order_by("pk").last().asks_columns


def test_what_is_needed_everywhere_cannot_be_lacking(upload, client, county):
    upload(shapes.only(), region=VILLAGE)
    batch = Batch.objects.get()
    said(client, batch, county, *ALL, "id_number")
    batch.refresh_from_db()
    assert batch.asks_columns
    upload(shapes.only(), region=COUNTY)
    assert Batch.objects.count() == 2
    said(client, Batch.objects.order_by("pk").last(), county, *ALL)
    assert Batch.objects.order_by("pk").last().asks_columns, "nobody knows the village"


def test_public_pages_show_none_and_say_so(plain, client, county):
    plain()
    page = client.get(f"/lists/{VILLAGE}/{LIST}/").content.decode()
    assert "共 3 户。名单没有写人数。名单没有写金额。" in page
    assert "None" not in page
    rows = json.loads(client.get(f"/lists/{VILLAGE}/{LIST}.json").content)["rows"]
    assert {(row["people"], row["amount"], row["since"]) for row in rows} == {(None, None, None)}
    assert b"None" not in client.get(f"/lists/{VILLAGE}/{LIST}.csv").getvalue()
    assert "名单没有写金额" in client.get(f"/lists/{VILLAGE}/kiosk/{LIST}/").content.decode()
    row = Recipient.objects.first()
    assert b"None" not in client.get(reverse("disclosure:row", args=[row.public_id])).content
    client.force_login(county.editor)
    sheet = client.get(reverse("batch:sheet", args=[VILLAGE, LIST])).content.decode()
    assert "名单没有写金额" in sheet
    assert "None" not in sheet


def test_sums_say_of_how_many_they_are_not(plain, release, county, client):
    release([household(n) for n in range(12)])
    plain(month=NOVEMBER)
    total = ListTotal.objects.current().get(region_id=COUNTY, programme=LIST)
    village = ListTotal.objects.current().get(region_id=VILLAGE, programme=LIST)
    others = total.households - village.households
    assert (village.without_people, village.without_amount) == (3, 3)
    assert (total.without_people, total.without_amount) == (3, 3)
    assert (village.people_told, village.amount_told, others > 0) == (None, None, True)
    assert total.amount_told == total.amount > 0
    assert "其中 3 户名单没有写金额" in client.get(f"/lists/{COUNTY}/{LIST}/").content.decode()
    assert "3 户没写" in client.get(f"/lists/{COUNTY}/").content.decode()
    row = Recipient.objects.current().filter(region_id=VILLAGE).first()
    proposals.confirm(proposals.propose_for_row(Step.HIDE, row, county.editor, "核查"), county.reviewer)
    total.refresh_from_db()
    assert (total.without_people, total.without_amount) == (2, 2)


def test_the_same_list_again_changes_nothing(plain, load, county):
    plain()
    again = load(shapes.only(), month=NOVEMBER, region=Region.objects.get(pk=VILLAGE), lacks=ALL)
    assert differences.compare(again).is_empty
    sums = differences.compare(again).sums
    assert (sums.households_after, sums.amount_after) == (3, 0)


def test_one_that_says_more_changes_what_it_says(plain, load):
    plain()
    village = Region.objects.get(pk=VILLAGE)
    file = shapes.only(月保障金额=300)
    again = load(file, month=NOVEMBER, region=village, lacks=("people", "since"))
    changed = differences.compare(again).changed
    assert [change.fields for change in changed[0:3]] == [("amount",)] * 3


def test_what_was_approved_tells_nothing_from_zero(load):
    village = Region.objects.get(pk=VILLAGE)
    batch = load(shapes.only(), region=village, lacks=ALL)
    before = content_digest(batch)
    batch.staged_rows.update(amount=0)
    assert content_digest(batch) != before


def test_a_single_payment_has_its_amount(county):
    """A ledger of payments without what was paid is none."""
    assert not [field.key for field in layouts()["temporary"] if field.may_lack]
    assert Programme.objects.get(pk="temporary").pays_once
