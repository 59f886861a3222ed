"""How people write a day, in every date field of the site."""

from datetime import date

import pytest
from django import forms
from django.utils import translation

DAY, FIFTH = date(2026, 11, 27), date(2026, 1, 5)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2026-11-27", DAY),
        ("2026/11/27", DAY),
        ("2026年11月27日", DAY),
        ("2026年11月27号", DAY),
        ("2026年 11 月 27 日", DAY),
        ("2026.11.27", DAY),
        ("2026年1月5日", FIFTH),
    ],
)
def test_a_day_is_read_however_it_is_written(language, written, day):
    with translation.override(language):
        assert forms.DateField().clean(written) == day
