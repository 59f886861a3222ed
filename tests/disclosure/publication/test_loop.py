"""A list's way from the file to the public, and to the next month."""

from decimal import Decimal

import pytest

from disclosure.models import ListTotal, Recipient, StagedRow
from disclosure.publication import differences
from tests.disclosure.conftest import NOVEMBER
from tests.disclosure.lists import household

pytestmark = pytest.mark.django_db


def test_next_month_shows_what_changed(release, load):
    first = release([household(n) for n in range(9)])
    assert first.accepted_count == 9
    assert first.refused_count == 0, list(first.refused_rows.values())
    assert Recipient.objects.current().count() == 9
    assert not StagedRow.objects.exists()

    rows = [household(n) for n in range(1, 10)]
    rows[0]["合计（元）"] = "1,234元"
    second = load(rows, month=NOVEMBER)
    difference = differences.compare(second)
    assert [len(x) for x in (difference.added, difference.removed, difference.changed)] == [1, 1, 1]
    assert difference.changed[0].fields == ("amount",)
    assert difference.changed[0].after.amount == Decimal("1234")

    second = release(rows, month=NOVEMBER)
    assert Recipient.objects.current().count() == 9
    assert Recipient.objects.count() == 11
    again = differences.compare(second)
    assert [len(x) for x in (again.added, again.removed, again.changed)] == [1, 1, 1]
    for code in ("320722", "3207", "32"):
        total = ListTotal.objects.current().get(region_id=code)
        assert (total.households, total.added, total.removed, total.changed) == (9, 1, 1, 1), code
