"""Parts of who brought a case are masked too: the given name, the house, in whatever script."""

import pytest

from complaints.documents import redacted
from complaints.names import parts_of_address, parts_of_name
from tests.complaints.making import make_case


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
