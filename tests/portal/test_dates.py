"""How people write a day, in every date field of the site."""

from datetime import date

import pytest
from django import forms
from django.utils import translation


@pytest.mark.parametrize(
    "written", ["2026-11-27", "2026/11/27", "2026年11月27日", "2026.11.27", "2026年1月5日"]
)
def test_a_day_is_read_however_it_is_written(written):
    with translation.override("zh-hans"):
        day = forms.DateField().clean(written)
    assert day in (date(2026, 11, 27), date(2026, 1, 5))
