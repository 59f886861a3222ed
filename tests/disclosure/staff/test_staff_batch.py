"""The page of one list: what came of the check, what it changes, what happens next."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from disclosure.enums import BatchState
from disclosure.messages import AHEAD, REASONS
from disclosure.models import Batch
from disclosure.publication import reviewing
from tests.disclosure import lists
from tests.disclosure.conftest import NOVEMBER
from tests.disclosure.lists import household

pytestmark = pytest.mark.django_db


def test_a_refused_row_says_where_and_why(client, county, upload, seen, do):
    rows = [household(n) for n in range(4)]
    rows[2]["户主身份证号"] = rows[2]["户主身份证号"][:17] + "0"
    html = upload(lists.rural_csv(rows)).content.decode()
    assert "户主身份证号" in html
    assert "校验码" in html
    batch = Batch.objects.get()
    assert (batch.accepted_count, batch.refused_count) == (3, 1)
    refused = client.get(reverse("batch:refused", args=[batch.pk]))
    text = b"".join(refused.streaming_content).decode()
    assert ",4,户主身份证号," in text
    assert rows[2]["户主身份证号"] not in text + html
    assert "请说明为什么不等它们" in seen(county.editor, "act", batch.pk, "submit")
    do(county.editor, batch, "submit")
    batch.refresh_from_db()
    assert batch.state == BatchState.DRAFT


def test_the_page_shows_the_difference(county, release, load, seen):
    release([household(n) for n in range(4)])
    rows = [
        {**household(1), "合计（元）": "1,234", "分档类型": "A档", "最初享受月": "2019-01"},
        household(2),
        household(7),
    ]
    rows[0]["所属社"] = "刘庄村委会"
    batch = load(rows, month=NOVEMBER)
    assert lists.name(7) in seen(county.reviewer, "inspect", batch.pk, show="added")
    assert lists.name(3) in seen(county.reviewer, "inspect", batch.pk, show="removed")
    html = seen(county.reviewer, "inspect", batch.pk, show="changed")
    for old, new in (
        ("461", "1,234"),
        ("东园社区居委会", "刘庄村委会"),
        ("B档", "A档"),
        ("2020年4月", "2019年1月"),
    ):
        assert f"<del>{old}</del> → {new}" in html
    assert household(1)["户主身份证号"] not in html
    assert lists.name(2) in seen(county.reviewer, "inspect", batch.pk, show="accepted")


def test_a_list_that_came_too_late_says_so_and_offers_no_submission(county, load, release, seen):
    batch = load([household(1)])
    release([household(1)], month=NOVEMBER)
    html = seen(county.editor, "inspect", batch.pk)
    assert str(REASONS["month_not_later"]) in html
    assert reverse("batch:act", args=[batch.pk, "submit"]) not in html
    assert reverse("batch:act", args=[batch.pk, "withdraw"]) in html


def test_looking_at_whole_names_is_written_down_once_a_day(county, load, seen):
    refused = {**household(2), "合计（元）": "很多"}
    batch = load([household(1), refused])
    looks = ModelLogEntry.objects.filter(action="disclosure.view", object_id=str(batch.pk))
    seen(county.inspector, "inspect", batch.pk, show="refused")
    assert not looks.exists()
    for _time in range(2):
        seen(county.inspector, "inspect", batch.pk, show="accepted")
    seen(county.editor, "inspect", batch.pk, show="added")
    assert sorted(looks.values_list("user", flat=True)) == sorted([county.inspector.pk, county.editor.pk])


def test_rows_and_faults_are_counted_apart(county, load, seen):
    broken = {**household(2), "户主姓名": "", "合计（元）": "很多"}
    batch = load([household(1), broken, {**household(3), "保障人口": "0"}])
    html = seen(county.editor, "inspect", batch.pk, show="refused")
    assert "错误 <strong>3</strong>" in html
    assert "有 2 行未通过" in html
    assert "一共有 3 处错误" in html


def test_what_comes_next_is_told_to_each_as_it_concerns_them(county, load, seen):
    editors, reviewers = "再提交审核", "等信息公开员提交审核"
    batch = load([household(1)])
    assert editors in seen(county.editor, "inspect", batch.pk)
    for user in (county.reviewer, county.inspector):
        html = seen(user, "inspect", batch.pk)
        assert editors not in html
        assert reviewers in html
    batch = reviewing.send_back(reviewing.submit(batch, county.editor), county.reviewer, "请核对")
    assert "改好文件" in seen(county.editor, "inspect", batch.pk)
    assert "等信息公开员改正文件" in seen(county.reviewer, "inspect", batch.pk)
    empty = load([{**household(1), "户主姓名": ""}])
    assert "要由信息公开员改正" not in seen(county.editor, "inspect", empty.pk)
    assert "要由信息公开员改正" in seen(county.reviewer, "inspect", empty.pk)


def test_a_list_ahead_of_its_month_says_so_until_it_is_public(county, load, seen, do):
    after = timezone.localdate().replace(day=28) + timedelta(days=7)
    assert str(AHEAD) not in seen(county.editor, "inspect", load([household(1)]).pk)
    batch = load([household(1)], month=after)
    assert str(AHEAD) in seen(county.editor, "inspect", batch.pk)
    assert str(AHEAD) in seen(county.editor, "act", batch.pk, "submit")
    do(county.editor, batch, "submit")
    assert str(AHEAD) in seen(county.reviewer, "act", batch.pk, "approve")
    do(county.reviewer, batch, "approve")
    batch.refresh_from_db()
    assert batch.state == BatchState.APPROVED
    assert str(REASONS["month_ahead"]) in seen(county.editor, "inspect", batch.pk)
    assert reverse("batch:act", args=[batch.pk, "publish"]) not in seen(county.reviewer, "inspect", batch.pk)
