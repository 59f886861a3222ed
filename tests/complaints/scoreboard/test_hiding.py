"""Nothing under five can be worked out: from parts and their sum, from two divisions of one whole, or by who
knows the rule.
"""

from itertools import product

from hypothesis import example, given
from hypothesis import strategies as st

from complaints.scoreboard.hiding import FEWEST, Share, share, shown

parts = st.lists(st.integers(0, 12), min_size=2, max_size=6).map(lambda numbers: _named(numbers))


def _named(numbers):
    return {f"3207{at:02}": number for at, number in enumerate(numbers)}


def _hidden(published):
    return [name for name, number in published[1].items() if number is None]


@given(parts)
@example(_named([4, 4, 4]))
@example(_named([20, 0, 1]))
def test_no_part_that_is_few_is_shown_or_follows_by_subtraction(numbers):
    total, published = shown(numbers)
    assert all(number is None or not 0 < number < FEWEST for number in (total, *published.values()))
    assert all(published[name] == 0 for name, number in numbers.items() if number == 0)
    kept_back = _hidden((total, published))
    if total is not None and kept_back:
        rest = total - sum(number for number in published.values() if number is not None)
        assert len(kept_back) > 1
        assert rest >= FEWEST


def _worlds(numbers):
    """Everything that could be behind what is published, for who knows the rule."""
    published = shown(numbers)
    kept_back = _hidden(published)
    rest = sum(numbers[name] for name in kept_back)
    for guess in product(range(rest + 1), repeat=max(0, len(kept_back) - 1)):
        if kept_back and sum(guess) <= rest:
            world = {**numbers, **dict(zip(kept_back, (*guess, rest - sum(guess)), strict=True))}
            if shown(world) == published:
                yield world


@given(st.lists(st.integers(0, 9), min_size=2, max_size=4).map(_named))
@example(_named([4, 4, 4]))
@example(_named([4, 4, 5]))
@example(_named([5, 5, 4]))
@example(_named([1, 1, 9, 9]))
def test_who_knows_the_rule_still_knows_no_number_that_is_few(numbers):
    worlds = list(_worlds(numbers))
    if sum(numbers.values()) < FEWEST:
        return  # not even the sum is known
    for name in _hidden(shown(numbers)):
        if numbers[name] < FEWEST:
            assert len({world[name] for world in worlds}) > 1


@given(st.lists(st.lists(st.integers(0, 6), min_size=3, max_size=3), min_size=2, max_size=4))
def test_counties_and_subjects_together_tell_no_more_than_each(table):
    """For whatever the counties could be, there are cases by county and subject that add up to both."""
    counties = _named([sum(row) for row in table])
    subjects = [sum(column) for column in zip(*table, strict=True)]
    for world in _worlds(counties):
        by_county, by_subject = list(world.values()), list(subjects)
        cells = []
        for county in range(len(by_county)):
            for subject in range(len(by_subject)):
                cell = min(by_county[county], by_subject[subject])
                by_county[county] -= cell
                by_subject[subject] -= cell
                cells.append(cell)
        assert not any(by_county)
        assert not any(by_subject)
        assert min(cells) >= 0


@given(st.integers(0, 60), st.integers(0, 60))
def test_a_share_never_tells_how_many_of_a_few_there_were(part, whole):
    part = min(part, whole)
    said = share(part, whole)
    rest = whole - part
    for few in (part, rest):
        if 0 < few < FEWEST:
            others = [
                share(other, whole) if few is part else share(whole - other, whole)
                for other in range(1, FEWEST)
            ]
            assert said is None or said.sign
            assert whole < 2 * FEWEST or set(others) == {said}


def test_a_share_says_whole_percent_and_never_more_than_was_kept():
    assert share(20, 20) == Share(100)
    assert share(199, 200) == Share(98, "≥"), "as if four were late"
    assert share(10, 20) == Share(50)
    assert share(1, 100) == Share(4, "≤")
    assert share(4, 4) is None
    assert share(3, 6) is None
