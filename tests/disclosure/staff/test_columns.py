"""Columns that no layout knows: asked once, remembered for the unit, nothing lost on the way."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from disclosure.intake import importing
from disclosure.models import Batch, ColumnMeaning
from disclosure.publication import reviewing
from tests.disclosure import lists
from tests.disclosure.conftest import NOVEMBER
from tests.disclosure.lists import household

pytestmark = pytest.mark.django_db
STRANGE = {"合计（元）": "本月实发", "户月保障金额（元）": "上月实发", "保障人口": "几口吃"}


def strange(count=3, **headings):
    """The rural layout as a system writes it that has headings of its own."""
    names = [{**STRANGE, **headings}.get(heading, heading) for heading in lists.RURAL]
    return lists.as_csv([names, *lists.table(household(n) for n in range(count))[1:]])


@pytest.fixture
def answer(client, county, django_capture_on_commit_callbacks):
    """``answer(batch, heading=field)`` posts the form with what the page had chosen by itself."""

    def answer(batch, user=None, **said):
        client.force_login(user or county.editor)
        data = {
            f"column-{index}": said.get(column["heading"], column["field"])
            for index, column in enumerate(batch.question["columns"])
        }
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(reverse("batch:columns", args=[batch.pk]), data, follow=True)

    return answer


def test_a_column_that_is_not_known_is_asked_about_and_the_file_read_on(upload, answer):
    page = upload(strange()).content.decode()
    batch = Batch.objects.get()
    assert batch.asks_columns
    assert "本月实发" in page
    assert "几口吃" in page
    assert household(1)["户主身份证号"] not in page, "numbers of persons are masked"
    assert lists.SECRETS[0] not in page
    assert not batch.staged_rows.exists()
    answer(batch, 本月实发="amount", 几口吃="people")
    batch.refresh_from_db()
    assert (batch.accepted_count, batch.refused_count, batch.question) == (3, 0, None)
    assert not batch.file
    assert sorted(batch.staged_rows.values_list("amount", flat=True)) == [460, 461, 462]


def test_it_is_asked_once(upload, answer, load, county):
    upload(strange())
    answer(Batch.objects.get(), 本月实发="amount", 几口吃="people")
    again = load(strange(2), month=NOVEMBER)
    assert (again.accepted_count, again.refused_count) == (2, 0)
    kept = ColumnMeaning.objects.visible_to(county.editor)
    assert {(row.heading, row.field, row.unit) for row in kept} == {
        ("本月实发", "amount", county.units["county"]),
        ("几口吃", "people", county.units["county"]),
    }
    assert not ColumnMeaning.objects.visible_to(county.stranger).exists()
    entry = ModelLogEntry.objects.get(action="disclosure.map_columns")
    assert "发" not in str(entry.data)


def test_what_was_chosen_stays_where_something_is_missing_or_said_twice(upload, answer):
    upload(strange())
    batch = Batch.objects.get()
    html = answer(batch, 本月实发="amount", 上月实发="amount").content.decode()
    assert "请指出哪一列是保障人口" in html
    assert "两列都选成了" in html
    assert html.count('value="amount" selected') == 2
    batch.refresh_from_db()
    assert batch.asks_columns
    assert not ColumnMeaning.objects.exists()


def test_two_columns_of_one_heading_are_told_apart(upload, answer, load):
    upload(strange(**{"合计（元）": "保障人口", "户月保障金额（元）": "保障金额", "保障人口": "保障人口"}))
    batch = Batch.objects.get()
    answer(batch, **{"保障人口": "people", "保障人口#2": ""})
    batch.refresh_from_db()
    assert batch.accepted_count == 3
    assert sorted(batch.staged_rows.values_list("people", flat=True)) == [1, 2, 3]


def test_a_large_file_asks_too_and_its_page_says_so(
    county, upload, answer, seen, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(importing, "INLINE_BYTES", 10)
    with django_capture_on_commit_callbacks(execute=True):
        upload(strange())
    batch = Batch.objects.get()
    assert batch.asks_columns
    assert reverse("batch:columns", args=[batch.pk]) in seen(county.editor, "inspect", batch.pk)
    assert reverse("batch:columns", args=[batch.pk]) not in seen(county.reviewer, "inspect", batch.pk)
    assert "待说明各列" in seen(county.editor, "index")
    seen(county.reviewer, "columns", batch.pk, status=302)
    seen(county.stranger, "columns", batch.pk, status=404)
    answer(batch, 本月实发="amount", 几口吃="people")
    batch.refresh_from_db()
    assert batch.accepted_count == 3


def test_nobody_reads_it_while_it_waits_and_after_a_while_it_is_given_up(upload):
    upload(strange())
    batch = Batch.objects.get()
    call_command("take_up_lists")
    batch.refresh_from_db()
    assert batch.asks_columns
    Batch.objects.update(asked_at=timezone.now() - timedelta(days=15))
    call_command("take_up_lists")
    batch.refresh_from_db()
    assert batch.refused_rows.get().code == "columns_unanswered"
    assert (batch.file.name, batch.question) == ("", None)


def test_a_list_that_is_withdrawn_keeps_neither_file_nor_question(county, upload, do):
    upload(strange())
    batch = Batch.objects.get()
    reviewing.withdraw(batch, county.editor)
    batch.refresh_from_db()
    assert (batch.question, batch.asked_at) == (None, None)
    assert "待说明各列" not in do(county.editor, batch, "withdraw").content.decode()


def test_a_file_that_has_too_few_columns_is_refused_at_once(upload):
    page = upload(lists.as_csv([["户主姓名", "保障人口", "所属社", "合计"], ["甲", 1, "刘庄村委会", 1]]))
    assert not Batch.objects.exists()
    assert "缺少这一列" in page.content.decode()


def test_the_page_asks_few_queries(client, county, upload):
    upload(strange())
    batch = Batch.objects.get()
    address = reverse("batch:columns", args=[batch.pk])
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.get(address)
    assert len(queries) <= 15


def test_what_was_said_wrongly_is_forgotten_and_asked_again(client, county, upload, answer, seen):
    upload(strange())
    batch = Batch.objects.get()
    answer(batch, 本月实发="amount", 几口吃="people")
    address = reverse("batch:columns_told", args=[batch.pk])
    assert address in seen(county.editor, "inspect", batch.pk)
    assert address not in seen(county.reviewer, "inspect", batch.pk)
    assert "本月实发" in seen(county.editor, "columns_told", batch.pk)
    client.post(address)
    assert not ColumnMeaning.objects.exists()
    assert ModelLogEntry.objects.filter(action="disclosure.forget_columns").exists()
    upload(strange(), month="2026-11")
    assert Batch.objects.latest("pk").asks_columns
