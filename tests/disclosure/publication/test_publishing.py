"""Publication: all or nothing, once, and the history stays (design invariant 1)."""

from unittest import mock

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from disclosure import lookup, tasks
from disclosure.enums import BatchState
from disclosure.intake import staging
from disclosure.models import Batch, ListTotal, Recipient, StagedRow
from disclosure.problems import ListActNotAllowed
from disclosure.publication import comparing, differences, publishing, reviewing, switching
from organizations.models import Region
from tests.disclosure.conftest import NOVEMBER, OCTOBER, SEPTEMBER
from tests.disclosure.lists import household

pytestmark = pytest.mark.django_db


@pytest.fixture
def approved(load, county):
    def approved(rows, reason="", **where):
        batch = reviewing.submit(load(rows, **where), county.editor, reason)
        return reviewing.approve(batch, county.reviewer, ended=differences.sums(batch).ended)

    return approved


def state_of_the_world():
    return (
        list(Recipient.objects.order_by("pk").values_list("pk", "valid_from", "valid_until")),
        list(ListTotal.objects.order_by("pk").values_list("pk", "is_current")),
        StagedRow.objects.count(),
        list(Batch.objects.order_by("pk").values_list("state", flat=True)),
    )


STEPS = {
    "close_rows": switching.close_rows,
    "open_rows": switching.open_rows,
    "make_public": switching.make_public,
}


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("after", [False, True])
def test_a_publication_killed_at_any_step_leaves_nothing(release, approved, step, after):
    release([household(n) for n in range(5)])
    batch = approved([{**household(n), "合计（元）": 999} for n in range(2, 8)], month=NOVEMBER)
    before = state_of_the_world()
    target, real = f"disclosure.publication.publishing.{step}", STEPS[step]

    def dies(*args, **kwargs):
        if after:
            real(*args, **kwargs)
        raise KeyboardInterrupt

    with mock.patch(target, dies), pytest.raises(KeyboardInterrupt), transaction.atomic():
        publishing.publish(batch)
    assert state_of_the_world() == before
    # … and it can be done again, whole.
    assert publishing.publish(batch).state == BatchState.PUBLISHED
    assert Recipient.objects.current().count() == 6


def test_publishing_twice_changes_nothing(approved):
    batch = publishing.publish(approved([household(1), household(2)]))
    before = state_of_the_world()
    publishing.publish(batch)
    tasks.publish_batch.enqueue(batch.pk)
    assert state_of_the_world() == before


def test_only_what_was_approved_is_published(load, county):
    with pytest.raises(ListActNotAllowed) as refused:
        publishing.publish(load([household(1)]))
    assert refused.value.codes == ["not_approved"]


def test_the_second_of_two_lists_of_one_month_replaces_none_that_it_does_not_name(approved, county):
    first, second = approved([household(1)]), approved([household(1)])
    publishing.publish(first)
    with pytest.raises(ListActNotAllowed) as refused:
        publishing.publish(second)
    assert refused.value.codes == ["corrects_another"]
    # It is not stuck: sent back, and submitted again as what it is.
    second = reviewing.send_back(second, county.reviewer, "本月名单已公布")
    with pytest.raises(ListActNotAllowed) as refused:
        reviewing.submit(second, county.editor)
    assert refused.value.codes == ["reason_for_correction"]
    second = reviewing.approve(reviewing.submit(second, county.editor, "金额更正"), county.reviewer)
    assert publishing.publish(second).corrects == first
    first.refresh_from_db()
    assert first.state == BatchState.REPLACED


def test_an_unchanged_household_keeps_its_row(release):
    rows = [household(n) for n in range(4)]
    release(rows)
    before = set(Recipient.objects.values_list("pk", "public_id"))
    release(rows, month=NOVEMBER)
    assert set(Recipient.objects.values_list("pk", "public_id")) == before


