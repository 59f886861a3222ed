"""What leaves for the public, and in what form (design invariant 5)."""

import dataclasses
import re
from datetime import date
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosure.names import mask_id_number, mask_name
from disclosure.public import masking
from disclosure.public.masking import PAYMENT_COLUMNS, PUBLIC_COLUMNS, PublicRow

NAMES = [
    ("张三", "张*"),
    ("张小三", "张*三"),
    ("欧阳修", "欧阳*"),
    ("欧阳小修", "欧阳*修"),
    ("司马", "司*"),
    ("张王小三", "张**三"),
    ("阿依古丽·买买提", "阿**"),
    ("Anna Müller", "A**r"),
    ("张", "*"),
    ("", "*"),
    ("320722195505051234", "***"),
    ("张三13800001111", "***"),
    ("  张 小 三 ", "张*三"),
]
HAN = st.text(alphabet="张王李欧阳司马小三明芳", min_size=2, max_size=8)


@pytest.mark.parametrize(("name", "masked"), NAMES)
def test_names_are_masked(name, masked):
    assert mask_name(name) == masked


@given(HAN)
def test_a_masked_name_hides_something_and_keeps_at_most_three_characters(name):
    masked = mask_name(name)
    assert "*" in masked
    assert masked != name
    assert len(masked.replace("*", "")) <= 3


@given(st.text(max_size=40))
def test_no_digit_survives_masking(name):
    assert not re.search(r"\d", mask_name(name))


def test_id_numbers_are_masked_as_in_notices():
    assert mask_id_number("320722199001011234") == "32*************234"
    assert mask_id_number("123") == "***"


def test_only_the_allow_list_becomes_public():
    # The law's list (最低生活保障审核确认办法 24); whoever adds a column changes this line knowingly.
    assert list(PUBLIC_COLUMNS) == ["name", "people", "amount", "programme", "village", "since"]
    # Of a single payment the reason too (基层政务公开标准目录 13), and nobody else of the household.
    assert list(PAYMENT_COLUMNS) == ["name", "amount", "reason", "programme", "village", "since"]
    assert {f.name for f in dataclasses.fields(PublicRow)} == {"public_id", *PUBLIC_COLUMNS, "reason"}


def recipient(**changes):
    programme = SimpleNamespace(
        pk="rural-dibao",
        name_masking="masked",
        pays_monthly=True,
        pays_once=False,
        has_amount=True,
        label="农村低保",
    )
    facts = {
        "public_id": None,
        "holder_name": "张小三",
        "people": 2,
        "amount": 500,
        "category": "重病",
        "since": date(2020, 4, 1),
        "adult_on": None,
        "programme": programme,
        "region": SimpleNamespace(name="刘庄村委会"),
    }
    return SimpleNamespace(**{**facts, **changes})


def test_a_minors_name_is_never_shown():
    full = SimpleNamespace(
        pk="rural-dibao",
        name_masking="full",
        pays_monthly=True,
        pays_once=False,
        has_amount=True,
        label="农村低保",
    )
    minor = recipient(adult_on=date(2030, 1, 1), programme=full)
    shown = masking.public_row(minor, date(2026, 11, 1)).name
    assert not set(shown) & set("张小三*")
    assert masking.public_row(minor, date(2030, 1, 1)).name == "张小三"


def test_a_programme_may_show_full_names_but_no_numbers():
    full = SimpleNamespace(
        pk="rural-dibao",
        name_masking="full",
        pays_monthly=True,
        pays_once=False,
        has_amount=True,
        label="农村低保",
    )
    assert masking.public_row(recipient(programme=full)).name == "张小三"
    slipped = recipient(programme=full, holder_name="张320722195505051234")
    assert masking.public_row(slipped).name == "***"


def test_a_programme_without_money_shows_no_amount():
    none = SimpleNamespace(
        pk="marginal",
        name_masking="masked",
        pays_monthly=False,
        pays_once=False,
        has_amount=False,
        label="低保边缘",
    )
    assert masking.public_row(recipient(programme=none)).amount is None


def test_a_reason_is_public_only_as_a_class_and_only_of_a_single_payment():
    once = SimpleNamespace(
        pk="temporary",
        name_masking="masked",
        pays_monthly=False,
        pays_once=True,
        has_amount=True,
        label="临时救助",
    )
    shown = masking.public_row(recipient(programme=once, category="火灾"))
    assert (shown.reason, shown.amount) == ("火灾", 500)
    assert masking.public_row(recipient(programme=once, category="尿毒症透析")).reason == ""
    assert masking.public_row(recipient(category="火灾")).reason == ""
