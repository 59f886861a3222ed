"""入库准确率 and 校验通过率 of a list: with their denominators, each opening to its rows."""

import pytest

from disclosure.intake.rates import Rate, accurate, passed
from tests.disclosure.lists import household

pytestmark = pytest.mark.django_db


def test_the_rates_of_a_list_and_the_rows_they_lack(county, load, seen):
    rows = [household(n) for n in range(4)]
    rows[1] |= {"合计（元）": "99,999", "户主身份证号": "320722550505123"}
    rows[2] |= {"合计（元）": "很多"}
    batch = load(rows)
    assert passed(batch) == Rate(3, 4)
    assert batch.warned_count == 2
    assert accurate(batch) == Rate(2, 3), "a row with two things to look at is one row"
    html = " ".join(seen(county.editor, "inspect", batch.pk).split())
    for shown in ("75.00%", "66.66%", 'href="?show=refused"', 'href="?show=warned"', "3/4", "2/3"):
        assert shown in html


def test_nothing_is_rounded_up_to_what_is_asked_for():
    assert Rate(99_999, 100_000).percent == "99.99"
    assert Rate(3, 3).percent == "100.00"
    assert Rate(3, 3).is_full


def test_what_is_not_known_is_not_shown(county, load, seen):
    batch = load([household(1)])
    batch.warned_rows = None
    assert accurate(batch) is None
    batch.accepted_count = 0
    assert passed(batch) is None