@pytest.mark.parametrize(
    ("heading", "value", "field"),
    [
        ("户主姓名", "王新名", "holder_name"),
        ("保障人口", 3, "people"),
        ("合计（元）", 1, "amount"),
        ("分档类型", "A档", "category"),
        ("最初享受月", "2019-01", "since"),
        ("所属社", "东园社区居委会", "region_id"),
    ],
)
def test_a_change_closes_a_row_and_opens_another(release, heading, value, field):
    release([household(0)])
    batch = release([{**household(0), heading: value}], month=NOVEMBER)
    old, new = Recipient.objects.order_by("pk")
    assert (old.valid_until, new.valid_from) == (batch, batch)
    assert new.valid_until is None
    assert old.id_index == new.id_index
    assert old.id_number == new.id_number == household(0)["户主身份证号"]
    [change] = differences.compare(batch).changed[:5]
    assert change.fields == (field,)
    assert change.row == change.after


def test_the_difference_is_the_same_before_and_after_publication(release, approved):
    release([household(n) for n in range(6)])
    rows = [household(n) for n in range(2, 9)]
    rows[0]["合计（元）"] = 1
    batch = approved(rows, month=NOVEMBER)

    def told(batch):
        difference = differences.compare(batch)
        return [
            [(c.kind, c.before, c.after) for c in part[:50]]
            for part in (difference.added, difference.removed, difference.changed)
        ]

    before = told(batch)
    assert [len(part) for part in before] == [3, 2, 1]
    assert before == told(publishing.publish(batch))


def test_an_empty_difference_says_so(release, load):
    release([household(1)])
    difference = differences.compare(load([household(1)], month=NOVEMBER))
    assert difference.is_empty
    with pytest.raises(IndexError):
        difference.added[0]


def test_a_list_of_one_township_leaves_the_others_alone(release):
    release([household(n) for n in range(6)])
    township = Region.objects.get(pk="320722101")
    release([household(2)], region=township, month=NOVEMBER)
    assert Recipient.objects.current().within("320722101").count() == 1
    assert Recipient.objects.current().within("320722100").count() == 4
    county = ListTotal.objects.current().get(region_id="320722")
    assert (county.households, county.removed, county.month) == (5, 1, NOVEMBER)


def test_a_household_that_moved_meanwhile_stops_the_publication(release, approved):
    here, there = Region.objects.get(pk="320722100"), Region.objects.get(pk="320722101")
    moved = {**household(0), "所属街": "双河街道", "所属社": "刘庄村委会"}
    waiting = approved([moved], region=there)
    release([household(0)], region=here)
    with pytest.raises(ListActNotAllowed) as refused:
        publishing.publish(waiting)
    assert refused.value.codes == ["household_elsewhere"]


def test_one_household_has_one_current_row(release):
    release([household(1)])
    row = Recipient.objects.get()
    row.pk, row.public_id = None, None
    row.public_id = "12345678-1234-5678-1234-567812345678"
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_totals_add_up_from_the_village_to_the_province(release):
    release([household(n) for n in range(9)], month=OCTOBER)
    rows = list(Recipient.objects.all())
    for code in ("320722100201", "320722100", "320722", "3207", "32"):
        total = ListTotal.objects.current().get(region_id=code)
        inside = [row for row in rows if row.region_id.startswith(code)]
        assert (total.households, total.people) == (len(inside), sum(row.people for row in inside))
        assert total.amount == sum(row.amount for row in inside)
        assert total.added == len(inside)


def test_a_village_whose_last_household_left_has_a_total_of_zero(release):
    release([household(0), household(1)])
    release([household(1)], month=NOVEMBER)
    total = ListTotal.objects.current().get(region_id="320722100201")
    assert (total.households, total.removed, total.month) == (0, 1, NOVEMBER)


