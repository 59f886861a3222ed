"""The staff pages of lists: the way through them, and who may not."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import ModelLogEntry

from disclosure import importing, reviewing
from disclosure.dashboard import waiting_for
from disclosure.enums import BatchState
from disclosure.messages import REASONS
from disclosure.models import Batch, Recipient
from disclosure.views.staff import acts
from organizations.enums import Role
from organizations.models import Region
from tests.disclosure import lists
from tests.disclosure.conftest import NOVEMBER
from tests.disclosure.lists import household
from tests.organizations.making import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def upload(client, county):
    """``upload(file, user=…)`` posts the form and follows."""

    def upload(file, *, user=None, month="2026-10", region="320722"):
        client.force_login(user or county.editor)
        data = {"programme": "rural-dibao", "region": region, "month": month, "file": file}
        return client.post(reverse("batch:add"), data, follow=True)

    return upload


@pytest.fixture
def seen(client):
    """``seen(user, name, *args)`` gives the page as that user gets it."""

    def seen(user, name, *args, status=200, **query):
        client.force_login(user)
        response = client.get(reverse(f"batch:{name}", args=args), query)
        assert response.status_code == status
        return response.content.decode()

    return seen


def do(client, user, batch, act, reason=""):
    client.force_login(user)
    return client.post(reverse("batch:act", args=[batch.pk, act]), {"reason": reason}, follow=True)


def test_a_list_goes_from_upload_to_public_by_two_people(client, county, upload, seen):
    page = upload(lists.rural_csv([household(n) for n in range(9)]))
    batch = Batch.objects.get()
    assert page.redirect_chain[-1][0] == reverse("batch:inspect", args=[batch.pk])
    submit = reverse("batch:act", args=[batch.pk, "submit"])
    assert submit in page.content.decode()
    assert "提交后由复核人审核" in seen(county.editor, "act", batch.pk, "submit")
    do(client, county.editor, batch, "submit")
    batch.refresh_from_db()
    assert batch.state == BatchState.SUBMITTED

    approve = reverse("batch:act", args=[batch.pk, "approve"])
    assert approve not in seen(county.editor, "inspect", batch.pk)
    assert approve in seen(county.reviewer, "inspect", batch.pk)
    do(client, county.reviewer, batch, "approve")
    batch.refresh_from_db()
    assert batch.state == BatchState.PUBLISHED
    assert Recipient.objects.current().count() == 9
    assert reverse("disclosure:list", args=["320722", "rural-dibao"]) in seen(
        county.editor, "inspect", batch.pk
    )


def test_each_act_is_one_entry_of_the_audit_log(client, county, upload):
    upload(lists.rural_csv([household(n) for n in range(3)]))
    batch = Batch.objects.get()
    do(client, county.editor, batch, "submit", "按月更新")
    do(client, county.reviewer, batch, "send-back", "请张某核对 320722195505051234")
    do(client, county.editor, batch, "submit")
    do(client, county.reviewer, batch, "approve")
    acts = ModelLogEntry.objects.filter(action__startswith="disclosure.").exclude(action="disclosure.view")
    entries = list(acts.order_by("pk"))
    assert [entry.action.removeprefix("disclosure.") for entry in entries] == [
        "import",
        "submit",
        "send_back",
        "submit",
        "approve",
        "publish",
    ]
    assert [entry.user for entry in entries] == [
        county.editor,
        county.editor,
        county.reviewer,
        county.editor,
        county.reviewer,
        county.reviewer,
    ]
    told = str([(entry.label, entry.data) for entry in entries])
    assert "320722195505051234" not in told
    assert not [row["户主姓名"] for row in map(household, range(3)) if row["户主姓名"] in told]


def test_a_list_sent_back_says_why(client, county, upload, seen):
    upload(lists.rural_csv([household(1)]))
    batch = Batch.objects.get()
    do(client, county.editor, batch, "submit")
    assert "请写明理由" in do(client, county.reviewer, batch, "send-back").content.decode()
    do(client, county.reviewer, batch, "send-back", "金额请核对")
    assert "金额请核对" in seen(county.editor, "inspect", batch.pk)
    do(client, county.editor, batch, "withdraw")
    batch.refresh_from_db()
    assert batch.state == BatchState.WITHDRAWN


def test_a_refused_row_says_where_and_why(client, county, upload, seen):
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
    do(client, county.editor, batch, "submit")
    batch.refresh_from_db()
    assert batch.state == BatchState.DRAFT


def test_a_file_refused_as_a_whole_keeps_what_was_chosen(client, county, upload):
    page = upload(
        lists.as_csv([["户主姓名", "户主身份证号", "所属社", "合计"], ["甲", "1", "刘庄村委会", 1]])
    )
    html = page.content.decode()
    assert not Batch.objects.exists()
    assert "保障人口" in html
    assert 'value="2026-10"' in html
    assert "丙县" in html


def test_a_month_or_region_that_cannot_be_is_explained(county, upload, load, release):
    assert "请写成 2020-04" in upload(lists.rural_csv([household(1)]), month="去年").content.decode()
    assert "id_region" in upload(lists.rural_csv([household(1)]), region="320723").content.decode()
    release([household(1)], month=NOVEMBER)
    assert "已经公布了这个月或更晚的名单" in upload(lists.rural_csv([household(1)])).content.decode()
    assert Batch.objects.count() == 1


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


def test_a_large_list_is_published_by_a_task(
    client, county, load, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(acts, "INLINE_ROWS", 0)
    batch = reviewing.submit(load([household(1)]), county.editor)
    with django_capture_on_commit_callbacks(execute=True):
        do(client, county.reviewer, batch, "approve")
    batch.refresh_from_db()
    assert batch.state == BatchState.PUBLISHED


def test_an_approved_list_that_was_not_published_can_still_be(client, county, load):
    batch = reviewing.approve(reviewing.submit(load([household(1)]), county.editor), county.reviewer)
    do(client, county.reviewer, batch, "publish")
    batch.refresh_from_db()
    assert batch.state == BatchState.PUBLISHED


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


def test_an_act_that_came_too_late_is_explained(client, county, load):
    batch = reviewing.submit(load([household(1)]), county.editor)
    page = do(client, county.editor, batch, "submit")
    assert "不能这样做" in page.content.decode()
    client.force_login(county.editor)
    assert client.get(reverse("batch:act", args=[batch.pk, "nothing"])).status_code == 404


def test_the_home_page_says_what_waits_for_whom(client, county, load):
    batch = load([household(1)])

    def home(user):
        client.force_login(user)
        return client.get(reverse("wagtailadmin_home")).content.decode()

    link = reverse("batch:inspect", args=[batch.pk])
    assert link in home(county.editor)
    assert "没有等您办理的名单" in home(county.reviewer)
    reviewing.submit(batch, county.editor)
    assert link not in home(county.editor)
    assert link in home(county.reviewer)
    for user in (county.stranger, county.inspector, county.handler):
        assert link not in home(user)


def test_an_earlier_submitter_is_neither_asked_nor_offered_anything(county, load):
    both = make_person("两岗", (county.units["county"], Role.EDITOR), (county.units["county"], Role.REVIEWER))
    batch = reviewing.submit(load([household(1)]), both)
    batch = reviewing.send_back(batch, county.reviewer, "请核对")
    batch = reviewing.submit(batch, county.editor)

    def offered(user):
        return [act["url"].rstrip("/").rpartition("/")[2] for act in acts.open_acts(batch, user)]

    assert (list(waiting_for(both)), offered(both)) == ([], [])
    assert (list(waiting_for(county.reviewer)), offered(county.reviewer)) == (
        [batch],
        ["approve", "send-back"],
    )
    batch = reviewing.approve(batch, county.reviewer)
    assert (list(waiting_for(both)), offered(both)) == ([], [])
    assert (list(waiting_for(county.reviewer)), offered(county.reviewer)) == ([batch], ["publish"])


def test_a_list_that_came_too_late_says_so_and_offers_no_submission(county, load, release, seen):
    batch = load([household(1)])
    release([household(1)])
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


def test_a_persons_name_on_the_file_is_not_kept(county, upload):
    file = lists.rural_csv([household(1)])
    file.name = "张三320722195001011234.CSV"
    upload(file)
    assert Batch.objects.get().source_name == "rural-dibao-320722-2026-10.csv"


class TestScope:
    """Invariant 6: what lies in another region, or needs another role, does not exist."""

    PAGES = [("inspect", ()), ("refused", ()), ("act", ("submit",)), ("act", ("approve",))]

    @pytest.mark.parametrize(("name", "args"), PAGES)
    def test_another_countys_editor_finds_nothing(self, client, county, load, name, args):
        batch = load([household(1)])
        client.force_login(county.stranger)
        response = client.get(reverse(f"batch:{name}", args=[batch.pk, *args]))
        assert response.status_code == 404
        assert "丙县" not in client.get(reverse("batch:index")).content.decode()
        filters = client.get(reverse("batch:index"), {"region": "320722"})
        assert "丙县" not in filters.content.decode()

    def test_a_handler_has_no_lists(self, client, county, load):
        batch = load([household(1)])
        client.force_login(county.handler)
        for url in (
            reverse("batch:index"),
            reverse("batch:add"),
            reverse("batch:inspect", args=[batch.pk]),
            reverse("batch:act", args=[batch.pk, "submit"]),
        ):
            assert client.get(url).status_code in (302, 404)
        assert reverse("batch:index") not in client.get(reverse("wagtailadmin_home")).content.decode()

    def test_an_inspector_looks_and_does_nothing(self, client, county, load, seen):
        batch = load([household(1)])
        html = seen(county.inspector, "inspect", batch.pk)
        assert "/submit/" not in html
        for act in ("submit", "withdraw", "approve"):
            do(client, county.inspector, batch, act, "理由")
        batch.refresh_from_db()
        assert batch.state == BatchState.DRAFT
        assert reverse("batch:add") not in seen(county.inspector, "index")

    def test_querysets_answer_for_the_scope(self, county, release):
        batch = release([household(1)])
        assert list(Batch.objects.visible_to(county.inspector)) == [batch]
        assert Recipient.objects.visible_to(county.editor).count() == 1
        for user in (county.stranger, county.handler):
            assert not Batch.objects.visible_to(user).exists()
            assert not Recipient.objects.visible_to(user).exists()


def test_the_index_filters_in_the_address(county, load, seen):
    load([household(1)])
    load([household(2)], month=NOVEMBER, region=Region.objects.get(pk="320722100"))

    def listed(**query):
        table = seen(county.editor, "index", **query).partition("lists-index")[2].partition("</table>")[0]
        return ["和平镇" in table, "丙县" in table]

    assert listed() == [True, True]
    assert listed(month="2026-11-01") == [True, False]
    assert listed(month="2026-10-01") == [False, True]
    assert listed(region="320722100") == [True, False]
    assert listed(state="published") == [False, False]
    assert listed(programme="tekun") == [False, False]
    assert listed(q="和平") == [True, False]


def test_the_index_asks_a_fixed_number_of_questions(client, county, load):
    client.force_login(county.editor)

    def count():
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("batch:index"))
        return len(captured)

    load([household(1)])
    count()
    few = count()
    for n in range(2, 8):
        load([household(n)])
    assert count() == few
