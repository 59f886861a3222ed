"""A later message, a call, a note that means its reader hides the case from them (invariant 2)."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from complaints.enums import CaseStatus, EventKind
from complaints.handling import conversation
from complaints.models import Case, CaseLogEntry
from complaints.texts.read_texts import TABLE
from complaints.workflow import TRANSITIONS
from organizations.enums import Role
from search.models import Change
from tests.complaints.factories import a_file, do_with_reasons, hand_to, make_case, sees
from tests.organizations.factories import make_person


@pytest.fixture
def case(officer):
    """A case that speaks of nobody, on the officer's desk."""
    made = make_case(kind="enquiry")
    do_with_reasons(made, "accept", officer)
    return made


def test_a_message_that_means_its_reader_leaves_their_sight(units, staff, officer, case):
    assert sees(officer, case)
    Change.objects.all().delete()
    message = conversation.write_back(case, "孙继财昨天到我家，叫我不要再写信了。")
    case.refresh_from_db()
    assert message.kind == EventKind.COMPLAINANT_WROTE
    assert not sees(officer, case)
    assert (case.unit, case.handler) == (units["county"], None)
    event = case.latest_event
    assert (event.kind, event.actor, event.reason, event.text) == ("add_respondent", None, "", "")
    assert event.data["read"] == message.sequence
    assert "继财" not in str(event.data)
    assert not CaseLogEntry.objects.filter(data__icontains="继财").exists()
    assert Change.objects.filter(index="cases", object_id=case.pk).exists(), "the index follows"
    kinds = [entry.kind for entry in conversation.timeline(case)]
    assert EventKind.ADD_RESPONDENT not in kinds, "nobody outside is told"
    kept = case.respondents.get(user=officer)
    assert (kept.name, kept.derived) == ("孙继财", True)


@pytest.mark.parametrize("name", ["孙继财收钱.mp3", "录音_孙继才.amr", "民政办骂人的录像.mp4"])
def test_what_a_file_is_called_is_read_with_the_filing_and_with_a_message(units, staff, officer, name):
    filed = make_case(attachments=[a_file(name).pk])
    assert not sees(officer, filed)
    later = make_case()
    do_with_reasons(later, "accept", officer)
    conversation.write_back(later, "补充一份录音。", [a_file(name)])
    assert not sees(officer, later)
    later.refresh_from_db()
    assert later.unit != units["township"]


def test_a_file_called_as_cameras_do_names_nobody(officer):
    case = make_case(attachments=[a_file(name).pk for name in ("IMG_20261103_0912.jpg", "存折照片.jpg")])
    assert not case.respondents.exists()


@pytest.mark.parametrize("kind", ["enquiry", "complaint"])
def test_what_is_in_a_file_no_machine_reads_so_the_office_above_reads_it_first(units, officer, kind):
    case = make_case(kind=kind, attachments=[a_file("IMG_20261103_0912.jpg").pk])
    assert (case.unit, case.status) == (units["county"], CaseStatus.SCREENING)
    assert not sees(officer, case)


def test_a_newcomer_is_found_in_what_a_file_is_called(units, staff, officer):
    case = make_case(attachments=[a_file("韩立秋收钱.mp3").pk])
    newcomer = make_person("韩立秋", (units["county"], Role.HANDLER))
    assert not sees(newcomer, case)


@pytest.mark.parametrize(
    ("kind", "who", "field"),
    [
        ("note_call", "operator", "text"),
        ("call_back", "operator", "reason"),
        ("withdraw", "operator", "reason"),
    ],
)
def test_what_the_caller_said_is_read_whoever_writes_it_down(staff, officer, case, kind, who, field):
    if kind == "call_back":
        do_with_reasons(case, "answer", officer)
    do_with_reasons(case, kind, staff[who], **{field: "来电人说孙科威胁她。"})
    assert not sees(officer, case)


def test_it_stands_with_whom_nobody_spoke_of(units, officer, case):
    conversation.write_back(case, "材料已经寄出，请查收。我家孙子今年上学。")
    case.refresh_from_db()
    assert (case.unit, case.handler) == (units["township"], officer)
    assert case.latest_event.kind == EventKind.COMPLAINANT_WROTE


def test_the_same_person_is_written_once(officer, case):
    for _number in range(3):
        conversation.write_back(case, "孙继财又打电话来了。")
    assert case.respondents.filter(user=officer).count() == 1
    assert case.events.filter(kind=EventKind.ADD_RESPONDENT).count() == 1


@pytest.mark.parametrize(
    ("kind", "texts"),
    [
        ("note", {"reason": "我是和平镇民政办孙继财，已经联系来电人，镇政府没有收钱。"}),
        ("note", {"reason": "和平镇民政办李主任已核实。"}),
        ("answer", {"text": "您反映民政办态度不好，经查属实。和平镇民政办孙继财"}),
        ("ask_complainant", {"text": "我是民政办孙继财，请说明谁收了钱。"}),
    ],
)
def test_what_an_office_writes_in_ordinary_work_hides_nothing_from_it(units, officer, case, kind, texts):
    do_with_reasons(case, kind, officer, **texts)
    case.refresh_from_db()
    assert case.unit == units["township"]
    assert sees(officer, case)


def test_a_note_that_reproaches_somebody_else_hides_it_from_them(units, staff, officer, case):
    colleague = staff["colleague"]
    do_with_reasons(case, "note", colleague, reason="查账发现孙继财收了两千块钱。")
    case.refresh_from_db()
    assert not sees(officer, case)
    assert sees(colleague, case), "the writer's own office goes on with it"
    assert (case.unit, case.handler) == (units["township"], None)


