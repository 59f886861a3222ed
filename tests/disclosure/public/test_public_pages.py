"""The public pages of lists: what they show, what they never show, and at what cost."""

import csv
import io
import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from disclosure.models import Programme, Recipient
from disclosure.public.masking import PUBLIC_COLUMNS
from organizations.models import Unit
from tests.disclosure import lists
from tests.disclosure.conftest import NOVEMBER, OCTOBER, SEPTEMBER
from tests.disclosure.lists import household, id_number

pytestmark = pytest.mark.django_db
VILLAGE = "320722100201"
TOWNSHIP = "320722100"
LIST = "rural-dibao"


@pytest.fixture
def published(release):
    return release([household(n) for n in range(9)])


def get(client, name, *args, **query):
    return client.get(reverse(f"disclosure:{name}", args=args), query)


def read(client, name, *args, **query):
    response = get(client, name, *args, **query)
    assert response.status_code == 200
    return response.content.decode()


def test_a_visitor_goes_from_the_city_to_a_row(client, published):
    assert reverse("disclosure:region", args=["320722"]) in read(client, "places")
    assert reverse("disclosure:list", args=["320722", LIST]) in read(client, "region", "320722")
    county = read(client, "list", "320722", LIST)
    assert reverse("disclosure:list", args=[TOWNSHIP, LIST]) in county
    assert reverse("disclosure:list", args=[VILLAGE, LIST]) in read(client, "list", TOWNSHIP, LIST)
    village = read(client, "list", VILLAGE, LIST)
    for row in Recipient.objects.filter(region_id=VILLAGE):
        assert f"{reverse('complaints:new')}?row={row.public_id}" in village


def test_nothing_but_the_allow_list_leaves_in_any_format(client, release, county):
    """Invariant 5: pages in both languages and files of every level, against every protected value."""
    child = household(3, **{"户主身份证号": id_number(9, date(2012, 1, 1)), "户主姓名": "欧阳小童"})
    rows = [household(n) for n in (0, 1, 2, 4, 5, 6)] + [child]
    release(rows)
    release([{**row, "合计（元）": 700} for row in rows], month=NOVEMBER)
    secrets = [*lists.SECRETS, "B档", "小童"]
    secrets += [row[heading] for row in rows for heading in ("户主姓名", "户主身份证号")]
    seen = 0
    for code in ("32", "3207", "320722", TOWNSHIP, VILLAGE):
        for name in ("region", "list", "csv"):
            args = [code] if name == "region" else [code, LIST]
            for prefix in ("", "/en"):
                response = client.get(prefix + reverse(f"disclosure:{name}", args=args))
                text = response.content.decode()
                assert [secret for secret in secrets if secret in text] == []
                assert re.findall(r"\d{17}[\dXx]", text) == []
                seen += 1
    assert seen == 30


def test_the_file_has_exactly_the_public_columns(client, published):
    text = read(client, "csv", VILLAGE, LIST)
    assert text.startswith("\ufeff")
    heading, *rows = csv.reader(io.StringIO(text.removeprefix("\ufeff")))
    assert heading == [str(label) for label in PUBLIC_COLUMNS.values()]
    assert len(rows) == 3
    assert rows[0] == ["赵*一", "1", "460.00", "农村低保", "刘庄村委会", "2020-04"]
    township = list(csv.reader(io.StringIO(read(client, "csv", TOWNSHIP, LIST))))
    assert len(township) == 1 + 6
    county = list(csv.reader(io.StringIO(read(client, "csv", "320722", LIST))))
    assert [row[0] for row in county[1:]] == [TOWNSHIP, "320722101"]


def test_the_sentence_says_what_changed(client, release):
    release([household(n) for n in range(9)], month=SEPTEMBER)
    assert "第一份名单" in read(client, "list", VILLAGE, LIST)
    rows = [{**household(0), "合计（元）": "1,200"}, *(household(n) for n in (1, 2, 3, 12))]
    release(rows, month=OCTOBER)
    html = read(client, "list", VILLAGE, LIST)
    assert "新增 1 户，退出 1 户，变更 1 户" in html
    release(rows, month=NOVEMBER)
    assert "没有变化" in read(client, "list", VILLAGE, LIST)
    assert (
        "Nothing changed"
        in client.get("/en" + reverse("disclosure:list", args=[VILLAGE, LIST])).content.decode()
    )


