"""A paper is looked at before its act; nothing stays of the look."""

from django.urls import reverse

from complaints.models import CaseLogEntry, FormalPaper, PaperSeries
from complaints.staff.viewsets.papers import PaperWordingForm
from tests.complaints.factories import do_with_reasons, make_complaint


def asked(client, case, kind, **data):
    address = reverse("complaints_act", args=[case.number, kind])
    return client.post(address, {"sequence": case.latest_event.sequence, **data})


def test_the_paper_is_shown_and_nothing_is_done(client, staff, units):
    case = make_complaint()
    do_with_reasons(case, "accept", staff["handler"])
    client.force_login(staff["handler"])
    before = (case.events.count(), FormalPaper.objects.count(), CaseLogEntry.objects.count())
    data = {"outcome": "supported", "asked": "补发", "facts": "属实", "opinion": "依据第八条补发。"}
    page = asked(client, case, "answer", preview="1", **data).content.decode()
    assert "信访事项处理意见书" in page
    assert "　号" in page
    assert "依据第八条补发。" in page
    after = (case.events.count(), FormalPaper.objects.count(), CaseLogEntry.objects.count())
    assert after == before
    assert not PaperSeries.objects.filter(word="信处").exists()
    assert asked(client, case, "answer", **data).status_code == 302
    assert case.papers.last().serial == 1


def test_what_stands_against_the_act_is_said_instead(client, staff, units):
    case = make_complaint()
    do_with_reasons(case, "accept", staff["handler"])
    client.force_login(staff["handler"])
    assert asked(client, case, "answer", preview="1", outcome="supported").status_code == 422


def test_an_office_cannot_leave_out_what_law_wants(units):
    given = {"unit": units["county"].pk, "part": "acceptance.matter", "heading": "", "in_use": "on"}
    assert "{received}" in str(PaperWordingForm(given | {"text": "收悉。"}).errors)
    assert PaperWordingForm(given | {"text": "{received}收悉。"}).is_valid()