def test_whose_own_writing_hides_the_case_from_them_is_led_away(client, units, officer, case):
    both = make_person("两处", (units["township"], Role.HANDLER), (units["county"], Role.OPERATOR))
    client.force_login(both)
    address = reverse("complaints_act", args=[case.number, "note_call"])
    sent = {"sequence": case.latest_event.sequence, "text": "来电人说民政办的人收了钱。"}
    done = client.post(address, sent, follow=True)
    assert done.redirect_chain == [(reverse("case:index"), 302)]
    assert case.number not in done.content.decode()


def test_the_table_says_of_every_text_whether_it_is_read():
    said = {(row.act, row.field) for row in TABLE.rows if row.act != "complaint"}
    assert {row.read for row in TABLE.rows} == {"all", "others", "people", "no"}
    assert all(row.why for row in TABLE.rows)
    asked = {(str(row.kind), field) for row in TRANSITIONS.values() for field in _asked(row)}
    assert asked <= said, "a new act says in the table whether its texts are read"


def _asked(row):
    return [name for name, needed in (("text", row.needs_text), ("reason", row.needs_reason)) if needed]


def test_all_cases_can_be_read_again_after_the_words_changed(units, staff, officer, case):
    Case.objects.filter(pk=case.pk).update(narrative="民政办孙继财收了我家两千块钱")
    assert sees(officer, case)
    call_command("read_cases", stdout=StringIO())
    case.refresh_from_db()
    assert not sees(officer, case)
    assert case.unit == units["county"]
    before = case.events.count()
    call_command("read_cases", stdout=StringIO())
    assert case.events.count() == before


def test_who_was_put_back_is_removed_again_by_new_words_not_by_the_old_ones(units, staff, officer, case):
    conversation.write_back(case, "孙继财又打电话来了。")
    case.respondents.update(lifted_at=timezone.now())
    hand_to(case, staff["county_supervisor"], units["township"])
    call_command("read_cases", stdout=StringIO())
    officer.save()
    assert sees(officer, case)
    conversation.write_back(case, "孙继财今天又来了。")
    assert not sees(officer, case)


#: What staff write beside the case, by whom, and in which field.
WRITTEN = [
    ("refer", "colleague", "reason", {}, "核查发现孙继财收了两千块钱，移送纪检。"),
    ("transfer", "colleague", "reason", {"unit": "county"}, "来访人说孙继财收了两千块钱，请县局办。"),
    ("note", "colleague", "reason", {}, "经手的是孙继财，请注意回避。"),
    ("note", "operator", "reason", {}, "来电人补充说办这件事的是孙继财。"),
    ("request_extension", "colleague", "reason", {"days": 5}, "因孙继财收钱一事需要核实。"),
    ("approve_extension", "supervisor", "text", {}, "因孙继财收钱一事需要核实，延长办理。"),
    ("refuse_extension", "supervisor", "reason", {}, "孙继财收钱一事已经查清，不必延期。"),
    ("ask_complainant", "colleague", "text", {}, "您说孙继财收了钱，请补一份证明。"),
    ("step_aside", "colleague", "reason", {}, "反映人说孙继财收了她两千块钱，我是他表弟。"),
    ("recuse", "supervisor", "reason", {"person": "colleague"}, "孙继财收了钱，钱某是他表弟。"),
    ("readmit", "county_supervisor", "reason", {"person": "colleague"}, "收钱的是孙继财，与钱某无关。"),
    ("link", "colleague", "reason", {"other": ""}, "两封信都说孙继财收了两千块钱。"),
    ("merge", "colleague", "reason", {"other": ""}, "两封信都说孙继财收了两千块钱。"),
    ("unmerge", "colleague", "reason", {}, "查出孙继财在这一件里收了钱，分开办。"),
]


@pytest.mark.parametrize(("kind", "who", "field", "facts", "text"), WRITTEN)
def test_what_staff_write_of_somebody_hides_the_case_from_them(
    units, staff, officer, case, kind, who, field, facts, text
):
    facts = {name: units.get(value, value) for name, value in facts.items()}
    if "person" in facts:
        facts["person"] = staff[facts["person"]].pk
    if kind == "readmit":
        do_with_reasons(case, "recuse", staff["supervisor"], **facts)
    if kind in ("link", "merge", "unmerge"):
        earlier = make_case(received_at=case.received_at - timedelta(days=1))
        facts = {"other": earlier.pk} if kind != "unmerge" else {}
    if kind == "unmerge":
        do_with_reasons(case, "merge", staff["colleague"], other=earlier.pk)
    if kind.endswith("_extension"):  # which an enquiry has not
        case.kind = "complaint"
        case.save(update_fields=["kind"])
    if kind in ("approve_extension", "refuse_extension"):
        do_with_reasons(case, "request_extension", staff["colleague"])
    do_with_reasons(case, kind, staff[who], **facts, **{field: text})
    assert not sees(officer, case)


def test_whom_the_reason_for_handing_it_down_names_does_not_get_it(units, staff, officer):
    case = make_case(kind="complaint", matter="conduct", narrative="村会计当着大家的面说我。")
    reason = "反映人说孙继财骂他，请查实孙继财的态度问题。"
    do_with_reasons(
        case, "screen", staff["county_supervisor"], handling_unit=units["township"], reason=reason
    )
    assert not sees(officer, case)
