from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.policies.numerals import find_date, number

ONES = "零一二三四五六七八九"


def written(value: int) -> str:
    """A number up to 999 as documents count articles."""
    hundreds, rest = divmod(value, 100)
    tens, ones = divmod(rest, 10)
    text = f"{ONES[hundreds]}百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else ONES[tens]) + "十"
    elif hundreds and ones:
        text += "零"
    return text + (ONES[ones] if ones else "")


@given(st.integers(1, 999))
def test_every_article_number_is_read(value):
    assert number(written(value)) == value
    assert number(str(value)) == value


def test_what_is_no_numeral_is_refused():
    with pytest.raises(ValueError, match="not a numeral"):
        number("三丁")


@pytest.mark.parametrize(
    "text",
    [
        "2020年4月10日印发",
        "（2020年4月10日）",
        "二〇二〇年四月十日",
        "2020-04-10",
        "2020.4.10",
        "2020/4/10",
        "2020 年 4 月 10 日",
    ],
)
def test_dates_are_read_in_every_form_they_are_written(text):
    assert find_date(text) == date(2020, 4, 10)


def test_a_day_that_no_calendar_has_is_refused():
    with pytest.raises(ValueError, match=r"day|month"):
        find_date("2020年2月30日")


def test_no_date_is_none():
    assert find_date("各县（区）民政局") is None
