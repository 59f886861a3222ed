"""Uploading a list on the staff site: what becomes of a file, and what is said of one that is refused."""

from dataclasses import replace

import pytest
from django.db import connection
from django.urls import reverse

from disclosure.intake import importing, reading
from disclosure.messages import REASONS
from disclosure.models import Batch
from tests.disclosure import lists
from tests.disclosure.conftest import NOVEMBER
from tests.disclosure.lists import household

pytestmark = pytest.mark.django_db


def test_a_file_refused_as_a_whole_keeps_what_was_chosen(county, upload):
    page = upload(lists.as_csv([["户主姓名", "保障人口", "所属社", "合计"], ["甲", 1, "刘庄村委会", 1]]))
    html = page.content.decode()
    assert not Batch.objects.exists()
    assert "户主身份证" in html
    assert 'value="2026-10"' in html
    assert "丙县" in html


def test_a_month_or_region_that_cannot_be_is_explained(county, upload, load, release):
    assert "请写成 2020-04" in upload(lists.rural_csv([household(1)]), month="去年").content.decode()
    assert "id_region" in upload(lists.rural_csv([household(1)]), region="320723").content.decode()
    release([household(1)], month=NOVEMBER)
    assert "已经公开了更晚月份的名单" in upload(lists.rural_csv([household(1)])).content.decode()
    assert Batch.objects.count() == 1


def test_a_month_far_ahead_is_refused_beside_its_field(upload):
    page = upload(lists.rural_csv([household(1)]), month="2099-01")
    assert page.context["form"].errors == {"month": [str(REASONS["month_too_far"])]}
    assert "请核对年份和月份" in page.content.decode()
    assert not Batch.objects.exists()


def test_a_large_file_is_left_to_a_task(
    county, upload, seen, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(importing, "INLINE_BYTES", 10)
    html = upload(lists.rural_csv([household(1)])).content.decode()
    batch = Batch.objects.get()
    assert "文件正在读取" in html
    assert "disclosure/reading.js" in html
    assert reverse("batch:act", args=[batch.pk, "submit"]) not in html
    assert "读取中" in seen(county.editor, "index")
    with django_capture_on_commit_callbacks(execute=True):
        upload(lists.rural_csv([household(2)]))
    second = Batch.objects.exclude(pk=batch.pk).get()
    assert second.accepted_count == 1
    assert "通过的行" in seen(county.editor, "inspect", second.pk)


def test_what_takes_too_long_for_somebody_who_waits_is_left_to_a_task(
    county, upload, monkeypatch, django_capture_on_commit_callbacks
):
    """A small file may hold more than a request should read: it is read all the same, in the background."""
    monkeypatch.setattr(reading, "WHILE_WAITING", replace(reading.WHILE_WAITING, rows=2))
    with django_capture_on_commit_callbacks(execute=True):
        upload(lists.rural_csv([household(n) for n in range(4)]))
    assert Batch.objects.get().accepted_count == 4


def test_a_web_worker_reads_few_lists_at_once(county, upload, django_capture_on_commit_callbacks):
    """Its other threads are for pages; the next list is read in the background."""
    taken = [reading._waiting.acquire(blocking=False) for _ in range(reading.WAITING_AT_ONCE)]
    try:
        html = upload(lists.rural_csv([household(1)])).content.decode()
    finally:
        for _ in taken:
            reading._waiting.release()
    assert all(taken)
    assert "文件正在读取" in html
    with django_capture_on_commit_callbacks(execute=True):
        upload(lists.rural_csv([household(2)]))
    assert Batch.objects.latest("pk").accepted_count == 1


@pytest.mark.django_db(transaction=True)
def test_no_transaction_waits_for_a_file(county, upload, monkeypatch):
    """While a file is read nobody else is kept from writing: one line of 40 MB once held all for 136 s."""
    real, open_while_read = importing.check_file, []

    def check(*args):
        open_while_read.append(connection.in_atomic_block)
        return real(*args)

    monkeypatch.setattr(importing, "check_file", check)
    upload(lists.rural_csv([household(1)]))
    monkeypatch.setattr(importing, "INLINE_BYTES", 10)
    upload(lists.rural_csv([household(2)]))
    assert open_while_read == [False, False]
    assert [batch.accepted_count for batch in Batch.objects.all()] == [1, 1]


def test_a_files_name_is_shown_on_its_page_and_kept_encrypted(county, upload, seen):
    """It may be a person's: what is searched and shown in lists is what the file is of."""
    file = lists.rural_csv([household(1)])
    file.name = "张三的名单.CSV"
    upload(file)
    batch = Batch.objects.get()
    assert batch.source_name == "rural-dibao-320722-2026-10.csv"
    assert "张三的名单.CSV" in seen(county.editor, "inspect", batch.pk)
    assert "张三" not in seen(county.editor, "index")
    with connection.cursor() as cursor:
        cursor.execute("SELECT given_name FROM disclosure_batch")
        assert "张三" not in cursor.fetchone()[0]


def test_drafts_of_one_month_are_announced(county, upload, seen):
    assert "还没有提交" not in upload(lists.rural_csv([household(1)])).content.decode()
    first = Batch.objects.get()
    html = upload(lists.rural_csv([household(2)])).content.decode()
    assert "本月在这里已另有 1 份草稿" in html
    assert reverse("batch:inspect", args=[first.pk]) in html
    assert "已另有" not in upload(lists.rural_csv([household(3)]), month="2026-11").content.decode()


def test_a_text_that_is_too_large_is_told_what_helps(upload, monkeypatch):
    monkeypatch.setattr(reading, "MOST_BYTES", 1024)
    html = upload(lists.rural_csv([household(n) for n in range(9)])).content.decode()
    assert "存成 .xlsx" in html
    assert "图片" not in html
    assert "图片" in upload(lists.as_xlsx(lists.table([household(1)]))).content.decode()
    assert not Batch.objects.exists()
