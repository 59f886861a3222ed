"""Notices out of a file: read into the form's lines as lists are read, and entered as typed ones are."""

import html
import io

import pytest
from django.urls import reverse

from disclosure.models import Notice
from disclosure.notices import pasting
from tests.disclosure import lists
from tests.disclosure.lists import SECRETS, id_number
from tests.disclosure.notices.factories import VILLAGE

pytestmark = pytest.mark.django_db
HEADINGS = ["序号", "申请人姓名", "身份证号", "家庭人口", "拟保障金额（元）", "乡镇", "村（居）", "联系电话"]
COUNTY, TOWNSHIP = "320722", "320722100"


def row(number, name="钱小二", **changes):
    cells = {"people": 2, "amount": "1,200元", "township": "和平镇", "village": "刘庄村"} | changes
    return [number, name, cells.get("id", id_number(number)), *list(cells.values())[:4], SECRETS[0]]


def workbook(*rows, headings=HEADINGS):
    return lists.as_xlsx([["丙县 10 月拟新增低保对象公示"], headings, *rows])


@pytest.fixture
def send(client, county):
    """``send(file, **fields)`` reads a file into the form as the editor, or sends the form without one."""

    def send(file=None, user=None, **fields):
        client.force_login(user or county.editor)
        given = {"kind": "proposed", "programme": "rural-dibao", "region": COUNTY, "reason": "income"}
        given |= {"households": ""} | fields | ({"file": file, "read": "1"} if file else {})
        return html.unescape(client.post(reverse("notice:add"), given, follow=True).content.decode())

    return send


def lines_of(page):
    return page.split('name="households"')[1].split(">", 1)[1].split("</textarea>")[0].strip("\n")


@pytest.mark.parametrize("kind", [lists.as_xlsx, lists.as_xls, lists.as_csv])
def test_a_file_becomes_lines_which_are_entered_as_typed_ones_are(send, kind):
    page = send(kind([HEADINGS, row(1), row(2, "欧阳小三", people=3)]))
    assert "文件中的 2 户已填入下面各行" in page
    assert not Notice.objects.exists(), "reading enters nothing"
    assert SECRETS[0] not in page, "what a notice does not say is not read further"
    assert lines_of(page).splitlines() == [
        f"钱小二  {id_number(1)}  2  1200  和平镇刘庄村委会",
        f"欧阳小三  {id_number(2)}  3  1200  和平镇刘庄村委会",
    ]
    assert "将这样录入" in page
    assert "2 条公示等待第二人审核" in send(households=lines_of(page))
    rows = Notice.objects.order_by("pk").values_list("holder_name", "people", "amount", "region_id", "state")
    assert list(rows) == [
        ("钱小二", 2, 1200, VILLAGE, "entered"),
        ("欧阳小三", 3, 1200, VILLAGE, "entered"),
    ]


def test_villages_of_one_name_are_told_apart_by_their_township(send):
    page = send(workbook(row(1), row(2, township="双河街道")))
    send(households=lines_of(page))
    assert list(Notice.objects.order_by("pk").values_list("region", flat=True)) == [VILLAGE, "320722101201"]


def test_a_villages_own_file_names_no_village(send):
    cells = [["姓名", "身份证号", "人数"], ["钱小二", id_number(1), 2]]
    page = send(lists.as_csv(cells), region=VILLAGE)
    assert lines_of(page) == f"钱小二  {id_number(1)}  2"
    assert "没有找到拟发金额一列" in page
    send(households=lines_of(page), region=VILLAGE)
    assert Notice.objects.get().amount is None


