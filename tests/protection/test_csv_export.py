"""CSV files: a mark for Excel, no formula in any cell, no character that nobody sees."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation
from django.utils.translation import gettext_lazy
from hypothesis import given
from hypothesis import strategies as st

from protection.csv_export import BOM, cell, lines
from protection.plain_text import plain

DANGEROUS = ("=", "+", "-", "@", "|", "＝", "＋", "－", "＠", "\t", "\r", "\n")


def test_a_file_starts_with_the_mark_that_excel_needs():
    assert "".join(lines(["甲"], [["=1+1"], [-5]])) == "\ufeff甲\r\n'=1+1\r\n-5\r\n"


def test_it_is_streamed_line_by_line():
    def rows():
        yield ["一"]
        raise RuntimeError

    file = lines(["甲"], rows())
    assert [next(file), next(file)] == [f"{BOM}甲\r\n", "一\r\n"]
    with pytest.raises(RuntimeError):
        next(file)


@given(st.text(max_size=20))
def test_no_cell_is_a_formula(text):
    written = cell(text)
    assert not written.startswith(DANGEROUS)
    assert not written.lstrip().startswith(DANGEROUS)
    assert cell(written) == written
    assert written in (plain(text), f"'{plain(text)}")


@pytest.mark.parametrize(
    "text", ["\u200b=1+1", " =1+1", "\u3000＝1+1", "\x00@SUM(A1)", "\u202e-1", "|calc", "\t1"]
)
def test_what_stands_before_a_formula_does_not_hide_it(text):
    assert cell(text).startswith("'")


@pytest.mark.parametrize("value", [-5, Decimal("-1.50"), 0, None, date(2026, 10, 1), True])
def test_what_is_no_text_stays_what_it_is(value):
    assert cell(value) is value


def test_headings_keep_the_language_in_which_the_file_was_asked_for():
    with translation.override("en"):
        file = lines([gettext_lazy("January"), gettext_lazy("=x")], [])
    with translation.override("zh-hans"):
        assert "".join(file) == f"{BOM}January,'=x\r\n"


@given(st.lists(st.lists(st.text(max_size=8), min_size=2, max_size=2), max_size=4))
def test_rows_come_back_as_they_were_written(rows):
    text = "".join(lines(["甲", "乙"], rows)).removeprefix(BOM)
    back = list(csv.reader(io.StringIO(text, newline="")))
    assert back == [["甲", "乙"], *([cell(value) for value in row] for row in rows)]
