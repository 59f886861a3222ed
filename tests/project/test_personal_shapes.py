"""The scanner that reads what the public gets (``tests/personal_shapes.py``), in both directions."""

import pytest

from tests.disclosure.lists import id_number
from tests.personal_shapes import Found, find

ID = id_number(12)
OLD_ID = "320722550505123"
ACCOUNT = "6222020200001111222"


@pytest.mark.parametrize(
    ("text", "shape", "digits"),
    [
        (f"证号{ID}。", "id", ID),
        (f"ID{ID}", "id", ID),
        (f'{{"id": "{ID}"}}', "id", ID),
        (f"刘庄,{ID},460.00", "id", ID),
        ("11010519491231002x", "id", "11010519491231002x"),
        ("320722195505050000", "id", "320722195505050000"),  # wrong check digit: a slip is still a person
        (f"{ID[:6]} {ID[6:14]} {ID[14:]}", "id", ID),
        (f"{ID[:6]}-{ID[6:10]}-{ID[10:14]}-{ID[14:]}", "id", ID),
        (" ".join(ID), "id", ID),
        ("".join(chr(ord(digit) + 0xFEE0) for digit in ID), "id", ID),
        ("\u200b".join(ID), "id", ID),
        (f"{ID[:9]}<wbr>{ID[9:]}", "id", ID),
        ("".join(f"&#{ord(digit)};" for digit in ID), "id", ID),
        (f"<b>{ID[:6]}</b>{ID[6:]}", "id", ID),
        (f"{ID}13800001111", "id", f"{ID}13800001111"),
        (OLD_ID, "id", OLD_ID),
        (f"{OLD_ID[:6]} {OLD_ID[6:12]} {OLD_ID[12:]}", "id", OLD_ID),
        ("电话13800001111", "mobile", "13800001111"),
        ("138 - 0000 - 1111", "mobile", "13800001111"),
        (r"\uff11\uff13800001111", "mobile", "13800001111"),
        ("tel:13800001111", "mobile", "13800001111"),
        ("138 0000 1111", "mobile", "13800001111"),
        ("138-0000-1111", "mobile", "13800001111"),
        ("138\u30000000\u20111111", "mobile", "13800001111"),
        ("1 3 8 0 0 0 0 1 1 1 1", "mobile", "13800001111"),
        ("+86 138 0000 1111", "mobile", "13800001111"),
        ("8613800001111", "mobile", "8613800001111"),
        ("３户 138 0000 1111", "mobile", "13800001111"),
        ("2 138 0000 1111", "mobile", "13800001111"),
        ("١٣٨٠٠٠٠١١١١", "mobile", "13800001111"),
        ("0518-85550000", "telephone", "051885550000"),
        ("010 12345678", "telephone", "01012345678"),
        ("051885550000", "telephone", "051885550000"),
        (ACCOUNT, "account", ACCOUNT),
        ("6222 0202 0000 1111 222", "account", ACCOUNT),
        ("6222-0202-0000-1111", "account", "6222020200001111"),
        (ACCOUNT[:16], "account", ACCOUNT[:16]),
    ],
)
def test_a_personal_number_is_found_however_it_is_written(text, shape, digits):
    assert Found(shape, digits) in find(text)


@pytest.mark.parametrize(
    "text",
    [
        "320722100201",  # a village
        "/lists/320722100201/rural-dibao.csv?month=2026-10",
        "320722100201-rural-dibao-2026-10.csv",
        "2026-10-05 2026-11-05",
        "2026-10-05T08:00:00.123456+08:00",
        "1,234,567.00 460.00 2026-10",
        "3f2b8c1e-1380-4000-9111-123456789012",
        "d41d8cd98f00b204e9800998ecf8427e13800001111",
        "/static/portal/site.138000011113.css",
        'viewBox="0 0 240 84" d="M10 34V17l12-8 12 8v17M10 34h24"',
        'x="216.7" y="31.2" width="23.3" height="30.8"',
        "<td>138</td>\n<td>0000</td>\n<td>1111</td>",
        "12345",
        "12381",
        "10 20 30 40 50 60 70 80 90",
        "民发〔2021〕7号 2021年6月9日",
    ],
)
def test_what_is_nobodys_is_none(text):
    assert find(text) == set()


def test_numbers_of_offices_are_allowed_by_name():
    assert find("0518-85550000 / 0518-8555 0001", ["0518-85550000"]) == {Found("telephone", "051885550001")}
    assert find(f"{ID}", [ID[:-1]]) == {Found("id", ID)}
