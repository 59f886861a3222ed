"""What a month changed, row by row, and the page of one row: what they tell, and whom they never lead to."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from disclosure import lookup
from disclosure.enums import Step
from disclosure.models import Recipient
from disclosure.public.history.views import changes
from disclosure.publication import proposals
from portal import stamping
from portal.models import Stamp
from tests.disclosure.lists import SECRETS, household, id_number, name
from tests.disclosure.public.earlier import COUNTY, LIST, TOWNSHIP, VILLAGE, at, hide, masked, page

pytestmark = pytest.mark.django_db
OTHER = "320722101201"
THERE = dict(zip(("所属街", "所属社"), ("双河街道", "刘庄村委会"), strict=True))


def section(text, kind):
    """The part of the page about one kind of change."""
    found = re.search(rf'id="changes-{kind}".*?</section>', text, re.S)
    return found[0] if found else ""


def timeline(text):
    """The months of a row's page."""
    found = re.search(r'<ol class="timeline">.*?</ol>', text, re.S)
    assert found
    return found[0]


def addresses(text):
    return re.findall(r'"(/lists/rows/[0-9a-f-]+/)"', text)


def life(client, number, village=VILLAGE, status=200, which="first", prefix=""):
    """The page of a household's first or last row in a village."""
    rows = Recipient.objects.filter(holder_name=name(number), region_id=village).order_by("pk")
    row = rows.first() if which == "first" else rows.last()
    with translation.override("zh-hans"):
        address = reverse("disclosure:row", args=[row.public_id])
    response = client.get(prefix + address)
    assert response.status_code == status
    return response.content.decode()


def test_each_change_of_a_month_stands_under_its_kind(client, three_months):
    october = page(client, kind="changes", month="2026-10")
    assert "460 → <strong>900</strong>" in section(october, "changed")
    assert masked(0) in section(october, "changed")
    assert masked(3) in section(october, "removed")
    assert "没有" in section(october, "added")
    november = page(client, kind="changes", month="2026-11")
    assert [masked(12) in section(november, kind) for kind in ("added", "removed", "changed")] == [
        True,
        False,
        False,
    ]
    assert section(page(client, kind="changes"), "added") == section(november, "added")
    assert "Not on the list of October 2026" in page(client, kind="changes", prefix="/en", month="2026-10")


def test_the_sentence_of_a_list_leads_to_its_rows(client, three_months):
    assert f"/lists/{VILLAGE}/{LIST}/changes/?month=2026-11" in page(client)
    assert f"/lists/{VILLAGE}/{LIST}/changes/?month=2026-10" in page(client, month="2026-10")
    assert "changes/" not in page(client, month="2026-09")


def test_a_first_list_and_a_missing_one_are_said(client, three_months):
    assert "这是这里公开的第一份名单" in page(client, kind="changes", month="2026-09")
    assert "当时没有公开的名单" in page(client, kind="changes", month="2026-01")
    assert page(client, kind="changes", status=302, month="x").url == f"/lists/{VILLAGE}/{LIST}/"
    assert page(client, kind="changes", status=302, code="320723", month="").url == f"/lists/320723/{LIST}/"


def test_above_the_township_there_are_numbers_and_no_names(client, three_months):
    county = page(client, COUNTY, "changes", month="2026-10")
    assert f"/lists/{TOWNSHIP}/{LIST}/changes/?month=2026-10" in county
    assert not addresses(county)
    assert masked(3) in page(client, TOWNSHIP, "changes", month="2026-10")


def test_what_a_correction_put_back_is_no_change(client, on):
    on(9, 5, [household(0), household(3)])
    on(10, 6, [{**household(0), "合计（元）": 900}])
    on(10, 9, [household(0), household(3), household(6)])
    october = page(client, kind="changes", month="2026-10")
    assert [masked(number) in october for number in (0, 3, 6)] == [False, False, True]
    assert "更正" in october


