"""王二叔, 欧阳三表姐: any rank before any word for relatives, behind a family name, is a calling."""

from itertools import product

import pytest

from complaints.parties import traces
from complaints.texts import spotting, stories, words
from complaints.texts.name_spellings import searchable, spelling
from complaints.texts.nearby import NearbyPerson

UNIT = 7
KIN = [word for word, title in words.titles().items() if title.sort == "kin" and title.rank]
RANKED = [f"{rank}{word}" for rank, word in product(sorted(words.ranks()), KIN)]


def in_office(name: str) -> NearbyPerson:
    return NearbyPerson(1, spelling(name), (UNIT,), vouched=True)


@pytest.mark.parametrize("name", ["孙继财", "欧阳建国"])
@pytest.mark.parametrize("said", ["民政办{}收了我家两千块钱。", "八月起没有发，{}态度很差。"])
def test_every_rank_with_every_word_is_found_in_a_story_and_by_who_comes_later(name, said):
    person = in_office(name)
    asked = traces.asked({f"f:{person.name.family}"})
    for kin in RANKED:
        text = said.format(person.name.family + kin)
        assert stories.spot(searchable(text), [person], frozenset({UNIT}), lambda hit: True), text
    for kin in RANKED[::17]:
        assert asked & traces.digests([], [said.format(person.name.family + kin)]), kin


@pytest.mark.parametrize("name", ["孙继财", "欧阳建国"])
def test_so_it_is_where_somebody_is_named(name):
    person = in_office(name)
    asked = traces.asked({f"f:{person.name.family}"})
    for kin in RANKED:
        assert spotting.spot_meant(person.name.family + kin, [person]), kin
    for kin in RANKED[::17]:
        assert asked & traces.digests([person.name.family + kin], []), kin


def test_without_the_family_name_nobody_is_meant():
    person = in_office("孙继财")
    for kin in RANKED:
        for text in (f"我{kin}收了麦子。", f"{kin}说可以申请。", f"张{kin}盖了楼房。"):
            assert not stories.spot(searchable(text), [person], frozenset({UNIT}), lambda hit: True), text


def test_two_ranks_and_titles_with_a_rank_are_one_word():
    for word, sort in (("三表叔", "kin"), ("大堂哥", "kin"), ("老主任", "office"), ("二爹", "kin")):
        title = words.title_of(word)
        assert title is not None
        assert (title.word, title.sort, title.border) == (word, sort, False)
        met = words.title_at().match(word)
        assert met is not None
        assert met.group(1) == word
    assert words.title_of("爹") is None
    assert words.title_of("二") is None
