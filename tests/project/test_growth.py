"""The measure of what a long text costs finds a reading that grows faster than its text."""

from tests.growth import outgrown


def test_what_looks_at_each_pair_is_found():
    assert outgrown(lambda text: sum(one == other for one in text for other in text), "低保", length=2_000)


def test_what_looks_at_each_character_often_is_not():
    assert not outgrown(lambda text: sum(one == "低" for one in text * 200), "低保", length=20_000)
