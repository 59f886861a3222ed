"""Single values as real files write them."""

from contextlib import suppress
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosure.intake import parsing, private_use
from disclosure.problems import Unreadable
from tests.disclosure.lists import id_number

VALID = id_number(123)
WITH_X = next(n for n in map(id_number, range(200)) if n.endswith("X"))
APRIL = date(2020, 4, 1)

READ = [
    (parsing.parse_amount, "1,234元", Decimal("1234.00")),
    (parsing.parse_amount, "１，２３４．５０ 元/月", Decimal("1234.50")),
    (parsing.parse_amount, "¥610.5", Decimal("610.50")),
    (parsing.parse_amount, 610.0000001, None),
    (parsing.parse_amount, 610.0000000000001, Decimal("610.00")),
    (parsing.parse_amount, 0.1 + 0.2, Decimal("0.30")),
    (parsing.parse_amount, 1234.565, None),
    (parsing.parse_amount, "610.005", None),
    (parsing.parse_amount, "610.500", Decimal("610.50")),
    (parsing.parse_amount, 0, Decimal("0.00")),
    (parsing.parse_amount, "1234567,", None),
    (parsing.parse_amount, "12,34", None),
    (parsing.parse_amount, "六百", None),
    (parsing.parse_amount, "-5", None),
    (parsing.parse_amount, "9999999", None),
    (parsing.parse_amount, "", None),
    (parsing.parse_amount, True, None),
    (parsing.parse_amount, float("nan"), None),
    (parsing.parse_amount, float("inf"), None),
    (parsing.parse_month, "2020年4月", APRIL),
    (parsing.parse_month, "２０２０年０４月份", APRIL),
    (parsing.parse_month, "2020-04", APRIL),
    (parsing.parse_month, "2020.4", APRIL),
    (parsing.parse_month, "202004", APRIL),
    (parsing.parse_month, 202004.0, APRIL),
    (parsing.parse_month, "2020/4/1", APRIL),
    (parsing.parse_month, "20200415", APRIL),
    (parsing.parse_month, "2020-04-15T00:00:00", APRIL),
    (parsing.parse_month, 43922.0, APRIL),
    (parsing.parse_month, "43936", APRIL),
    (parsing.parse_month, 2020.1, None),
    (parsing.parse_month, "2020-13", None),
    (parsing.parse_month, "2020-02-30", None),
    (parsing.parse_month, "1901-01", None),
    (parsing.parse_month, "去年", None),
    (parsing.parse_month, "", None),
    (parsing.parse_people, "3人", 3),
    (parsing.parse_people, "３", 3),
    (parsing.parse_people, 3.0, 3),
    (parsing.parse_people, 0, None),
    (parsing.parse_people, "100", None),
    (parsing.parse_people, "两", None),
    (parsing.parse_people, "", None),
    (parsing.parse_id_number, VALID, VALID),
    (parsing.parse_id_number, WITH_X.lower(), WITH_X),
    (parsing.parse_id_number, f" '{VALID[:6]} {VALID[6:14]}-{VALID[14:]} ", VALID),
    (parsing.parse_id_number, "".join(chr(ord(c) + 0xFEE0) for c in VALID), VALID),
    (parsing.parse_id_number, "320722550505123", VALID),
    (parsing.parse_id_number, 320722550505123.0, VALID),
    (parsing.parse_name, " 张 三 ", "张三"),
    (parsing.parse_name, "阿依古丽•买买提", "阿依古丽·买买提"),
    (parsing.parse_name, "阿依古丽.买买提", "阿依古丽·买买提"),
    (parsing.parse_name, "阿依古丽・买买提", "阿依古丽·买买提"),
    (parsing.parse_name, "阿依古丽·买买提", "阿依古丽·买买提"),
    (parsing.parse_name, "张三1", None),
    (parsing.parse_name, "张三(已故)", None),
    (parsing.parse_name, "张" * 50, None),
    (parsing.parse_name, None, None),
]

REFUSED_IDS = [
    (float(VALID[:-1] + "0"), "id_float"),
    (320722195505051234, "id_float"),
    ("3.20722E+17", "id_float"),
    ("320722195505052000", "id_float"),
    ("32072255050512", "id_length"),
    ("320722551305123", "id_date"),
    (VALID[:17], "id_length"),
    (VALID[:16] + "XX", "id_characters"),
    ("320722195513051234", "id_date"),
    ("320722299901011234", "id_date"),
    (VALID[:17] + ("1" if VALID[17] != "1" else "2"), "id_check_digit"),
    ("", "id_missing"),
    (None, "id_missing"),
]


