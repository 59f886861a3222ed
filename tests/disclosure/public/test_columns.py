"""Which columns the web and a village's board show, as the table says (``data/public_columns.csv``)."""

from datetime import date
from types import SimpleNamespace

import pytest

from disclosure.public import masking
from disclosure.public.columns import TABLE, Form, Medium, form_of
from disclosure.public.masking import PAYMENT_COLUMNS, PUBLIC_COLUMNS, columns_of
from disclosure.setup import PROGRAMMES

CODES = [row.code for row in PROGRAMMES.rows]
ONCE = {row.code for row in PROGRAMMES.rows if row.pays_once}


def programme(code: str, *, masking: str = "masked") -> SimpleNamespace:
    return SimpleNamespace(
        pk=code, pays_once=code in ONCE, has_amount=True, name_masking=masking, label="某项目"
    )


def row(code: str, **changes) -> SimpleNamespace:
    facts = {
        "public_id": None,
        "holder_name": "张小三",
        "people": 2,
        "amount": 500,
        "category": "",
        "since": date(2020, 4, 1),
        "adult_on": None,
        "programme": programme(code),
        "region": SimpleNamespace(name="刘庄村委会"),
    }
    return SimpleNamespace(**{**facts, **changes})


@pytest.mark.parametrize("code", CODES)
def test_the_web_shows_what_it_always_showed(code):
    known = PAYMENT_COLUMNS if code in ONCE else PUBLIC_COLUMNS
    assert columns_of(programme(code)) == known
    assert form_of(code, Medium.WEB, "name") == Form.SETTING
    assert masking.public_row(row(code)).name == "张*三"


@pytest.mark.parametrize("code", CODES)
def test_every_medium_shows_a_name_or_says_that_it_is_left_out(code):
    named = {(one.medium, one.column) for one in TABLE.rows if code in one.programmes}
    for medium in Medium:
        assert (medium, "name") in named
        assert set(columns_of(programme(code), medium)) <= {"name", "people", "amount", "reason", "since"} | (
            {"programme", "village"} if medium == Medium.WEB else set()
        )


def test_full_names_stand_on_the_board_of_the_programmes_whose_law_asks_for_them_and_nowhere_else():
    full = {code for code in CODES if form_of(code, Medium.BOARD, "name") == Form.FULL}
    assert full == {"rural-dibao", "urban-dibao"}
    assert not [
        one
        for one in TABLE.rows
        if one.medium == Medium.WEB and one.column == "name" and one.form == Form.FULL
    ]
    shown = {code: masking.public_row(row(code), medium=Medium.BOARD).name for code in CODES}
    assert {code for code, name in shown.items() if name == "张小三"} == full
    assert set(shown.values()) == {"张小三", "张*三"}


def test_a_minor_has_no_name_on_a_board_either():
    minor = row("rural-dibao", adult_on=date(2030, 1, 1))
    name = masking.public_row(minor, date(2026, 11, 1), Medium.BOARD).name
    assert not set(name) & set("张小三")


def test_a_number_in_the_place_of_a_name_stays_off_the_board():
    slipped = row("rural-dibao", holder_name="张320722195505051234")
    assert masking.public_row(slipped, medium=Medium.BOARD).name == "***"


def test_what_the_table_does_not_name_stays_out():
    unknown = programme("somewhere-else")
    assert dict(columns_of(unknown)) == {}
    assert masking.public_row(row("x", programme=unknown), medium=Medium.BOARD).name == "张*三"


def test_only_a_name_is_masked_and_every_row_says_why():
    for one in TABLE.rows:
        assert one.basis
        assert one.column == "name" or one.form in {Form.FULL, Form.LEFT_OUT}
