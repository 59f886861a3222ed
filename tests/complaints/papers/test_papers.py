"""Each act gives its paper, with all that the law wants in it and its number; once given it stays so."""

import io
import re
from dataclasses import replace

import pytest
from django.urls import reverse
from docx import Document

from complaints.enums import EventKind, PaperKind
from complaints.models import CaseLogEntry, FormalPaper, PaperWording
from complaints.papers import filling, reading, wording
from complaints.papers.content import chinese_date
from complaints.papers.table import PAPERS, PARTS, parts_of, row_of
from organizations.enums import Role
from protection.append_only import AppendOnly
from protection.refusals import NotAllowed
from tests.complaints import factories
from tests.complaints.factories import do_with_reasons, make_case, make_complaint
from tests.organizations.factories import make_person

NUMBER = re.compile(r"^[\u4e00-\u9fff]+〔\d{4}〕\d+号$")

#: How each paper comes about: acts, each with who does it.
COURSES: dict[str, list[tuple[str, str | None]]] = {
    PaperKind.ACCEPTANCE: [("accept", "handler")],
    PaperKind.REFUSAL: [("decline", "handler")],
    PaperKind.PASSED_ON: [("transfer", "supervisor")],
    PaperKind.ELSEWHERE: [("tell_where", "handler")],
    PaperKind.EXTENSION: [
        ("accept", "handler"),
        ("request_extension", "handler"),
        ("approve_extension", "supervisor"),
    ],
    PaperKind.OPINION: [("accept", "handler"), ("answer", "handler")],
    PaperKind.HANDOVER: [("accept", "handler"), ("refer", "supervisor")],
}
_REVIEW = [*COURSES[PaperKind.OPINION], ("ask_review", None), ("answer", "county_supervisor")]
COURSES[PaperKind.REVIEW] = _REVIEW
COURSES[PaperKind.SECOND_REVIEW] = [*_REVIEW, ("ask_review", None), ("answer", "city_supervisor")]


def given(kind: PaperKind, staff, units, case=None) -> FormalPaper:
    """The paper of this sort that its course of acts gives."""
    case = case or make_complaint()
    for act, who in COURSES[kind]:
        facts = {"unit": units["county"]} if act == "transfer" else {}
        do_with_reasons(case, act, who and staff[who], **facts)
    return case.papers.order_by("pk").last()


def test_each_part_of_each_paper_holds_what_the_law_wants():
    assert {row.paper for row in PAPERS.rows} == set(PaperKind) == set(COURSES)
    for part in PARTS.rows:
        assert wording.faults(part.key, part.words, filling.NAMES) == [], part.key
        assert part.legal_basis, part.key
    for row in PAPERS.rows:
        assert parts_of(row.paper), row.paper
        assert "第" in row.legal_basis


@pytest.mark.parametrize("kind", COURSES)
def test_each_act_gives_its_paper_with_all_its_parts_and_a_number(staff, units, kind):
    paper = given(kind, staff, units)
    content = reading.whole(paper)
    assert (paper.kind, content.title, content.number) == (kind, row_of(kind).title, paper.number)
    assert NUMBER.match(paper.number)
    assert row_of(kind).word in paper.number
    assert [part.part for part in content.parts] == [part.part for part in parts_of(kind)]
    assert all(part.text.strip() for part in content.parts)
    assert "{" not in "".join(part.text for part in content.parts)
    assert paper.event == paper.case.latest_event


def test_an_opinion_says_what_was_asked_what_was_found_and_until_when_it_can_be_reviewed(staff, units):
    case = make_complaint()
    do_with_reasons(case, "accept", staff["handler"])
    do_with_reasons(case, "answer", staff["handler"], outcome="explained", text="依据办法第八条，解释如下。")
    parts = {part.part: part.text for part in reading.whole(case.papers.last()).parts}
    assert parts["asked"] == factories.PARTS["asked"]
    assert parts["facts"] == factories.PARTS["facts"]
    assert "解释说明" in parts["opinion"]
    assert "第八条" in parts["opinion"]
    assert "30日内" in parts["remedies"]
    assert units["county"].name in parts["remedies"]


def test_the_second_review_is_the_last(staff, units):
    parts = reading.whole(given(PaperKind.SECOND_REVIEW, staff, units)).parts
    assert "不再受理" in parts[-1].text


def test_an_opinion_without_a_part_is_refused_and_takes_no_number(staff, units):
    case = make_complaint()
    do_with_reasons(case, "accept", staff["handler"])
    with pytest.raises(NotAllowed) as refused:
        do_with_reasons(case, "answer", staff["handler"], parts={"asked": "补发", "facts": " "})
    assert len(refused.value.reasons) == 2
    do_with_reasons(case, "answer", staff["handler"])
    assert case.papers.last().serial == 1


def test_an_enquiry_gets_an_answer_and_no_opinion(staff, units):
    case = make_case()
    do_with_reasons(case, "answer", staff["handler"])
    assert not case.papers.exists()