@pytest.mark.parametrize(("parse", "value", "expected"), READ)
def test_values_are_read_or_refused(parse, value, expected):
    if expected is None:
        with pytest.raises(Unreadable):
            parse(value)
    else:
        assert parse(value) == expected


@pytest.mark.parametrize(("value", "code"), REFUSED_IDS)
def test_an_id_number_is_refused_with_its_reason(value, code):
    with pytest.raises(Unreadable) as refused:
        parsing.parse_id_number(value)
    assert refused.value.code == code
    # A refusal is stored and shown: the number itself must not be in it.
    assert VALID[:14] not in str(refused.value.params)


@given(st.one_of(st.text(), st.floats(), st.integers(), st.none(), st.booleans()))
def test_any_cell_is_read_or_refused_and_nothing_else(value):
    for parse in (
        parsing.parse_amount,
        parsing.parse_month,
        parsing.parse_people,
        parsing.parse_id_number,
        parsing.parse_name,
        parsing.parse_category,
    ):
        with suppress(Unreadable):
            parse(value)


@given(st.integers(0, 999), st.dates(date(1900, 1, 1), date(2026, 1, 1)), st.integers(0, 16))
def test_one_wrong_digit_is_always_found(serial, born, place):
    number = id_number(serial, born)
    assert parsing.parse_id_number(number) == number
    wrong = number[:place] + str((int(number[place]) + 1) % 10) + number[place + 1 :]
    with pytest.raises(Unreadable):
        parsing.parse_id_number(wrong)


@given(st.text(alphabet="0123456789Xx", min_size=11, max_size=24))
def test_a_refusal_never_repeats_a_long_number(text):
    for parse in (parsing.parse_amount, parsing.parse_month, parsing.parse_people, parsing.parse_id_number):
        try:
            parse(text)
        except Unreadable as refused:
            told = str(refused.params)
            assert text not in told
            assert text[6:14] not in told or len(text) < 14


def test_who_is_born_on_a_leap_day_comes_of_age_in_march():
    assert parsing.eighteenth_birthday(date(2008, 2, 29)) == date(2026, 3, 1)
    assert parsing.eighteenth_birthday(parsing.born_on(id_number(1, date(2010, 1, 2)))) == date(2028, 1, 2)


def test_the_table_of_private_characters_is_what_the_codec_says():
    """Where GB18030 has a present character for the bytes, the table has the same one."""
    for row in private_use.TABLE.rows:
        assert chr(int(row.unicode, 16)) == row.character
        decoded = bytes.fromhex(row.gbk).decode("gb18030")
        assert decoded in (row.character, chr(int(row.private, 16)))
    assert len(private_use.TABLE.rows) == 82


def test_members_are_found_whatever_separates_them():
    text = f"{VALID}、{WITH_X.lower()};\n12345"
    assert parsing.members_ids(text) == [VALID, WITH_X]


@pytest.mark.parametrize("parse", [parsing.parse_amount, parsing.parse_people, parsing.parse_month])
@pytest.mark.parametrize(
    "text",
    [
        "3207 2219 5505 0507 7X",
        "320722-196803-140825",
        "6228 4804 0256 4890 018",
        "158-6127-7394",
        "158 6127 7394",
        "158.6127.7394",
        "1 5 8 6 1 2 7 7 3 9 4",
        "３２０７２２－１９６８０３－１４０８２５",
        "无 0518-85201234",
    ],
)
def test_a_number_of_somebody_is_not_kept_with_its_refusal(parse, text):
    """However it is cut: what was refused is stored in clear, and handed out without proof."""
    with pytest.raises(Unreadable) as refused:
        parse(text)
    assert not any(character.isdigit() for character in str(refused.value.params.get("value", "")))


@pytest.mark.parametrize("text", ["12,34", "2026-13-01", "1,234,567,"])
def test_what_is_nobodys_number_is_shown(text):
    with pytest.raises(Unreadable) as refused:
        parsing.parse_month(text) if "-" in text else parsing.parse_amount(text)
    assert refused.value.params["value"].startswith(text[:4])
