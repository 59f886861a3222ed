"""Nobody ends many households by a file that lost its rows: the number is seen, and typed."""

from datetime import datetime, time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from disclosure import tasks
from disclosure.enums import BatchState
from disclosure.models import Programme, Recipient
from disclosure.problems import ListActNotAllowed
from disclosure.publication import differences, publishing, reviewing
from tests.disclosure.conftest import NOVEMBER, OCTOBER, SEPTEMBER
from tests.disclosure.lists import household

pytestmark = pytest.mark.django_db


#: The share that may end unasked, households that end of 10, whether the number is asked for.
SHARES = [(10, 1, False), (10, 2, True), (0, 0, False), (0, 1, True), (100, 10, False)]


@pytest.mark.parametrize(("share", "ended", "asked"), SHARES)
def test_the_number_is_asked_beyond_the_programmes_share(release, load, county, share, ended, asked):
    Programme.objects.update(ending_share=share)
    release([household(n) for n in range(10)])
    stay = range(ended, 10) if ended < 10 else range(10, 20)
    batch = reviewing.submit(load([household(n) for n in stay], month=NOVEMBER), county.editor)
    if asked:
        for typed in (None, ended + 1):
            with pytest.raises(ListActNotAllowed, match="ended_unseen"):
                reviewing.approve(batch, county.reviewer, ended=typed)
    assert reviewing.approve(batch, county.reviewer, ended=ended if asked else None).ended_seen == ended


def test_the_reviewer_sees_what_changes_and_types_what_ends(client, release, load, county, seen):
    release([household(n) for n in range(9)])
    rows = [{**household(1), "合计（元）": 1000}, household(2), household(10)]
    batch = reviewing.submit(load(rows, month=NOVEMBER), county.editor)
    page = seen(county.reviewer, "act", batch.pk, "approve")
    assert "新增 1 户，<strong>退出 7 户</strong>，变更 1 户" in page
    sums = differences.sums(batch)
    assert (sums.households_before, sums.households_after) == (9, 3)
    assert sums.amount_before == sum(460 + n for n in range(9))
    assert sums.amount_after == 1000 + 462 + 470
    address = reverse("batch:act", args=[batch.pk, "approve"])
    for typed in ("", "6", "七"):
        answer = client.post(address, {"ended": typed, "reason": "已核对"}).content.decode()
        assert "已核对" in answer  # nothing typed is lost
        batch.refresh_from_db()
        assert batch.state == BatchState.SUBMITTED
    client.post(address, {"ended": "7", "reason": "已核对"})
    batch.refresh_from_db()
    assert batch.state == BatchState.PUBLISHED


def test_what_was_approved_against_one_list_does_not_end_another(client, release, load, county):
    """Approved when two would end; then a list of the month between has four more."""
    release([household(n) for n in range(10)], month=SEPTEMBER)
    ahead = load([household(n) for n in range(2, 10)], month=NOVEMBER)
    ahead = reviewing.submit(ahead, county.editor)
    ahead = reviewing.approve(ahead, county.reviewer, ended=2)
    release([household(n) for n in range(14)], month=OCTOBER)
    assert tasks.publish_begun() == 0
    with pytest.raises(ListActNotAllowed, match="ended_unseen"):
        publishing.publish(ahead)
    client.force_login(county.reviewer)
    address = reverse("batch:act", args=[ahead.pk, "publish"])
    assert "退出 6 户" in client.get(address).content.decode()
    client.post(address, {"ended": "6"})
    assert Recipient.objects.current().count() == 8


def test_an_approved_list_waits_for_its_month_and_bars_nothing(release, load, county, monkeypatch):
    release([household(n) for n in range(4)], month=SEPTEMBER)
    this, following = timezone.localdate().replace(day=1), timezone.localdate().replace(day=28)
    following = (following + timedelta(days=7)).replace(day=1)
    ahead = reviewing.submit(load([household(n) for n in range(5)], month=following), county.editor)
    ahead = reviewing.approve(ahead, county.reviewer)
    with pytest.raises(ListActNotAllowed, match="month_ahead"):
        publishing.publish(ahead, county.reviewer)
    assert tasks.publish_begun() == 0
    release([household(n) for n in range(4)], month=this)  # this month's list is not barred
    first_minute = timezone.make_aware(datetime.combine(following, time(0, 1)))  # of the month, in Shanghai
    monkeypatch.setattr(timezone, "now", lambda: first_minute)
    assert tasks.publish_begun() == 1
    assert Recipient.objects.current().count() == 5
