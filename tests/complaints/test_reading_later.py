"""A later message, a call, a note that means its reader hides the case from them (invariant 2)."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from complaints import conversation, respondents, routing
from complaints.enums import CaseStatus, EventKind, Sight
from complaints.models import Attachment, Case, CaseLogEntry
from complaints.read_texts import TABLE
from complaints.reading import speaks_of_its_handling
from complaints.workflow import TRANSITIONS
from organizations.enums import Role
from search.models import Change
from tests.complaints.making import do, hand_to, make_case, make_complaint
from tests.organizations.making import make_person
from tests.tables import rows_beside


@pytest.fixture
def officer(units, staff):
    """孙继财 of the township, who works on the case."""
    return make_person("孙继财", (units["township"], Role.HANDLER))


@pytest.fixture
def case(officer):
    """A case that speaks of nobody, on the officer's desk."""
    made = make_case(kind="enquiry")
    do(made, "accept", officer)
    return made


def sees(user, case):
    return Case.objects.visible_to(user).filter(pk=case.pk).exists()


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


def _file(name):
    return Attachment.objects.create(file="x.mp3", kind="audio/mpeg", size=1, original_name=name)


@pytest.mark.parametrize("name", ["孙继财收钱.mp3", "录音_孙继才.amr", "民政办骂人的录像.mp4"])
def test_what_a_file_is_called_is_read_with_the_filing_and_with_a_message(units, staff, officer, name):
    filed = make_case(attachments=[_file(name).pk])
    assert not sees(officer, filed)
    later = make_case()
    do(later, "accept", officer)
    conversation.write_back(later, "补充一份录音。", [_file(name)])
    assert not sees(officer, later)
    later.refresh_from_db()
    assert later.unit != units["township"]


def test_a_file_called_as_cameras_do_names_nobody(officer):
    case = make_case(attachments=[_file(name).pk for name in ("IMG_20261103_0912.jpg", "存折照片.jpg")])
    assert not case.respondents.exists()


@pytest.mark.parametrize("kind", ["enquiry", "complaint"])
def test_what_is_in_a_file_no_machine_reads_so_the_office_above_reads_it_first(units, officer, kind):
    case = make_case(kind=kind, attachments=[_file("IMG_20261103_0912.jpg").pk])
    assert (case.unit, case.status) == (units["county"], CaseStatus.SCREENING)
    assert not sees(officer, case)


@pytest.mark.parametrize(("asked", "unit"), [(False, "county"), (True, "township")])
def test_a_file_sent_later_is_read_above_first_unless_the_office_asked_for_it(units, officer, asked, unit):
    case = make_case()
    do(case, "accept", officer)
    if asked:
        do(case, "ask_complainant", officer, text="请补一张存折的照片。")
    conversation.write_back(case, "照片在这里。", [_file("IMG_20261103_0912.jpg")])
    case.refresh_from_db()
    assert case.unit == units[unit]


def test_a_newcomer_is_found_in_what_a_file_is_called(units, staff, officer):
    case = make_case(attachments=[_file("韩立秋收钱.mp3").pk])
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
        do(case, "answer", officer)
    do(case, kind, staff[who], **{field: "来电人说孙科威胁她。"})
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
    do(case, kind, officer, **texts)
    case.refresh_from_db()
    assert case.unit == units["township"]
    assert sees(officer, case)


def test_a_note_that_reproaches_somebody_else_hides_it_from_them(units, staff, officer, case):
    colleague = staff["colleague"]
    do(case, "note", colleague, reason="查账发现孙继财收了两千块钱。")
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
    hand_to(case, staff["county_handler"], units["township"])
    call_command("read_cases", stdout=StringIO())
    officer.save()
    assert sees(officer, case)
    conversation.write_back(case, "孙继财今天又来了。")
    assert not sees(officer, case)


