"""The letter as a document: whatever people typed, Word opens it and nothing in it runs."""

import datetime as dt
import io
import re
import zipfile
from decimal import Decimal

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from complaints.papers.content import chinese_date
from complaints.papers.sheet import clean, clean_cell
from supervision.letter import CaseLine, Letter, RowLine, compose

CASE = CaseLine("320722-2026-000001", dt.date(2026, 9, 1), "举报", "丙县和平镇", "低保金迟发")
ROW = RowLine("张*三", "刘庄村", "农村低保", Decimal("612"), dt.date(2020, 4, 1), "2026年8月起")


def letter(**changed) -> Letter:
    """A letter with everything in it."""
    said = {
        "sender": "派驻纪检监察组",
        "number": "移〔2026〕1号",
        "addressee": "市纪委监委",
        "subject": "低保金迟发",
        "lead_number": "3207线索〔2026〕0001号",
        "summary": "第一段\n\n第二段",
        "reason": "涉嫌截留",
        "date": dt.date(2026, 11, 22),
        "cases": [CASE],
        "rows": [ROW],
    }
    return Letter(**{**said, **changed})


def opened(content: bytes):
    """The document, opened as a reader would."""
    return Document(io.BytesIO(content))


def test_the_parts_stand_in_their_order() -> None:
    text = [paragraph.text for paragraph in opened(compose(letter())).paragraphs if paragraph.text]
    order = [
        "派驻纪检监察组",
        "移〔2026〕1号",
        "问题线索移交函",
        "市纪委监委：",
        "一、线索情况",
        "二、移交理由",
        "三、线索材料",
        "2026年11月22日",
        "附件1",
        "附件2",
    ]
    positions = [text.index(part) for part in order]
    assert positions == sorted(positions)


def test_a_signature_never_stands_alone_on_a_page() -> None:
    lines = opened(compose(letter(contact="周检"))).paragraphs
    texts = [line.text for line in lines]
    closing = lines[texts.index("处理结果请函告我单位。") : texts.index("（此处加盖印章）")]
    assert all(line.paragraph_format.keep_with_next for line in closing)


def test_a_letter_of_cases_alone_has_one_annex() -> None:
    document = opened(compose(letter(rows=[])))
    assert len(document.tables) == 1
    assert not any("名单记录清单" in paragraph.text for paragraph in document.paragraphs)


def test_what_is_missing_is_a_dash() -> None:
    row = RowLine("张*三", "刘庄村", "低保边缘", None, None, "2026年8月起")
    cells = opened(compose(letter(cases=[], rows=[row]))).tables[0].rows[1].cells
    assert [cell.text for cell in cells][3:5] == ["—", "—"]


def test_a_long_table_repeats_its_heading_and_keeps_rows_whole() -> None:
    table = opened(compose(letter(cases=[CASE] * 60))).tables[0]
    xml = etree.tostring(table._tbl).decode()
    assert xml.count("tblHeader") == 1
    assert xml.count("cantSplit") == 60


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", " =cmd|' /C calc'!A0", "\t=1"])
def test_no_cell_is_a_formula(text) -> None:
    assert clean_cell(text).startswith("'")


def test_no_field_code_and_no_link_comes_in() -> None:
    content = compose(letter(summary='{ HYPERLINK "http://example.com" } <w:fldSimple/>'))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        body = archive.read("word/document.xml").decode()
        links = archive.read("word/_rels/document.xml.rels").decode()
    assert "<w:fldSimple" not in body
    assert "instrText" not in body
    assert 'TargetMode="External"' not in links


@settings(max_examples=30)
@given(st.text(st.characters(codec=None), max_size=60))
def test_whatever_was_typed_the_document_opens(text) -> None:
    case = CaseLine(text, dt.date(2026, 9, 1), text, text, text)
    content = compose(letter(subject=text, summary=text, reason=text, respondents=[text], cases=[case]))
    assert opened(content).tables
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        etree.fromstring(archive.read("word/document.xml"))


@given(st.text(st.characters(codec=None)))
def test_clean_keeps_words_and_drops_what_xml_cannot_hold(text) -> None:
    kept = clean(text)
    etree.Element("p").text = kept
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", kept)
    assert [c for c in kept if c.isalnum()] == [c for c in text if c.isalnum()]


def test_dates_are_written_as_documents_do() -> None:
    assert chinese_date(dt.date(2026, 1, 5)) == "2026年1月5日"