def test_who_moved_ends_here_and_is_added_there(client, on):
    on(9, 5, [household(0), household(1)])
    on(10, 6, [{**household(0), **THERE}, household(1)])
    here, there = (page(client, code, "changes", month="2026-10") for code in (VILLAGE, OTHER))
    assert masked(0) in section(here, "removed")
    assert masked(0) in section(there, "added")
    assert not set(addresses(here)) & set(addresses(there))
    assert "2026年9月" in life(client, 0)
    assert "双河" not in life(client, 0)
    moved = life(client, 0, OTHER)
    assert "2026年9月" not in moved
    assert "和平镇" not in moved
    old = Recipient.objects.get(holder_name=name(0), region_id=VILLAGE)
    assert lookup.shown_row(old.public_id) is None, "an address of then leads to nowhere else"
    assert lookup.current_row(old.public_id).region_id == OTHER, "a complaint about it is taken"


def test_many_changes_are_paged_by_the_row_before(client, on, monkeypatch):
    monkeypatch.setattr(changes, "ROWS_OF_A_KIND", 2)
    on(9, 5, [household(1)])
    on(10, 6, [household(n) for n in range(21)])
    seen, address, most = [], f"/lists/{TOWNSHIP}/{LIST}/changes/?month=2026-10", 0
    while address and most < 20:
        text = client.get(address).content.decode()
        rows = addresses(section(text, "added"))
        assert len(rows) <= 2
        seen += rows
        following = re.search(r'href="([^"]*)" rel="next', text)
        address, most = following[1].replace("&amp;", "&") if following else "", most + 1
    township = Recipient.objects.within(TOWNSHIP).exclude(holder_name=name(1))
    assert sorted(seen) == sorted(f"/lists/rows/{row.public_id}/" for row in township)
    assert len(seen) == 13


def test_no_key_tells_whether_a_row_exists(client, three_months, county):
    hidden = Recipient.objects.get(holder_name=name(3))
    hide(county, 0)
    texts = []
    for key in (hidden.public_id, Recipient.objects.filter(holder_name=name(0)).first().public_id, "x"):
        text = page(client, kind="changes", month="2026-11")
        text = client.get(f"/lists/{VILLAGE}/{LIST}/changes/?month=2026-11&kind=added&after={key}")
        texts.append(text.content.decode().replace(str(key), ""))
    assert texts[0].count(masked(12)) == texts[2].count(masked(12)) > 0


def test_a_row_has_its_page_from_its_first_month(client, three_months):
    text = life(client, 0)
    assert timeline(text) == timeline(life(client, 0, which="last")), "by any of its addresses"
    assert "2026年9月" in text
    assert "2026年10月 – 2026年11月" in text
    assert "460 → <strong>900</strong>" in text
    now = Recipient.objects.get(holder_name=name(0), valid_until=None)
    assert f"?row={now.public_id}" in text
    assert "noindex" in text
    ended = life(client, 3)
    assert "已退出：2026年9月的名单上还有，2026年10月的名单上没有" in ended
    assert "?row=" not in ended
    assert "Ended: on the list up to September 2026" in life(client, 3, prefix="/en")


def test_who_came_back_is_not_led_to_who_left(client, on):
    on(9, 5, [household(0), household(3)])
    on(10, 6, [household(3)])
    on(11, 7, [household(0), household(3)])
    assert "2026年11月" not in life(client, 0)
    assert "2026年9月" not in life(client, 0, which="last")


def test_hidden_withdrawn_and_unknown_rows_are_one_answer(client, three_months, county):
    unknown = client.get("/lists/rows/00000000-0000-4000-8000-000000000000/")
    assert unknown.status_code == 404
    hide(county, 0)
    for which in ("first", "last"):
        row_of = Recipient.objects.filter(holder_name=name(0)).order_by("pk")
        row = row_of.first() if which == "first" else row_of.last()
        response = client.get(f"/lists/rows/{row.public_id}/")
        assert response.status_code == 404
        assert response.content.replace(str(row.public_id).encode(), b"") == unknown.content.replace(
            b"00000000-0000-4000-8000-000000000000", b""
        )
    batch = Recipient.objects.get(holder_name=name(12)).valid_from
    proposals.confirm(proposals.propose(Step.TAKE_DOWN, batch, county.editor, "有误"), county.reviewer)
    life(client, 12, status=404)
    life(client, 6, status=404)