class TestLookup:
    def test_an_old_link_leads_to_the_households_row(self, release):
        release([household(1)], month=SEPTEMBER)
        old = Recipient.objects.get().public_id
        release([{**household(1), "合计（元）": 5}], month=OCTOBER)
        assert lookup.current_row(old).amount == 5
        release([household(2)], month=NOVEMBER)
        assert lookup.current_row(old) is None

    @pytest.mark.parametrize("address", ["", "x", "12345678-1234-5678-1234-567812345678"])
    def test_an_unknown_address_is_nobody(self, address):
        assert lookup.current_row(address) is None


def test_what_came_between_the_comparison_and_the_switch_is_compared_again(release, approved, monkeypatch):
    release([household(n) for n in range(4)])
    correction = approved([{**household(n), "合计（元）": 700 + n} for n in range(4)], reason="金额更正")
    batch = approved([{**household(n), "合计（元）": 700 + n // 2} for n in range(4)], month=NOVEMBER)
    compare, plans = comparing.planned, []

    def planned(which):
        plans.append(which)
        plan = compare(which)
        if len(plans) == 1:
            publishing.publish(correction)
        return plan

    monkeypatch.setattr(comparing, "planned", planned)
    publishing.publish(batch)
    assert plans == [batch, correction, batch]
    shown = Recipient.objects.current().order_by("amount").values_list("amount", "valid_from")
    assert list(shown) == [(700, correction.pk), (700, batch.pk), (701, batch.pk), (701, batch.pk)]


def test_what_a_dead_publisher_left_of_the_staged_rows_is_deleted_later(release, monkeypatch):
    monkeypatch.setattr(staging, "DELETED_AT_ONCE", 2)
    deleted = []

    def dies(execute, sql, *how):
        if deleted:
            raise KeyboardInterrupt
        deleted.extend([sql] if sql.startswith('DELETE FROM "disclosure_stagedrow"') else [])
        return execute(sql, *how)

    with connection.execute_wrapper(dies), pytest.raises(KeyboardInterrupt):
        release([household(n) for n in range(5)])
    assert (Recipient.objects.current().count(), StagedRow.objects.count()) == (5, 3)
    tasks.publish_begun()
    assert (Recipient.objects.current().count(), StagedRow.objects.count()) == (5, 0)


def test_nothing_is_compared_while_others_wait(release, approved):
    """Between the lock and the commit rows are named by their keys: no statement there joins two lists."""
    release([household(n) for n in range(9)])
    batch = approved([{**household(n), "合计（元）": 900 + n} for n in range(9)], month=NOVEMBER)
    with CaptureQueriesContext(connection) as asked:
        publishing.publish(batch)
    said = [query["sql"] for query in asked.captured_queries]
    begins = next(n for n, sql in enumerate(said) if 'UPDATE "disclosure_recipient"' in sql)
    compared = [n for n, sql in enumerate(said) if "EXISTS" in sql and "disclosure_stagedrow" in sql]
    opening = [n for n, sql in enumerate(said) if sql.startswith('INSERT INTO "disclosure_recipient"')]
    assert max(n for n in compared if n not in opening) < begins
    assert "disclosure_recipient" not in said[opening[0]].partition("SELECT")[2].partition("FROM")[2]
    # PostgreSQL is to know the rows that were opened, not those that were there before.
    looked_at = [n for n, sql in enumerate(said) if sql == 'ANALYZE "disclosure_recipient"']
    assert len(looked_at) == (connection.vendor == "postgresql")
    assert all(n > opening[-1] for n in looked_at)


def test_what_came_between_the_sums_and_an_approval_is_summed_again(release, load, county, monkeypatch):
    release([household(n) for n in range(4)])
    batch = reviewing.submit(load([household(n) for n in range(3)], month=NOVEMBER), county.editor)
    sums, asked = differences.sums, []

    def summed(which):
        asked.append(which)
        found = sums(which)
        if len(asked) == 1:
            Batch.objects.filter(state=BatchState.PUBLISHED).update(published_at=timezone.now())
        return found

    monkeypatch.setattr(differences, "sums", summed)
    assert reviewing.approve(batch, county.reviewer, ended=1).ended_seen == 1
    assert len(asked) == 2
