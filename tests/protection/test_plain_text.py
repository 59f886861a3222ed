"""Characters that nobody sees do not get in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from protection.plain_text import plain


@pytest.mark.parametrize(
    "unseen",
    ["\x00", "\x0b", "\x7f", "\x85", "\u200b", "\u200d", "\u202e", "\ufeff", "\u00ad", "\uffff"],
)
def test_what_nobody_sees_is_taken_out(unseen: str) -> None:
    assert plain(f"赵{unseen}测试") == "赵测试"


def test_what_people_write_stays() -> None:
    text = "八月起：\r\n\t612.50元，“等通知”……（㐂𠮷）😀 ñ"
    assert plain(text) == text


@given(st.text())
def test_what_is_left_fits_into_a_workbook(text: str) -> None:
    assert not ILLEGAL_CHARACTERS_RE.search(plain(text))
    assert plain(plain(text)) == plain(text)
