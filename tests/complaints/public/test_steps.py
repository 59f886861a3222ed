"""The table of pages: who is asked what, and nobody skips a page."""

from itertools import pairwise

import pytest

from complaints.enums import CaseKind, ReporterIdentity
from complaints.public import steps
from complaints.public.answers import FilingAnswers

ALL = ["kind", "where", "matter", "story", "reach", "who", "openness", "contact", "files", "check"]


@pytest.mark.parametrize(
    ("answers", "left_out"),
    [
        ({}, {"matter", "reach"}),
        ({"kind": CaseKind.COMPLAINT}, {"reach"}),
        ({"kind": CaseKind.REPORT}, {"reach"}),
        ({"kind": CaseKind.OBJECTION, "row": "a-row"}, {"where", "matter", "reach"}),
        ({"kind": CaseKind.ENQUIRY}, {"who", "matter"}),
        ({"kind": CaseKind.COMPLAINT, "openness": ReporterIdentity.ANONYMOUS}, {"contact", "reach"}),
        ({"kind": CaseKind.COMPLAINT, "openness": ReporterIdentity.CONFIDENTIAL}, {"reach"}),
        (
            {"kind": CaseKind.ENQUIRY, "openness": ReporterIdentity.ANONYMOUS, "row": "a-row"},
            {"where", "matter", "who", "contact"},
        ),
    ],
)
def test_pages_asked(answers, left_out):
    assert [step.slug for step in steps.asked(FilingAnswers(**answers))] == [
        slug for slug in ALL if slug not in left_out
    ]


def test_every_page_leads_to_the_next_and_back():
    answers = FilingAnswers(kind=CaseKind.COMPLAINT)
    for here, there in pairwise(slug for slug in ALL if slug != "reach"):
        assert steps.after(answers, here).slug == there
        assert steps.before(answers, there).slug == here
    assert steps.before(answers, "kind") is None
    assert steps.after(answers, "check").slug == "check"


def test_no_page_can_be_skipped():
    answers = FilingAnswers(done=["kind", "where"])
    assert steps.first_open(answers).slug == "story"
    assert steps.reachable(answers, "kind")
    assert steps.reachable(answers, "story")
    assert not steps.reachable(answers, "who")
    assert not steps.reachable(answers, "check")
    assert not steps.reachable(answers, "no-such-page")


def test_position_counts_only_the_pages_asked():
    assert steps.position(FilingAnswers(), "check") == (8, 8)
    assert steps.position(FilingAnswers(openness=ReporterIdentity.ANONYMOUS), "check") == (7, 7)


def test_who_turns_anonymous_leaves_no_identity_in_the_draft():
    answers = FilingAnswers(name="周小满", phone="13900000000", id_number="x", done=["contact"])
    answers.openness = ReporterIdentity.ANONYMOUS
    answers.drop_unasked()
    assert (answers.name, answers.phone, answers.id_number) == ("", "", "")
    answers.openness = ReporterIdentity.OPEN
    assert "contact" not in answers.done, "who turns back is asked again"


def test_an_enquiry_accuses_nobody():
    answers = FilingAnswers(kind=CaseKind.ENQUIRY, units=[1], people=["某人"], done=["who"])
    answers.drop_unasked()
    assert (answers.units, answers.people, answers.done) == ([], [], [])


def test_a_payload_of_an_older_release_is_read():
    assert FilingAnswers.from_payload({"kind": "report", "no_longer_there": 1}) == FilingAnswers(
        kind="report"
    )
    assert FilingAnswers.from_payload(None) == FilingAnswers()
    assert FilingAnswers.from_payload(FilingAnswers(title="题").as_payload()) == FilingAnswers(title="题")
