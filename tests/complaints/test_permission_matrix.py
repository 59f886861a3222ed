"""Who may see and do what with one case: every view, act, export and notice, asked by real requests.

``data/permission_matrix.csv`` has a row for each thing that can be seen or done, in each state, and a column
for each relation to the case. What is not in the table fails, and what is in it and not found as well.
"""

from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from complaints import wagtail_hooks
from complaints.identity.receipts import Filed
from complaints.intake.filing import file_case
from complaints.models import Attachment, Case, FormalPaper
from complaints.workflow import TRANSITIONS
from organizations.enums import Role
from protection.uploads import private_storage
from tests.complaints.factories import a_formal_paper, an_intake, do_with_reasons
from tests.complaints.public.citizen import PDF
from tests.organizations.factories import make_person
from tests.tables import rows_beside

ROWS = rows_beside(__file__, "permission_matrix.csv")
#: The relations to the case, in the order of the columns; of each the short name of a person, or how made.
RELATIONS = {
    "anonymous": None,
    "citizen": None,
    "handler": "handler",
    "colleague": "peer",
    "head": "supervisor",
    "recused": "colleague",
    "accused": "other_supervisor",
    "above": "county_supervisor",
    "other_unit": "county_handler",
    "other_region": "neighbour",
    "other_head": "other_county_supervisor",
    "intake": "operator",
    "other_intake": "other_operator",
    "inspector": "inspector",
    "editor": "editor",
    "administrator": "administrator",
}
STATES = ("screening", "registered", "handling", "answered")
#: Staff addresses that are about no one case, with the reason.
OF_NO_CASE = {
    "complaints_looks": "what others looked at, of the people below",
    "complaints_look_into": "an alarm",
    "complaints_satisfaction": "shares of units, of the cases that one sees",
    "complaints_inbox": "what waits for somebody, of the cases that one sees",
    "complaints_hearings": "days of hearings, of the cases that one sees",
    "complaints_imports": "files of other systems",
    "complaints_import": "one such file",
    "complaints_desk": "a new call",
    "complaints_desk_receipt": "shown once after a call",
    "complaints_desk_find": "callers, by what they say",
    "complaints_desk_progress": "by receipt number and telephone code",
    "complaints_desk_places": "places",
    "case:index_results": "the list again",
}


@pytest.fixture
def people(units, staff):
    return staff | {"peer": make_person("同事测试", (units["township"], Role.HANDLER))}


@pytest.fixture(params=STATES)
def state(request):
    return request.param


@pytest.fixture
def filed(units, people, state) -> Filed:
    """A complaint in this state; a colleague of its handler steps aside, another supervisor is meant."""
    filed = file_case(an_intake(kind="complaint"), submission_key=f"matrix-{state}")
    case = filed.case
    case.respondents.create(user=people["other_supervisor"], derived=True)
    case.respondents.create(user=people["colleague"], derived=True, avoided=True, recused=True)
    if state != "screening":
        do_with_reasons(case, "screen", people["county_supervisor"], handling_unit=units["township"])
    if state in ("handling", "answered"):
        do_with_reasons(case, "accept", people["handler"])
    if state == "answered":
        do_with_reasons(case, "answer", people["handler"])
    do_with_reasons(case, "mark_urgent", people["county_supervisor"])
    return filed


@pytest.fixture
def file(filed) -> Attachment:
    """A paper of the latest event, as the bureau hands it out."""
    name = private_storage().save("a.pdf", ContentFile(PDF))
    event = filed.case.latest_event
    return Attachment.objects.create(
        case=filed.case, event=event, file=name, kind="application/pdf", size=9, original_name="a.pdf"
    )


@pytest.mark.once
def test_nobody_sees_or_does_more_than_the_table_says(people, filed, state, file):
    paper = a_formal_paper(filed.case)
    expected = {
        (row["what"], relation): row[relation] == "yes"
        for row in ROWS
        if row["state"] in (state, "*")
        for relation in RELATIONS
    }
    found = {}
    for relation, who in RELATIONS.items():
        client = Client()
        if relation == "citizen":
            client.post(reverse("complaints:status"), {"receipt": filed.receipt, "pin": filed.pin})
        elif who:
            client.force_login(people[who])
        found |= {(what, relation): True for what in seen_and_done(client, filed.case, file, paper)}
    wrong = sorted(key for key in {*expected, *found} if expected.get(key, False) != found.get(key, False))
    assert wrong == [], f"in {state}"


