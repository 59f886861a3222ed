"""Parts of who brought a case are masked too: the given name, the house, in whatever script."""

import re

import pytest

from complaints.identity.houses import Home
from complaints.identity.own_names import without_own
from complaints.identity.redacted_text import case_document_text, redacted
from complaints.texts.names import parts_of_address, parts_of_name
from protection.redaction import MASK, both, redact
from tests.complaints.factories import make_case
from tests.growth import outgrown
from tests.tables import rows_beside


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("陈小满", ["小满"]),
        ("欧阳小满", ["小满"]),
        ("欧阳明", []),
        ("王芳", []),
        ("买买提·艾力", ["买买提", "艾力"]),
        ("", []),
    ],
)
def test_parts_of_a_name(name, parts):
    assert parts_of_name(name) == parts


@pytest.mark.parametrize(
    ("address", "parts"),
    [
        ("和平镇刘庄村幸福小区3栋501室", ["刘庄村", "幸福小区", "3栋501室"]),
        ("东海县牛山街道富华路18号玉兰苑2幢301", ["富华路", "18号玉兰苑", "2幢301"]),
        ("和平镇", []),
        ("", []),
    ],
)
def test_parts_of_an_address(address, parts):
    assert parts_of_address(address) == parts


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("小满家的低保停了", "＊＊家的低保停了"),
        ("我是满小满的姐姐", "我是满＊＊的姐姐"),
        ("她住幸福小区", "她住＊＊＊＊"),
        ("3栋501室漏水", "＊＊＊＊＊＊漏水"),
        ("小 滿家", "＊＊＊家"),
        ("刘庄村的会计", "刘庄村的会计"),
        ("微信chenxm1965，电话一三九 0518 0001", "微信＊＊＊＊＊＊＊＊＊＊，电话＊＊＊＊＊＊＊＊＊＊＊＊＊"),
    ],
)
def test_a_text_without_them(units, text, shown):
    case = make_case(complainant=("陈小满", "13905180001", "", "和平镇刘庄村幸福小区3栋501室"))
    assert redacted(case, text) == shown


@pytest.mark.parametrize(
    "row", rows_beside(__file__, "houses.csv"), ids=lambda row: f"{row['address']}: {row['text']}"
)
def test_the_house_however_it_is_named(row):
    """What stands between ⟦ and ⟧ goes; everything else stays."""
    text = re.sub("[⟦⟧]", "", row["text"])
    wanted = re.sub("⟦(.*?)⟧", lambda found: MASK * len(found.group(1)), row["text"])
    assert without_own(text, [], [], [Home(row["address"], "刘庄村")]) == wanted, row["why"]


@pytest.mark.parametrize(
    "row", rows_beside(__file__, "own_names.csv"), ids=lambda row: f"{row['name']}: {row['text']}"
)
def test_ones_own_name_in_other_spellings_and_the_ends_of_ones_numbers(row):
    """What stands between ⟦ and ⟧ goes; everything else stays."""
    text = re.sub("[⟦⟧]", "", row["text"])
    wanted = re.sub("⟦(.*?)⟧", lambda found: MASK * len(found.group(1)), row["text"])
    known = [row["name"], *parts_of_name(row["name"])]
    numbers = ["13905180001", "32072219650104002X"]
    assert both(redact(text, known), without_own(text, [row["name"]], numbers)) == wanted, row["why"]


@pytest.mark.parametrize(
    "piece",
    [
        *(
            "陈",
            "陈*",
            "陈小",
            "chen ",
            "xiao",
            "chenxiao",
            "x",
            "尾号",
            "尾号0",
            "陈 - ",
            "后四位是 ",
            "0001",
        ),
        *("一组3号", "一组", "1-", "我家3号", "3号 ", "刘庄"),
    ],
)
def test_a_long_text_takes_no_longer_than_its_length(piece):
    homes = [Home("和平镇刘庄村一组3号", "刘庄村")]
    assert not outgrown(
        lambda text: without_own(text, ["陈小满", "欧阳小满"], ["13905180001"], homes), piece, length=20_000
    )


def test_the_page_and_the_index_have_it_too(units):
    case = make_case(
        complainant=("陈小满", "13905180001", "", ""),
        title="陈*满的低保",
        narrative="我是chen xiaoman，手机尾号0001，找孙晓满办的。",
    )
    assert redacted(case, case.title) == "＊＊＊的低保"
    assert redacted(case, case.narrative) == "我是＊＊＊＊＊＊＊＊＊＊＊＊，手机尾号＊＊＊＊，找孙晓满办的。"
    assert str(case_document_text(case)).count("＊") == 19