def test_money_spoken_of_later_goes_to_the_inspection_group_whoever_has_read_it(units, staff):
    """Whoever screened it, or kept it, did not know of that."""
    waiting = make_case(kind="complaint", matter="conduct")
    kept = hand_to(
        make_case(matter="conduct", narrative="村会计不理我。"), staff["county_handler"], units["county"]
    )
    handed_down = hand_to(
        make_case(matter="conduct", narrative="村会计不理我。"), staff["county_handler"], units["township"]
    )
    for case in (waiting, kept, handed_down):
        do(case, "complainant_wrote", None, text="昨天又来问我要五百块钱")
        assert (case.unit, case.sight, case.status) == (
            units["inspection"],
            Sight.INSPECTION,
            CaseStatus.SCREENING,
        )
        assert case not in Case.objects.visible_to(staff["county_supervisor"])


def test_what_staff_note_about_money_leaves_a_case_that_was_read_above_where_it_is(units, staff):
    case = hand_to(
        make_case(matter="conduct", narrative="村会计不理我。"), staff["county_handler"], units["county"]
    )
    do(case, "note", staff["county_handler"], reason="有人说收钱，要交五百元，还没有查实。")
    assert case.unit == units["county"]


def test_somebody_without_a_name_who_is_spoken_of_later_is_read_above_once(units, staff):
    case = make_case()
    do(case, "complainant_wrote", None, text="他不给盖章")
    assert (case.unit, case.status) == (units["county"], CaseStatus.SCREENING)
    assert case not in Case.objects.visible_to(staff["handler"])
    hand_to(case, staff["county_handler"], units["township"])
    do(case, "complainant_wrote", None, text="他还是不给盖章")
    assert case.unit == units["township"]


def test_a_file_of_which_the_reader_above_knew_nothing_takes_it_up_once_more(units, staff):
    case = make_complaint()
    assert case.unit == units["township"]
    for unit in (units["county"], units["township"]):
        files = [_file("IMG_20261103_0912.jpg").pk]
        do(case, "complainant_wrote", None, text="照片", attachments=files)
        assert case.unit == unit
        if case.status == CaseStatus.SCREENING:
            hand_to(case, staff["county_handler"], units["township"])


@pytest.mark.parametrize("text", ["我家的电被掐了", "第五遍了", "鸡死了三只"])
def test_what_is_said_later_of_assistance_in_other_than_plain_words_is_read_above_each_time(
    units, staff, text
):
    """No word tells that it is about whoever has the case; the answer to what they asked they read."""
    case = make_complaint()
    for _turn in range(2):
        do(case, "complainant_wrote", None, text=text)
        assert (case.unit, case.status) == (units["county"], CaseStatus.SCREENING)
        hand_to(case, staff["county_handler"], units["township"])
    do(case, "accept", staff["handler"])
    do(case, "ask_complainant", staff["handler"])
    do(case, "complainant_wrote", None, text="还有两头羊")
    assert case.unit == units["township"]


def test_the_table_of_what_is_said_of_its_handling(subtests):
    """Whatever may be about whoever has the case, what leaked, pressure, or revenge; without a database."""
    for row in rows_beside(__file__, "handling_said.csv"):
        with subtests.test(row["text"]):
            assert speaks_of_its_handling([row["text"]]) == (row["above"] == "yes"), row["why"]


@pytest.mark.parametrize("row", rows_beside(__file__, "handling_words.csv"), ids=lambda row: row["text"])
def test_what_is_said_of_whoever_has_the_case_is_read_above_each_time(units, staff, officer, row):
    case = make_complaint(narrative="刘庄村的会计当着大家的面骂我。")
    do(case, "accept", officer)
    for _turn in range(2):
        do(case, "complainant_wrote", None, text=row["text"])
        assert sees(officer, case) == (row["above"] == "no"), row["why"]
        if not routing.may_take(units["township"], case.region_id, respondents.accused_units(case)):
            break  # the words name the office itself
        if case.status == CaseStatus.SCREENING and case.unit == units["county"]:
            hand_to(case, staff["county_handler"], units["township"])