def seen_and_done(client, case: Case, file: Attachment, paper: FormalPaper):
    """What a client gets to see of the case, and is offered to do to it, by the names of the table."""
    pages = {
        "view: case": reverse("case:inspect", args=[case.number]),
        "view: who brought it": reverse("complaints_identity", args=[case.number]),
        "view: who looked at it": reverse("complaints_case_looks", args=[case.number]),
        "view: its file": reverse("complaints_attachment", args=[case.number, file.public_id]),
        "view: its paper": reverse("complaints_paper", args=[case.number, paper.public_id]),
        "view: its paper as a file": reverse("complaints_paper_file", args=[case.number, paper.public_id]),
        "receipt: its file": reverse("complaints:file", args=[file.public_id]),
        "receipt: its paper": reverse("complaints:paper", args=[paper.public_id]),
        "receipt: its paper as a file": reverse("complaints:paper_file", args=[paper.public_id]),
    }
    yield from (name for name, address in pages.items() if client.get(address).status_code == 200)
    naming = {
        "view: list": reverse("case:index"),
        "view: list of those supervised": reverse("case:index") + "?urgent=yes",
        "export: csv": reverse("case:index") + "?export=csv",
        "export: log": reverse("wagtailadmin_reports:site_history") + "?export=csv",
        "notice: urgent on the home page": reverse("wagtailadmin_home"),
        "receipt: case": reverse("complaints:case"),
    }
    yield from (name for name, address in naming.items() if case.number in body(client.get(address)))
    yield from acts_offered(client, case)


def body(response) -> str:
    """The text of a page or of a file; of a way elsewhere nothing."""
    if response.status_code != 200:
        return ""
    return (b"".join(response) if response.streaming else response.content).decode("utf-8-sig")


def acts_offered(client, case: Case):
    """The acts that a page offers, and each of which the page of the act, asked for itself, would take."""
    page = client.get(reverse("case:inspect", args=[case.number]))
    for row in page.context["acts"] if page.status_code == 200 else ():
        form = client.get(reverse("complaints_act", args=[case.number, row.kind]))
        assert form.status_code == 200
        assert not form.context["problems"], row.kind
        yield f"act: {row.kind}"
    opened = client.get(reverse("complaints:case"))
    if opened.status_code == 200:
        offered = {"write": True, "review": opened.context["may_ask_review"]}
        offered["rate"] = opened.context["may_rate"]
        offered["recusal"] = opened.context["may_ask_recusal"]
        offered["rule_out"] = bool(opened.context["may_rule_out"])
        yield from (f"receipt: {name}" for name, may in offered.items() if may)


def test_every_staff_address_about_a_case_is_in_the_walk():
    about = {"complaints_act", "complaints_identity", "complaints_attachment", "complaints_case_looks"}
    about |= {"case:index", "case:inspect", "complaints_paper", "complaints_paper_file"}
    patterns = [pattern.name for pattern in wagtail_hooks.register_urls()]
    patterns += [f"case:{pattern.name}" for pattern in wagtail_hooks.case_viewset.get_urlpatterns()]
    assert set(patterns) == about | set(OF_NO_CASE), "say who may, in the table, or why it is of no case"


def test_every_act_of_staff_is_in_the_table_or_said_to_wait_for_something_else():
    named = {row["what"].removeprefix("act: ") for row in ROWS if row["what"].startswith("act: ")}
    acts = {str(kind) for kind, row in TRANSITIONS.items() if row.roles}
    assert acts - named == AFTER_ANOTHER
    assert named <= acts


#: Acts for which something else must have happened than what these states say.
AFTER_ANOTHER = {
    "propose_answer",
    "return_answer",
    "approve_answer",
    "take_back",
    "take_up",
    "give_back",
    "approve_extension",
    "refuse_extension",
    "refuse_recusal",
    "call_hearing",
    "end_hearing",
    "mark_urgent",
    "note_call",
    "unlink",
    "unmerge",
}


def test_the_count_is_printed_in_the_decision():
    page = (Path(__file__).resolve().parents[2] / "docs" / "decisions" / "0081-who-may-what.md").read_text()
    cells = len(ROWS) * len(RELATIONS)
    assert f"{len(ROWS)} rows, {len(RELATIONS)} relations, {cells} cells" in page
