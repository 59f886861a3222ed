"""All ways of writing a text come out alike, character by character."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protection.comparing import alike, simplified_forms


@pytest.mark.parametrize(
    ("written", "form"),
    [("陳小滿", "陈小满"), ("投訴ＡＢＣ１２", "投诉abc12"), ("薴", "苎"), ("ﬁ", "ﬁ"), ("", "")],
)
def test_width_case_and_script_do_not_count(written: str, form: str) -> None:
    assert alike(written) == form


@given(st.text())
def test_every_character_stays_in_its_place(text: str) -> None:
    assert len(alike(text)) == len(text)
    assert alike(alike(text)) == alike(text)


@given(st.sampled_from(sorted(simplified_forms().items())))
def test_both_forms_are_alike(pair: tuple[int, str]) -> None:
    traditional, simplified = pair
    assert alike(chr(traditional)) == alike(simplified)