def test_numbers_run_without_a_gap_for_a_unit_a_year_and_a_sort(staff, units):
    first, second = (given(PaperKind.ACCEPTANCE, staff, units) for _turn in range(2))
    refusal = given(PaperKind.REFUSAL, staff, units)
    assert [first.serial, second.serial, refusal.serial] == [1, 2, 1]
    with pytest.raises(NotAllowed):
        do_with_reasons(first.case, "accept", staff["handler"])
    assert given(PaperKind.ACCEPTANCE, staff, units).serial == 3


def test_where_somebody_of_the_office_may_not_see_the_case_its_number_tells_no_gap(staff, units):
    make_person("孙继财", (units["township"], Role.HANDLER))
    given(PaperKind.ACCEPTANCE, staff, units)
    case = make_complaint()
    case.respondents.create(name="孙继财")
    drawn = given(PaperKind.ACCEPTANCE, staff, units, case)
    assert drawn.serial is None
    assert NUMBER.match(drawn.number)
    assert given(PaperKind.ACCEPTANCE, staff, units).serial == 2


def test_what_was_given_stays_as_it_was(staff, units):
    paper = given(PaperKind.OPINION, staff, units)
    with pytest.raises(AppendOnly):
        paper.save()
    with pytest.raises(AppendOnly):
        FormalPaper.objects.filter(pk=paper.pk).update(number="改写")
    entry = CaseLogEntry.objects.get(action="complaints.answer", object_id=str(paper.case_id))
    assert entry.data["paper"] == paper.digest
    changed = replace(reading.whole(paper), title="另一种")
    paper.content = changed.stored()
    with pytest.raises(reading.Changed):
        reading.whole(paper)


def test_an_office_words_its_papers_and_those_under_it_follow(staff, units):
    PaperWording.objects.create(part="acceptance.matter", text="县里：{received}收悉。", unit=units["county"])
    PaperWording.objects.create(part="acceptance.matter", text="全市：{received}收悉。")
    said = reading.whole(given(PaperKind.ACCEPTANCE, staff, units)).parts[0].text
    assert said.startswith("县里：")
    PaperWording.objects.create(
        part="acceptance.matter", text="镇里：{received}收悉。", unit=units["township"]
    )
    said = reading.whole(given(PaperKind.ACCEPTANCE, staff, units)).parts[0].text
    assert said.startswith("镇里：")


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("收悉。", "{received}"),
        ("{received}，{name}收悉。", "{name}"),
        ("{received}，{收悉。", "{unit}"),
        ("{received}，{unit.phone}", "{unit}"),
    ],
)
def test_words_that_lack_something_or_ask_for_what_nobody_knows_are_refused(units, text, wrong):
    assert any(wrong in fault for fault in wording.faults("acceptance.matter", text, filling.NAMES))


def test_staff_read_it_without_what_tells_who_complained(client, staff, units):
    case = make_complaint()
    do_with_reasons(case, "accept", staff["handler"])
    do_with_reasons(case, "answer", staff["handler"], text="请致电13905180001。")
    paper = case.papers.last()
    client.force_login(staff["handler"])
    page = client.get(reverse("complaints_paper", args=[case.number, paper.public_id])).content.decode()
    assert paper.number in page
    assert "13905180001" not in page
    file = client.get(reverse("complaints_paper_file", args=[case.number, paper.public_id]))
    text = "\n".join(line.text for line in Document(io.BytesIO(b"".join(file.streaming_content))).paragraphs)
    assert [each in text for each in (paper.number, "信访事项处理意见书", case.unit.name)] == [True] * 3
    assert chinese_date(paper.issued_on) in text
    assert "13905180001" not in text
    (entry,) = CaseLogEntry.objects.filter(action="complaints.download")
    assert entry.data == {"paper": 2, "tells": False}


def test_a_paper_is_not_under_another_case(client, staff, units):
    paper, other = given(PaperKind.ACCEPTANCE, staff, units), make_complaint()
    client.force_login(staff["handler"])
    for name in ("complaints_paper", "complaints_paper_file"):
        assert client.get(reverse(name, args=[other.number, paper.public_id])).status_code == 404


def test_a_form_asks_for_the_parts_and_the_answer_has_them(client, staff, units):
    case = make_complaint()
    do_with_reasons(case, "accept", staff["handler"])
    client.force_login(staff["handler"])
    address = reverse("complaints_act", args=[case.number, EventKind.ANSWER])
    data = {"sequence": case.latest_event.sequence, "outcome": "supported", "asked": "补发", "facts": "属实"}
    assert client.post(address, data).status_code == 422
    assert client.post(address, data | {"opinion": "依据第八条补发。"}).status_code == 302
    case.refresh_from_db()
    assert "依据第八条补发。" in case.latest_event.text
    assert "信访人的请求" in case.latest_event.text