def test_what_was_typed_stays_above_what_the_file_adds(send):
    typed = f"孙小四 {id_number(9)} 1 300 和平镇刘庄村"
    assert lines_of(send(workbook(row(1)), households=typed)).splitlines()[0] == typed


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        (row(2, id="320722195505050011"), "第 2 行"),
        (row(2, village="李庄"), "李庄"),
        (row(2, people="两"), "家庭人口"),
        (row(2, amount="很多"), "拟保障金额"),
        (row(2, id=id_number(1)), "第 3 行"),
        (row(2, name="钱小二1"), "申请人姓名"),
    ],
)
def test_a_bad_row_is_told_by_its_number_and_the_others_are_read(send, bad, said):
    page = send(workbook(row(3, "赵小五"), row(1), bad))
    problems = page.split("lists-scroll")[1].split("</table>")[0]
    assert '<td data-label="行" class="lists-number">5' in problems
    assert lines_of(page).splitlines()[0].startswith("赵小五  ")
    assert bad[2] == id_number(1) or id_number(2) not in lines_of(page)


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (lambda: io.BytesIO(b"%PDF-1.4 nothing"), "没有读入。请改好文件"),
        (lambda: io.BytesIO(b"PK\x03\x04nothing"), "没有读入。请改好文件"),
        (lambda: lists.as_csv([["甲", "乙"], ["一", "二"]]), "没有读入。请改好文件"),
        (lambda: io.BytesIO(b"a," * 1_500_000), "公示文件最大 2 MB"),
        (lambda: workbook(), "没有读入。请改好文件"),
        (lambda: workbook(*(row(n) for n in range(pasting.MOST_LINES + 1))), "共有 101 行"),
    ],
)
def test_a_bad_file_is_refused_as_a_whole_and_keeps_what_was_typed(send, file, said):
    given = file()
    given.name = "notices.xlsx"
    typed = f"孙小四 {id_number(9)} 1"
    page = send(given, households=typed)
    assert said in page
    assert lines_of(page) == typed
    assert not Notice.objects.exists()


def test_headings_that_cannot_be_told_are_asked_about_and_the_file_chosen_again(send):
    headings = [
        "序号",
        "申请人姓名",
        "身份证号",
        "吃饭的人",
        "拟保障金额（元）",
        "乡镇",
        "村（居）",
        "联系电话",
    ]
    file = workbook(row(1), headings=headings)
    typed = f"孙小四 {id_number(9)} 1 300 和平镇刘庄村"
    page = send(file, households=typed)
    assert "请先在上面说明各列是什么，再选一次文件" in page
    assert lines_of(page) == typed
    assert id_number(1) not in page, "of numbers a few digits are shown"
    file.seek(0)
    said = {"column-1": "holder_name", "column-2": "id_number", "column-4": "amount"}
    said |= {"column-5": "township", "column-6": "village"}
    assert "请指出哪一列是拟保障人口" in send(file, **said), "what is needed is still missing"
    file.seek(0)
    page = send(file, **said, **{"column-3": "people"})
    assert lines_of(page) == f"钱小二  {id_number(1)}  2  1200  和平镇刘庄村委会"


def test_a_row_a_person_is_one_notice_a_household(send):
    headings = [*HEADINGS, "与户主关系"]
    rows = [
        [*row(1), "户主"],
        [*row(2, "钱小三", amount=""), "配偶"],
        [*row(3, "赵小五"), "户主"],
    ]
    headings[1:3] = ["姓名", "身份证号"]
    lines = lines_of(send(workbook(*rows, headings=headings))).splitlines()
    assert [line.split("  ")[0] for line in lines] == ["钱小二", "赵小五"]


def test_ending_a_support_has_no_yuan(send):
    page = send(workbook(row(1)), programme="tekun", kind="ending", reason="asked")
    assert lines_of(page) == f"钱小二  {id_number(1)}  2  和平镇刘庄村委会"
    send(households=lines_of(page), programme="tekun", kind="ending", reason="asked")
    assert Notice.objects.get().kind == "ending"


@pytest.mark.parametrize("region", ["320723", "3207", "32"])
def test_a_file_is_read_for_ones_own_places_alone(send, region):
    page = send(workbook(row(1)), region=region)
    assert lines_of(page) == ""
    assert "将这样录入" not in page


def test_who_may_not_enter_may_not_read(send, county):
    for user in (county.reviewer, county.handler, county.inspector):
        assert 'name="households"' not in send(workbook(row(1)), user=user)


def test_a_line_that_names_no_village_or_an_unknown_one_is_told(send):
    page = send(households=f"孙小四 {id_number(9)} 1 300 李庄")
    assert "第 1 行：" in page
    assert "李庄" in page
    assert "请选择该户所在的村" in send(households=f"孙小四 {id_number(9)} 1 300")
    assert not Notice.objects.exists()


def test_asking_to_read_no_file_asks_for_one(send):
    page = send(read="1", households="x")
    assert "请选择文件" in page
    assert lines_of(page) == "x"
