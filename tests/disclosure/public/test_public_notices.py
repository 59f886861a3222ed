"""The public pages of notices: what they show, what they never show, and at what cost."""

import re
import uuid
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from disclosure.enums import NoticeKind
from disclosure.models import AssistanceStandard, Notice, Programme
from disclosure.notices import acting, objections
from disclosure.public.notices import masked
from disclosure.public.notices.masked import public_notice
from organizations.models import Unit
from tests.disclosure.lists import household, id_number
from tests.disclosure.notices.factories import VILLAGE, make_notice
from tests.personal_shapes import NOBODYS

pytestmark = pytest.mark.django_db


def get(client, name, *args, language=""):
    with translation.override("zh-hans"):
        address = reverse(f"disclosure:{name}", args=args)
    return client.get(language + address)


def read(client, name, *args, **where):
    response = get(client, name, *args, **where)
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def notice(county):
    Unit.objects.filter(pk=county.units["township"].pk).update(phone="0518-85550000")
    return make_notice(county.editor, county.reviewer, amount=560)


def test_a_visitor_goes_from_the_city_to_a_notice_and_objects(client, release, notice):
    release([household(0)])
    assert reverse("disclosure:notices", args=["320722"]) in read(client, "notice_places")
    assert reverse("disclosure:notices", args=["320722100"]) in read(client, "notices", "320722")
    assert reverse("disclosure:notices", args=[VILLAGE]) in read(client, "notices", "320722100")
    page = read(client, "notices", VILLAGE)
    assert f"{reverse('complaints:new')}?notice={notice.public_id}" in page
    for said in ("钱*二", "农村低保", "560", "家庭人均收入低于当地低保标准", "tel:0518-85550000", "还剩"):
        assert said in page, said
    assert "钱*二" in read(client, "notice", notice.public_id)


def test_what_is_proposed_can_be_judged_by_the_standard(client, county, notice):
    assert "适用标准" not in read(client, "notice", notice.public_id)
    for amount, since in ((730, date(2026, 1, 1)), (999, timezone.localdate() + timedelta(days=1))):
        AssistanceStandard.objects.create(
            programme_id="rural-dibao",
            region_id="3207",
            sort="difference",
            measure="yuan-person",
            amount=amount,
            valid_from=since,
            document="演民发〔2026〕1号",
            outcome="done",
        )
    for name, of in (("notice", notice.public_id), ("notices", VILLAGE)):
        page = read(client, name, of)
        for said in ("适用标准", "730元/人/月", "演民发〔2026〕1号", "例如"):
            assert said in page, said
        assert "999" not in NOBODYS.sub("", page)
    assert "适用标准" not in read(client, "notices", "320722")


def test_nothing_but_the_allow_list_leaves(client, county, notice):
    """Invariant 5, in both languages and in every state that the public sees."""
    minor = id_number(9, date(2015, 3, 1))
    make_notice(county.editor, county.reviewer, 9, id_number=minor, holder_name="欧阳小童")
    make_notice(
        county.editor,
        county.reviewer,
        4,
        programme="tekun",
        kind=NoticeKind.ENDING,
        reason="serving",
        holder_name="孙小四",
    )
    secrets = [
        "钱小二",
        "欧阳",
        "小童",
        "孙小四",
        "监狱",
        "审核甲",
        "编辑甲",
        id_number(1),
        id_number(4),
        minor,
    ]
    objections.raised(notice)
    for code in ("3207", "320722", "320722100", VILLAGE):
        for language in ("", "/en"):
            text = read(client, "notices", code, language=language)
            assert [secret for secret in secrets if secret in text] == []
            assert re.findall(r"\d{17}[\dXx]", text) == []
    assert "孙*四" in text
    assert "不再符合供养条件" in text


def test_a_notice_shows_no_column_that_its_list_leaves_out(client, county, notice, monkeypatch):
    """Whom else a single payment helps is not published, before it as after it."""
    payment = make_notice(county.editor, county.reviewer, 5, programme="temporary", people=77)
    monthly = public_notice(notice)
    assert (public_notice(payment).people, public_notice(payment).reason) == (None, "火灾")
    assert (monthly.people, monthly.reason) == (2, "家庭人均收入低于当地低保标准")
    page = NOBODYS.sub("", read(client, "notice", payment.public_id))
    assert "77" not in page.split("<main", 1)[1].split("</main", 1)[0]
    monkeypatch.setattr(masked, "columns_of", lambda *_: {"name": ""})
    assert (public_notice(payment).reason, public_notice(payment).amount) == (None, None)


@pytest.mark.parametrize("masking", ["masked", "full"])
def test_names_go_by_the_setting_of_lists(client, notice, masking):
    Programme.objects.filter(pk="rural-dibao").update(name_masking=masking)
    assert ("钱小二" in read(client, "notices", VILLAGE)) == (masking == "full")


def test_an_objection_is_told_and_nobody_who_made_it(client, county, notice):
    objections.raised(notice)
    page = read(client, "notices", VILLAGE)
    assert "有人提出异议，正在核实，暂停审批。" in page
    assert "还剩" not in page
    objections.settled(notice, dismissed=False)
    assert "异议已核实" in read(client, "notices", VILLAGE)
    acting.act(notice, "stand-again", county.reviewer, "经核实符合条件")
    assert "还剩" in read(client, "notices", VILLAGE)


def test_what_waits_for_review_or_was_refused_has_no_address(client, county):
    notice = make_notice(county.editor, None)
    assert get(client, "notice", notice.public_id).status_code == 404
    acting.act(notice, "refuse", county.reviewer, "人数不符")
    assert get(client, "notice", notice.public_id).status_code == 404
    assert get(client, "notice", uuid.uuid4()).status_code == 404
    assert "钱*二" not in read(client, "notices", VILLAGE)


def test_an_ended_one_says_that_it_is_over_and_nothing_else(client, notice):
    Notice.objects.update(shown_until=timezone.localdate() - timedelta(days=1))
    response = get(client, "notice", notice.public_id)
    text = response.content.decode()
    assert response.status_code == 410
    assert "已经结束" in text
    assert "钱" not in text
    assert "钱*二" not in read(client, "notices", VILLAGE)
    with pytest.raises(ValueError, match="not public"):
        public_notice(Notice.objects.get())


def test_a_taken_back_one_is_gone(client, county, notice):
    acting.act(notice, "take-back", county.reviewer, "申请人撤回申请")
    assert get(client, "notice", notice.public_id).status_code == 410
    assert "钱*二" not in read(client, "notices", VILLAGE)


def test_places_that_are_none_are_not_found(client, county):
    assert get(client, "notices", "41").status_code == 404
    assert "目前没有正在公示的" in read(client, "notices", "320723100201")


@pytest.mark.parametrize(
    ("name", "args"),
    [("notice_places", []), ("notices", ["320722"]), ("notices", [VILLAGE]), ("notice", None)],
)
def test_pages_cost_the_same_however_many_notices_there_are(client, county, notice, name, args):
    args = [notice.public_id] if args is None else args
    read(client, name, *args)
    with CaptureQueriesContext(connection) as few:
        read(client, name, *args)
    for number in range(2, 8):
        make_notice(county.editor, county.reviewer, number, programme="tekun")
    read(client, name, *args)
    with CaptureQueriesContext(connection) as many:
        read(client, name, *args)
    assert len(many) == len(few) <= 12
