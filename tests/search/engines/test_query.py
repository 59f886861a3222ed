"""Anything a person types is a query, and what is not searched as typed is said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.engines.query import LONGEST_QUERY, MOST_TERMS, NoteKind, parse


def read(text):
    """Terms as (words, mark), the mark telling excluded and single terms."""
    return [
        (" ".join(term.words), ("-" if term.excluded else "") + ("1" if term.single else ""))
        for term in parse(text).terms
    ]


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("", []),
        ("低保 名单", [("低保", ""), ("名单", "")]),
        ("低保　名单", [("低保", ""), ("名单", "")]),
        ("低保，名单、公示；村委", [("低保", ""), ("名单", ""), ("公示", ""), ("村委", "")]),
        ("停发三个月", [("停发 发三 三个 个月", "")]),
        ("“停发 三个月”", [("停发 三个 个月", "")]),
        ('"停发" ＂名单＂', [("停发", ""), ("名单", "")]),
        ("「停发」『名单』《办法》", [("停发", ""), ("名单", ""), ("办法", "")]),
        ("低保-名单", [("低保 名单", "")]),
        ("低保 -名单 －公示 −“村 委”", [("低保", ""), ("名单", "-"), ("公示", "-"), ("村 委", "-1")]),
        ("村", [("村", "1")]),
        ("2026年8月", [("2026 年 8 月", "1")]),
        ("ＡＢＣ－１２", [("abc 12", "")]),
        ("1,234元", [("1234 元", "1")]),
        ("a,b", [("b", "")]),
        ("低保 低保 “低保”", [("低保", "")]),
        ("低保 -低保", [("低保", ""), ("低保", "-")]),
        ("前“中间”后", [("前", "1"), ("中间", ""), ("后", "1")]),
    ],
)
def test_what_is_typed_becomes_terms(text, terms):
    assert read(text) == terms


@pytest.mark.parametrize(
    ("text", "kind", "about"),
    [
        ("！？ ——", NoteKind.EMPTY, "——"),
        ("-", NoteKind.EMPTY, "-"),
        ("！？…", NoteKind.EMPTY, "！？…"),
        ("“” 「 」", NoteKind.EMPTY, "“” 「 」"),
        ("the 低保", NoteKind.COMMON, "the"),
        ("“停发", NoteKind.UNCLOSED, "“停发"),
        ("长" * (LONGEST_QUERY + 3), NoteKind.TOO_LONG, "长长长"),
        (" ".join(f"w{n}" for n in range(MOST_TERMS + 1)), NoteKind.TOO_MANY, f"w{MOST_TERMS}"),
    ],
)
def test_what_is_not_searched_as_typed_is_said(text, kind, about):
    notes = parse(text).notes
    assert [(note.kind, note.text) for note in notes] == [(kind, about)]


def test_empty_quotations_are_passed_over_in_silence_beside_words():
    assert parse("“” 低保 「 」").notes == ()


@pytest.mark.parametrize("text", ["！？…", "“", "“”", "-", "-！", "the", "—— 「，」", "the，of"])
def test_what_holds_nothing_to_search_for_is_void(text):
    query = parse(text)
    assert query.void
    assert query.terms == ()


@pytest.mark.parametrize("text", ["", " \u3000\n", "低保", "！低保", "-低保", "the 1"])
def test_what_is_empty_or_holds_a_word_is_not_void(text):
    assert not parse(text).void


@given(st.text(max_size=300))
def test_no_text_is_an_error(text):
    query = parse(text)
    assert len(query.terms) <= MOST_TERMS
    assert all(term.words for term in query.terms)
    assert query.void == (bool(text.strip()) and not query.terms)
    assert not query.void or query.notes
    assert set(query.wanted) | set(query.excluded) == set(query.terms)