def test_nobody_hidden_and_no_withdrawn_list_is_on_any_page(client, on, county):
    """Every address of every month, in both languages, as page and file, as list, change and row."""
    child = household(6, **{"户主身份证号": id_number(9, date(2012, 1, 1)), "户主姓名": "欧阳小童"})
    rows = [*(household(n) for n in range(6)), child]
    on(8, 5, rows)
    wrong = on(9, 5, [*({**row, "合计（元）": "7391.30"} for row in rows), household(9)])
    at(wrong, withdrawn_at=(9, 6))
    on(9, 7, rows)
    on(10, 6, [{**household(0), "合计（元）": 901}, *rows[1:]])
    on(11, 7, [*rows[1:3], *rows[4:]])
    wrong.refresh_from_db()
    # The amount of the withdrawn list is one that no random key holds.
    secrets = [*SECRETS, "小童", "欧", masked(9), "391.30"]
    secrets += [row[heading] for row in rows for heading in ("户主姓名", "户主身份证号")]
    hide(county, 1)
    secrets.append(masked(1))
    queries = [
        "",
        *(f"month=2026-{month:02}" for month in (7, 8, 9, 10, 11)),
        "on=2026-09-05",
        "on=2026-09-08",
    ]
    places = ("3207", COUNTY, TOWNSHIP, VILLAGE, "320722100202", OTHER)
    found = [
        f"/lists/{c}/{LIST}{kind}?{q}" for c in places for kind in ("/", "/changes/", ".csv") for q in queries
    ]
    found += [f"/lists/rows/{row.public_id}/" for row in Recipient.objects.all()]
    seen = 0
    for address in [*found, *("/en" + one for one in found)]:
        text = client.get(address).content.decode()
        assert [secret for secret in secrets if secret in text] == [], address
        seen += client.get(address).status_code == 200
    assert seen > 200


@pytest.mark.parametrize("code", [COUNTY, TOWNSHIP, VILLAGE])
def test_the_rows_of_a_month_take_a_fixed_number_of_questions(client, three_months, code):
    page(client, code, "changes", month="2026-10")
    with CaptureQueriesContext(connection) as asked:
        page(client, code, "changes", month="2026-10")
    assert len(asked) <= 12, "\n".join(one["sql"][:200] for one in asked)


def test_the_page_of_a_row_takes_a_fixed_number_of_questions(client, three_months):
    life(client, 0)
    with CaptureQueriesContext(connection) as asked:
        life(client, 0)
    assert len(asked) <= 9, "\n".join(one["sql"][:200] for one in asked)


def test_changes_are_read_by_place_and_by_household(client, three_months):
    """Fresh tables, of which a planner knows nothing."""
    with CaptureQueriesContext(connection) as asked:
        page(client, kind="changes", month="2026-10")
    found = [one["sql"] for one in asked if '"disclosure_recipient"' in one["sql"]]
    assert len(found) == 6
    if connection.vendor == "sqlite":
        for sql in found:
            with connection.cursor() as cursor:
                cursor.execute("EXPLAIN QUERY PLAN " + sql)
                plan = [row[3] for row in cursor.fetchall()]
            read = [step for step in plan if step.startswith(("SEARCH", "SCAN"))]
            allowed = (
                "recipient_current_list",
                "recipient_closed_list",
                "recipient_opened_in",
                "recipient_closed_in",
                "recipient_household",
                "rowid",
                "confirmedobjection_row_id",
            )
            assert all(any(index in step for index in allowed) for step in read), plan


def test_every_table_that_these_pages_read_is_watched(client, three_months):
    """What is not watched could change unseen by who has the page already."""
    with CaptureQueriesContext(connection) as asked:
        page(client, month="2026-09")
        page(client, kind="csv", on="2026-10-20")
        page(client, kind="changes", month="2026-10")
        life(client, 0)
    read = {table for one in asked for table in re.findall(r'(?:FROM|JOIN) "(\w+)"', one["sql"])}
    assert read <= {*stamping.TABLES, Stamp._meta.db_table}
