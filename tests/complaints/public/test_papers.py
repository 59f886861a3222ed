"""The papers of a case under its receipt: to read, to keep, and nobody else's."""

import io

from django.test import Client
from django.urls import reverse
from docx import Document

from tests.complaints.factories import a_formal_paper, do_with_reasons, make_complaint
from tests.complaints.public.citizen import shown


def addresses(paper) -> list[str]:
    return [reverse(name, args=[paper.public_id]) for name in ("complaints:paper", "complaints:paper_file")]


def test_each_paper_stands_under_its_act_and_can_be_kept(opened, case, staff):
    do_with_reasons(case, "accept", staff["handler"])
    do_with_reasons(case, "answer", staff["handler"], text="请致电13905180001。")
    page = shown(opened)
    for paper in case.papers.all():
        assert paper.number in page
        read, kept = (opened.get(address) for address in addresses(paper))
        assert paper.number in read.content.decode()
        assert "no-store" in read.headers["Cache-Control"]
        text = "\n".join(
            line.text for line in Document(io.BytesIO(b"".join(kept.streaming_content))).paragraphs
        )
        assert paper.number in text
    assert "13905180001" in text, "the complainant reads it as it was written"


def test_what_was_handed_on_is_told_in_one_neutral_line(opened, case, staff):
    do_with_reasons(case, "accept", staff["handler"])
    do_with_reasons(case, "refer", staff["supervisor"], text="已按规定处理。")
    paper = case.papers.last()
    page = shown(opened)
    assert paper.kind == "handover"
    assert paper.number not in page
    assert "转有权处理的机关" in page
    assert all(opened.get(address).status_code == 404 for address in addresses(paper))


def test_nobody_elses_paper_and_none_without_the_case(opened):
    for address in addresses(a_formal_paper(make_complaint())):
        assert opened.get(address).status_code == 404
        assert Client().get(address).status_code == 302
