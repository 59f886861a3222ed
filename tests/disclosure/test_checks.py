"""The table of what is checked of a row (``disclosure/data/checks.csv``), and its pure functions."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from disclosure import checks
from disclosure.file_messages import FILE_MESSAGES
from disclosure.intake import judging
from disclosure.intake.layouts import layouts
from disclosure.messages import MESSAGES
from disclosure.models import Programme
from disclosure.warning_messages import WARNINGS
from tests.disclosure.lists import household, id_number

GOOD = judging.RowAsRead(
    id_number=id_number(1), people=2, amount=Decimal(800), since=date(2020, 4, 1), month=date(2026, 10, 1)
)


def test_every_finding_about_a_row_has_its_line_and_its_words():
    of_rows = {code for code in MESSAGES.keys() - FILE_MESSAGES.keys() if not code.startswith("notice_")}
    assert {check.code for check in checks.TABLE.rows} == of_rows


def test_every_line_names_a_column_of_a_layout_and_what_it_rests_on():
    keys = {field.key for fields in layouts().values() for field in fields}
    for check in checks.TABLE.rows:
        assert check.column in {*keys, ""}
        assert check.basis.startswith("本系统规则") or re.search(
            r"〔\d{4}〕|办法|条例|标准|GB ?\d|^见 ", check.basis
        )
    assert {check.code for check in checks.TABLE.rows if check.severity == "warning"} == WARNINGS.keys()


@pytest.mark.parametrize(
    ("facts", "code", "params"),
    [
        ({"since": date(2026, 11, 1)}, "since_after_month", {"value": "2026-11", "month": "2026-10"}),
        ({"living": 1}, "people_more_than_household", {"people": 2, "household": 1}),
        ({"persons": 1}, "people_more_than_listed", {"people": 2, "persons": 1}),
        ({"most": Decimal(799)}, "amount_over_standard", {"amount": "800", "people": 2, "most": "799.00"}),
        ({"since": date(1950, 1, 1)}, "since_before_birth", {"value": "1950-01"}),
        (
            {"pays_monthly": True, "amount": Decimal(10001)},
            "amount_implausible",
            {"amount": "10001", "people": 2, "most": 5000},
        ),
        (
            {"pays_once": True, "amount": Decimal(30001)},
            "payment_implausible",
            {"amount": "30001", "most": 30000},
        ),
        ({"is_repeated": True, "persons": 2}, "amount_repeated", {"amount": "800", "persons": 2}),
    ],
)
def test_each_function_finds_its_own_and_nothing_else(facts, code, params):
    found = judging.Judging().of(replace(GOOD, **facts))
    assert [(check.code, given) for check, given in found] == [(code, params)]


@pytest.mark.parametrize(
    "facts",
    [
        {"living": 2},
        {"persons": 2},
        {"most": Decimal(800)},
        {"pays_monthly": True, "amount": Decimal(10000)},
        {"pays_once": True, "amount": Decimal(30000)},
        {"since": date(2026, 10, 1)},
        {"most": Decimal(20000), "amount": Decimal(12000), "pays_monthly": True},
    ],
)
def test_nothing_is_said_of_what_may_be_right(facts):
    assert judging.Judging().of(replace(GOOD, **facts)) == []


@pytest.mark.django_db
def test_the_table_says_whether_a_row_is_held_back(load, monkeypatch):
    known = {**checks.by_code()}
    known["amount_implausible"] = replace(known["amount_implausible"], severity="error", figure=400)
    monkeypatch.setattr(checks, "by_code", lambda: known)
    programme = Programme.objects.get(pk="rural-dibao")
    batch = load([household(0, 保障人口=1), household(1)], programme=programme)
    assert (batch.accepted_count, batch.refused_count, batch.warned_count) == (1, 1, 0)
    assert batch.refused_rows.get().code == "amount_implausible"
