"""What was found is marked where it stands, and nothing of a text escapes escaping."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.engines.query import parse
from search.engines.tokens import compose
from search.workbench.highlight import LENGTH, Marker
from tests.search import oracle, slow_marks


def mark(text, query):
    """The text as it is marked for what somebody typed."""
    return Marker(query).mark(text)


def excerpts(text, query):
    """The excerpts that are shown to somebody who typed it."""
    return Marker(query).excerpts(text)


@pytest.mark.parametrize(
    ("text", "query", "marked"),
    [
        ("低保金停发", "低保金", "<mark>低保金</mark>停发"),
        ("低保，名单", "低保名单", "低保，名单"),
        ("低保，名单", "名单 低保", "<mark>低保</mark>，<mark>名单</mark>"),
        ("停发三个月", "“停发 三个月”", "停发三个月"),
        ("２０２６年８月", "2026年8月", "<mark>２０２６年８月</mark>"),
        ("村里的村", "村", "<mark>村</mark>里的<mark>村</mark>"),
        ("每月1,234元", "1234元", "每月<mark>1,234元</mark>"),
        ("The Village Aid", "village", "The <mark>Village</mark> Aid"),
        ("低保低保金", "低保 保金", "<mark>低保低保金</mark>"),
        ("低保 名单", "低保 -名单", "<mark>低保</mark> 名单"),
        ("<b>低保</b>&", "低保", "&lt;b&gt;<mark>低保</mark>&lt;/b&gt;&amp;"),
        ("320722-2026-000123", "320722-2026-000123", "<mark>320722-2026-000123</mark>"),
        ("低保戶投訴", "低保户", "<mark>低保戶</mark>投訴"),
        ("低保户投诉", "投訴", "低保户<mark>投诉</mark>"),
        ("臺灣ＡＢ", "台湾 ab", "<mark>臺灣ＡＢ</mark>"),
        ("", "低保", ""),
        ("低保", "", "低保"),
    ],
)
def test_what_was_found_is_marked(text, query, marked):
    assert mark(text, parse(query)) == marked


def test_excerpts_stand_around_what_was_found_and_are_not_too_many():
    text = "前" * 200 + "存折" + "中" * 200 + "存折" + "后" * 200 + "存折"
    shown = excerpts(text, parse("存折"))
    assert len(shown) == 2
    for excerpt in shown:
        assert "<mark>存折</mark>" in excerpt
        assert excerpt.startswith("…")
        assert excerpt.endswith("…")
        assert len(re.sub("<.*?>", "", excerpt)) <= LENGTH + 4


def test_without_a_find_the_beginning_is_shown():
    assert excerpts("甲" * 300, parse("乙")) == ["甲" * LENGTH + "…"]
    assert excerpts("短\n文", parse("")) == ["短 文"]
    assert excerpts("", parse("乙")) == []


def test_a_mark_is_never_cut():
    text = "前" * (LENGTH - 1) + "低保金停发"
    assert excerpts("存折" + text, parse("存折 低保金停发"))[0].count("<mark>") == 1


@given(
    text=st.text("低保名单<&aB1２， -", max_size=30), term=st.text("低保名单aB1， -", min_size=1, max_size=4)
)
def test_marks_are_where_the_oracle_finds_and_text_is_kept(text, term):
    query = parse(f"「{term}」")
    shown = mark(text, query)
    unmarked = shown.replace("<mark>", "").replace("</mark>", "")
    assert unmarked.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") == compose(text)
    if query.terms:
        met = oracle.Wanted(term).meets([text])
        assert bool(Marker(query).find(compose(text))) <= met


#: Whatever shifts places: what folds into nothing or several, figures with commas, runs longer than a word.
PARTS = ["低保", "低", "名单", "金", "the", "of", "aid", "1,234", "１２", "½", "㈠", "ｶﾞ", "e\u0301", "\u0301"]
PARTS += [
    "戶",
    "户",
    "臺",
    "單",
    "，",
    " ",
    "。",
    "-",
    "a" * 99,
    "a" * 100,
    "b",
    "ﬁ",
    "İ",
    "村",
    "<",
    "한국",
    "ก",
]
pieced = st.lists(st.sampled_from(PARTS), max_size=14).map("".join)


@settings(max_examples=400)
@given(
    text=st.one_of(pieced, st.text(max_size=40)), typed=st.one_of(pieced, st.text(max_size=8)), data=st.data()
)
def test_marks_are_those_that_going_through_every_character_finds(text, typed, data):
    text = compose(text)
    if text and data.draw(st.booleans(), label="a part of the text itself"):
        start = data.draw(st.integers(0, len(text) - 1))
        typed = f"「{text[start : data.draw(st.integers(start, len(text)))]}」 {typed}"
    query = parse(typed)
    marker = Marker(query)
    assert marker.find(text) == slow_marks.find(text, query)
    assert marker.find(text) == marker.find(text)  # nothing is left over from one text to the next