#: What staff write beside the case, by whom, and in which field.
WRITTEN = [
    ("refer", "colleague", "reason", {}, "核查发现孙继财收了两千块钱，移送纪检。"),
    ("transfer", "colleague", "reason", {"unit": "county"}, "来访人说孙继财收了两千块钱，请县局办。"),
    ("note", "colleague", "reason", {}, "经手的是孙继财，请注意回避。"),
    ("note", "operator", "reason", {}, "来电人补充说办这件事的是孙继财。"),
    ("request_extension", "colleague", "reason", {"days": 5}, "因孙继财收钱一事需要核实。"),
    ("ask_complainant", "colleague", "text", {}, "您说孙继财收了钱，请补一份证明。"),
]


@pytest.mark.parametrize(("kind", "who", "field", "facts", "text"), WRITTEN)
def test_what_staff_write_of_somebody_hides_the_case_from_them(
    units, staff, officer, case, kind, who, field, facts, text
):
    facts = {name: units.get(value, value) for name, value in facts.items()}
    do(case, kind, staff[who], **facts, **{field: text})
    assert not sees(officer, case)


def test_whom_the_reason_for_handing_it_down_names_does_not_get_it(units, staff, officer):
    case = make_case(kind="complaint", matter="conduct", narrative="村会计当着大家的面说我。")
    reason = "反映人说孙继财骂他，请查实孙继财的态度问题。"
    do(case, "screen", staff["county_supervisor"], handling_unit=units["township"], reason=reason)
    assert not sees(officer, case)


def test_what_the_complainant_says_of_money_when_called_back_goes_to_the_inspection_group(units, staff):
    case = make_case()
    do(case, "accept", staff["handler"])
    do(case, "answer", staff["handler"])
    do(case, "call_back", staff["supervisor"], satisfied=False, reason="说民政办的人收了她两千块钱才办。")
    assert case not in Case.objects.visible_to(staff["handler"])
    assert (case.unit, case.sight) == (units["inspection"], Sight.INSPECTION)


#: What the complainant may say later, and through whom.
LATER = [
    ("complainant_wrote", None, "那个女的针对我，不敢说名字。", "county"),
    ("ask_review", None, "那个女的针对我，不敢说名字。", "county"),
    ("note_call", "operator", "来电人说有个干部针对我，不敢说名字。", "county"),
    ("note_call", "operator", "来电人说有个领导针对我，不敢说名字。", "city"),
    ("complainant_wrote", None, "村支书把我的名字划掉了。", "county"),
]


@pytest.mark.parametrize(("kind", "who", "text", "unit"), LATER)
def test_somebody_spoken_of_later_is_read_above_first_whatever_carries_it(
    units, staff, officer, kind, who, text, unit
):
    case = make_case()
    do(case, "accept", officer)
    if kind == "ask_review":
        do(case, "answer", officer)
    do(case, kind, staff[who] if who else None, text=text)
    case.refresh_from_db()
    assert not sees(officer, case)
    assert case.unit == units[unit]


def test_what_staff_took_down_calls_the_caller_he(staff, officer):
    case = make_case()
    do(case, "accept", officer)
    do(case, "note_call", staff["operator"], text="他问低保金什么时候到账。")
    case.refresh_from_db()
    assert sees(officer, case)


def test_a_withdrawal_that_nobody_made_does_not_go_back_to_who_wrote_it(units, staff, officer):
    case = make_case(kind="report", matter="conduct")
    do(case, "screen", staff["county_supervisor"], handling_unit=units["township"])
    do(case, "accept", officer)
    do(case, "withdraw", officer)
    conversation.write_back(case, "我没有撤回。")
    case.refresh_from_db()
    assert (case.unit, case.status) == (units["county"], CaseStatus.SCREENING)
    assert not sees(officer, case)


def test_money_spoken_of_after_the_answer_is_taken_up_again(staff, units):
    case = make_case()
    do(case, "accept", staff["handler"])
    do(case, "answer", staff["handler"])
    conversation.write_back(case, "答复前有人要了我两千块钱。")
    case.refresh_from_db()
    assert (case.unit, case.status) == (units["inspection"], CaseStatus.SCREENING)
    assert Case.objects.to_screen([units["inspection"].pk]).filter(pk=case.pk).exists()
