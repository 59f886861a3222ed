"""Codes as text: hierarchy and ranges, for any code there can be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from organizations import codes
from organizations.enums import Level

LENGTHS = [2, 4, 6, 9, 12]


@st.composite
def division_codes(draw):
    """Any text of the form of a division code."""
    length = draw(st.sampled_from(LENGTHS))
    first = draw(st.sampled_from("12345678"))
    return first + draw(st.text("0123456789", min_size=length - 1, max_size=length - 1))


@given(division_codes(), division_codes())
def test_bounds_hold_exactly_what_lies_within(outer, inner):
    low, high = codes.bounds(outer)
    assert (low <= inner < high) == codes.contains(outer, inner)


@given(division_codes(), st.text("09", min_size=0, max_size=3))
def test_bounds_at_the_edges(code, rest):
    """The nines before and the zeros after a place are where a range goes wrong."""
    low, high = codes.bounds(code)
    before = str(int(code) - 1)
    for other in (before + "999", before, high, high + "000", code + rest):
        assert (low <= other < high) == other.startswith(code), other


@given(division_codes())
def test_ancestors_are_the_parents_of_parents(code):
    expected = []
    above = codes.parent_of(code)
    while above is not None:
        expected.insert(0, above)
        above = codes.parent_of(above)
    assert codes.ancestors_of(code) == expected
    assert codes.ancestors_of(code, include_self=True) == [*expected, code]
    assert [codes.level_of(each) for each in expected] == list(range(1, codes.level_of(code)))


@given(st.lists(division_codes(), max_size=12))
def test_minimal_covers_the_same_with_none_inside_another(given_codes):
    kept = codes.minimal(given_codes)
    assert set(kept) <= set(given_codes)
    assert all(any(codes.contains(outer, code) for outer in kept) for code in given_codes)
    assert not any(codes.contains(a, b) for a in kept for b in kept if a != b)


@pytest.mark.parametrize(
    "text", ["", "3", "320", "32072", "0207", "92", "32a7", "3207 ", "３２", "32\n", "3" * 13]
)
def test_what_is_no_code_is_refused(text):
    assert not codes.is_code(text)
    with pytest.raises(ValueError, match="division code"):
        codes.bounds(text)


def test_levels():
    expected = {"32": Level.PROVINCE, "3207": Level.CITY, "320722": Level.COUNTY}
    expected |= {"320722100": Level.TOWNSHIP, "320722100201": Level.VILLAGE}
    assert {code: codes.level_of(code) for code in expected} == expected
