"""Chapters, articles and headings as data."""

import re

from hypothesis import given
from hypothesis import strategies as st

from portal.policies.reading import read as read_document
from portal.policies.structure import as_data, contents, from_data, groups, read
from tests.portal.documents import FORWARDING, NOTICE, RULES


def text_of(document):
    return read_document(document).text


def test_articles_have_anchors_that_say_their_number():
    anchors = [block.anchor for block in read(text_of(RULES)) if block.kind == "article"]
    assert anchors == ["article-1", "article-2", "article-3", "article-3-1", "article-12"]


def test_items_of_an_article_are_no_headings():
    kinds = {block.text: block.kind for block in read(text_of(RULES))}
    assert kinds["（一）及时；"] == "item"


def test_contents_name_chapters_with_their_articles():
    entries = contents(read(text_of(RULES)))
    assert [(e.title, e.anchor, e.articles) for e in entries] == [
        ("第一章 总则", "chapter-1", ("第一条", "第二条")),
        ("第二章 程序", "chapter-2", ("第三条", "第十二条")),
    ]


def test_notices_have_their_numbered_headings_as_contents():
    entries = contents(read(text_of(NOTICE)))
    assert [(e.title, [c.title for c in e.children]) for e in entries] == [
        ("一、坚持问题导向", ["（一）检查发放是否及时", "(二) 压实责任"]),
        ("二、工作要求", []),
    ]


def test_an_attached_text_holds_its_own_headings():
    entries = contents(read(text_of(FORWARDING)))
    assert [(e.title, [c.title for c in e.children]) for e in entries] == [
        ("全省低保核查工作方案", ["一、工作目标"])
    ]


def test_rules_without_chapters_list_their_articles():
    assert [e.anchor for e in contents(read("第一条 甲。\n第二条 乙。"))] == ["article-1", "article-2"]


def test_sections_stand_below_their_chapter():
    blocks = read("第一章 总则\n第一节 目的\n第一条 甲。\n第二章 程序\n第一节 申请\n第二条 乙。")
    assert [b.anchor for b in blocks if b.kind == "section"] == ["chapter-1-section-1", "chapter-2-section-1"]
    assert [c.anchor for c in contents(blocks)[1].children] == ["chapter-2-section-1"]


def test_the_signature_and_the_notes_are_set_apart():
    assert [b.text for b in read(text_of(NOTICE)) if b.kind == "sign"] == [
        "云川市民政局办公室",
        "2021年4月10日印发",
    ]
    assert sum(b.kind == "note" for b in read(text_of(RULES))) == 2


def test_a_reference_to_an_article_is_no_article():
    blocks = read("第一条 甲。\n第三条的规定不适用。\n第四条、第五条另有规定的除外。")
    assert [block.kind for block in blocks] == ["article", "paragraph", "paragraph"]


def test_a_long_numbered_paragraph_is_no_heading():
    blocks = read("一、" + "救" * 60 + "。")
    assert blocks[0].kind == "item"


def test_paragraphs_stand_under_what_they_follow():
    found = groups(read(text_of(RULES)))
    third = next(g for g in found if g.head and g.head.anchor == "article-3")
    assert [b.text for b in third.body] == ["困难的，可以委托村民委员会代办。"]


PIECES = st.sampled_from(
    ["第一章 ", "第一条 ", "一、", "（一）", "# ", "救助", "。", "2020年1月1日", "印发", "，", "3", "第二节"]
)
TEXTS = st.lists(st.lists(PIECES, min_size=1, max_size=6).map("".join), max_size=10).map("\n".join)


@given(TEXTS)
def test_anchors_are_never_the_same_twice(text):
    anchors = [block.anchor for block in read(text) if block.anchor]
    assert len(anchors) == len(set(anchors))


@given(TEXTS)
def test_nothing_is_lost_and_the_order_stays(text):
    bare = re.sub(r"^#\s*(?=\S)", "", "\n".join(line.strip() for line in text.split("\n")), flags=re.M)
    blocks = "".join(block.label + block.text for block in read(text))
    assert re.sub(r"\s", "", blocks).replace("#", "") == re.sub(r"\s", "", bare).replace("#", "")


@given(TEXTS)
def test_what_is_stored_comes_back(text):
    blocks = read(text)
    assert from_data(as_data(blocks)) == blocks
    assert [b for g in groups(blocks) for b in ([g.head] if g.head else []) + g.body] == blocks