def test_a_minor_has_no_name_on_the_page(client, release):
    release([household(0, **{"户主身份证号": id_number(9, date(2020, 1, 1))})])
    assert "（未成年人）" in read(client, "list", VILLAGE, LIST)


def test_a_programme_without_money_has_no_such_column(client, release, local_rule):
    place = lists.VILLAGES[VILLAGE]
    row = {
        **household(1),
        **dict(zip(("所属省", "所属市", "所属区", "所属街", "所属社"), place, strict=True)),
    }
    file = lists.as_csv(lists.table([{**row, "保障人口数": 1, "纳入月份": "2026-01"}], lists.MARGINAL))
    local_rule("marginal")
    release(file, programme=Programme.objects.get(pk="marginal"))
    html = read(client, "list", VILLAGE, "marginal")
    assert "元/月" not in html.split("<tbody")[0].split("<thead")[1]
    assert "每月合计" not in html
    assert "元/月" not in read(client, "csv", VILLAGE, "marginal")
    assert "320722" in read(client, "csv", "3207", "marginal")


def test_empty_states(client, county, release):
    assert "还没有公开名单" in read(client, "places")
    release([household(1)])
    assert "0 户：这份名单没有公开本村的家庭" in read(client, "list", VILLAGE, LIST)
    assert "下辖地方" in read(client, "list", "320722", LIST)
    assert "刘庄村委会" in read(client, "list", TOWNSHIP, LIST)  # named among those without a household


def test_places_are_found_by_name(client, county):
    html = read(client, "places", q="刘庄")
    assert "乙市丙县和平镇刘庄村委会" in html
    assert "乙市丙县双河街道刘庄村委会" in html
    assert "没有叫这个名称的地方" in read(client, "places", q="天边")


def test_who_is_responsible_stands_beside_the_list(client, county, published):
    Unit.objects.filter(pk=county.units["county"].pk).update(phone="0518-0000001", name="丙县民政局")
    Unit.objects.filter(pk=county.units["township"].pk).update(name="内部科室", is_public=False)
    html = read(client, "list", VILLAGE, LIST)
    assert "丙县民政局" in html
    assert "0518-0000001" in html
    assert "内部科室" not in html


@pytest.mark.parametrize("path", ["/lists/99/", "/lists/320799/", "/lists/1/", "/lists/32072/", "/lists/x/"])
def test_unknown_places_are_not_found(client, county, path):
    assert client.get(path).status_code == 404


def test_unknown_programmes_are_not_found(client, county):
    assert get(client, "list", VILLAGE, "nothing").status_code == 404
    assert get(client, "csv", VILLAGE, "nothing").status_code == 404
    assert client.post(reverse("disclosure:places")).status_code == 405


def test_pages_and_paging(client, release, monkeypatch):
    from disclosure.public import views as public

    monkeypatch.setattr(public, "ROWS_A_PAGE", 2)
    release([household(n) for n in range(9)])
    first, second = read(client, "list", VILLAGE, LIST), read(client, "list", VILLAGE, LIST, page=2)
    assert (first.count("?row="), second.count("?row=")) == (2, 1)
    assert read(client, "list", VILLAGE, LIST, page="x").count("?row=") == 2


def queries(client, *args):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        read(client, *args)
    return [
        query["sql"]
        for query in captured
        if "disclosure_" in query["sql"] or "organizations_" in query["sql"]
    ]


@pytest.mark.parametrize(
    ("args", "most"),
    [
        (("places",), 7),
        (("region", "320722"), 9),
        (("list", "320722", LIST), 12),
        (("list", VILLAGE, LIST), 11),
        (("csv", VILLAGE, LIST), 8),
    ],
)
def test_a_page_asks_a_fixed_number_of_questions(client, release, args, most):
    release([household(n) for n in range(3)])
    few = queries(client, *args)
    release([household(n) for n in range(60)], month=NOVEMBER)
    many = queries(client, *args)
    assert len(many) == len(few) <= most, "\n".join(many)


def test_a_village_is_read_through_the_index_alone(client, release):
    """A page must not grow with the million rows of other villages."""
    release([household(n) for n in range(9)])
    sql = next(q for q in queries(client, "list", VILLAGE, LIST) if 'FROM "disclosure_recipient"' in q)
    assert "LIMIT" in sql
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("EXPLAIN QUERY PLAN " + sql)
            assert "recipient_current_list" in str(cursor.fetchall())
