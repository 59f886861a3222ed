"""A row that was corrected after an objection says so, and never who objected."""

from datetime import UTC, datetime, timedelta

import pytest

from disclosure import objections
from disclosure.models import ConfirmedObjection, Recipient
from tests.disclosure.lists import name
from tests.disclosure.public.earlier import VILLAGE, hide, masked, page

pytestmark = pytest.mark.django_db
MENDED = "更正（有人提出异议，已核实）"


def day(month, number):
    return datetime(2026, month, number, 4, 0, tzinfo=UTC)


def first_row(number):
    return Recipient.objects.filter(holder_name=name(number)).order_by("pk").first()


def confirm(number, at):
    ConfirmedObjection.objects.create(row=first_row(number), confirmed_at=at)


def row_page(client, number):
    return client.get(f"/lists/rows/{first_row(number).public_id}/").content.decode()


def test_a_row_that_changed_or_ended_after_an_objection_says_so(client, three_months):
    confirm(0, day(9, 20))
    confirm(3, day(10, 1))
    october = page(client, kind="changes", month="2026-10")
    assert october.count(MENDED) == 2
    for number in (0, 3):
        assert row_page(client, number).count(MENDED) == 1
    assert MENDED not in page(client, kind="changes", month="2026-11")
    assert "somebody objected" in page(client, kind="changes", prefix="/en", month="2026-10")


def test_neither_one_of_later_nor_one_of_long_ago_is_told(client, three_months):
    confirm(0, day(10, 20))
    confirm(3, day(10, 6) - objections.MENDED_WITHIN - timedelta(days=1))
    assert MENDED not in page(client, kind="changes", month="2026-10")
    assert MENDED not in row_page(client, 0) + row_page(client, 3)


def test_a_row_that_nobody_changed_yet_says_nothing(client, three_months):
    confirm(6, day(9, 20))
    assert MENDED not in row_page(client, 6) + page(client)


def test_who_is_hidden_is_not_told_of_either(client, three_months, county):
    confirm(0, day(9, 20))
    hide(county, 0)
    october = page(client, kind="changes", month="2026-10")
    assert (masked(0) in october, MENDED in october) == (False, False)


def test_an_objection_counts_for_the_row_of_now_in_its_village(three_months):
    objections.confirm(first_row(0), "one", day(11, 20))
    told = ConfirmedObjection.objects.get()
    assert told.row == Recipient.objects.get(holder_name=name(0), valid_until=None)
    assert told.row.region_id == VILLAGE
    objections.confirm(first_row(3), "one", day(11, 20))
    assert ConfirmedObjection.objects.count() == 1, "it has left the list already"
    objections.forget("another")
    assert ConfirmedObjection.objects.exists()
    objections.forget("one")
    assert not ConfirmedObjection.objects.exists()
