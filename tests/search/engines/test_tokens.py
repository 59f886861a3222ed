"""How a text becomes words, and where those words stand in it."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protection.comparing import simplified_forms
from search.engines import tokens
from search.workbench.case_documents import CASES
from tests.search import slow_marks


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("低保金", ["低保", "保金"]),
        ("低保，名单", ["低保", "名单"]),
        ("村", ["村"]),
        ("２０２６年８月", ["2026", "年", "8", "月"]),
        ("ＡＢＣ低保ｄ", ["abc", "低保", "d"]),
        ("The list of the village", ["list", "village"]),
        ("1,234元和12,345,678元", ["1234", "元和", "12345678", "元"]),
        ("2019,2020", ["2019", "2020"]),
        ("320722-2026-000123", ["320722", "2026", "000123"]),
        ("连民〔2020〕12号", ["连民", "2020", "12", "号"]),
        ("Café CAFE\u0301 naïve", ["café", "café", "naïve"]),
        ("㈠①㎡½", ["一", "1m21", "2"]),
        ("ｶﾀｶﾅ 한국어", ["カタ", "タカ", "カナ", "한국", "국어"]),
        ("😀 … —— ￥", []),
        ("低保戶投訴，臺灣", ["低保", "保户", "户投", "投诉", "台湾"]),
        ("頭髮發放乾隆薴", ["头发", "发发", "发放", "放干", "干隆", "隆苎"]),
        ("x" * 150, ["x" * 100, "x" * 50]),
        ("", []),
    ],
)
def test_bigrams(text, expected):
    assert tokens.bigrams(text) == expected


def test_unigrams_take_chinese_apart_and_leave_words_whole():
    assert tokens.unigrams("低保abc 12村") == ["低", "保", "abc", "12", "村"]


@given(st.text())
def test_plain_text_is_stable_and_holds_words_and_single_spaces_only(text):
    plain = tokens.plain(text)
    assert tokens.plain(plain) == plain
    assert plain == " ".join(plain.split())
    assert tokens.bigrams(plain) == tokens.bigrams(text)


@given(st.one_of(st.text(), st.text("低保ａB1,2３ the-")))
def test_pieces_are_the_unigrams_at_their_places(text):
    composed = tokens.compose(text)
    pieces = list(slow_marks.pieces(composed))
    assert [piece.token for piece in pieces] == tokens.unigrams(text)
    for piece in pieces:
        assert 0 <= piece.start < piece.end <= len(composed)
        if tokens.is_cjk(piece.token):
            assert piece.token in tokens.plain(composed[piece.start : piece.end])


@given(st.one_of(st.text(), st.text("低保ａB1,2３½㈠\u0301 the-", max_size=12)), st.data())
def test_what_stands_in_plain_text_is_placed_in_the_text(text, data):
    composed = tokens.compose(text)
    pieces = list(slow_marks.pieces(composed))
    plain, at, spans = tokens.plain(text), 0, []
    for piece in pieces:
        at = plain.index(piece.token, at)
        spans.append((at, at + len(piece.token)))
        at += len(piece.token)
    assert list(tokens.placed(composed, spans)) == [(piece.start, piece.end) for piece in pieces]
    if spans:
        first = data.draw(st.integers(0, len(spans) - 1))
        last = data.draw(st.integers(first, len(spans) - 1))
        across = [(spans[first][0], spans[last][1])]
        assert list(tokens.placed(composed, across)) == [(pieces[first].start, pieces[last].end)]


#: 𰻞 alone is younger than the engines' tables, and a word to neither of them in either form.
FORMS = {chr(mark): form for mark, form in simplified_forms().items() if tokens.is_cjk(chr(mark))}


def test_hardly_a_form_is_left_out():
    assert len(simplified_forms()) - len(FORMS) <= 1


def test_each_character_has_one_simplified_form_that_keeps_its_place():
    assert all(len(form) == 1 and form not in FORMS for form in FORMS.values())
    for mark, form in FORMS.items():
        assert tokens.plain(mark) == tokens.plain(form) == form
        assert tokens.is_cjk(form)
    assert tokens._FOLD.uneven.isdisjoint(FORMS)


@given(st.text(st.one_of(st.sampled_from(sorted(FORMS)), st.sampled_from("低保名单aB1,2３ ，-"))))
def test_a_text_in_traditional_characters_is_the_same_words_in_as_many_places(text):
    simplified = "".join(FORMS.get(char, char) for char in text)
    assert tokens.plain(text) == tokens.plain(simplified)
    there = [(piece.token, piece.start, piece.end) for piece in slow_marks.pieces(text)]
    assert there == [(piece.token, piece.start, piece.end) for piece in slow_marks.pieces(simplified)]


def test_an_index_of_texts_that_were_masked_less_is_not_taken_for_one_of_these():
    assert replace(CASES, version=CASES.version + 1).key != CASES.key


def test_an_index_of_former_words_is_not_taken_for_one_of_these(monkeypatch):
    before = CASES.key
    monkeypatch.setattr(tokens, "VERSION", tokens.VERSION + 1)
    assert CASES.key != before
