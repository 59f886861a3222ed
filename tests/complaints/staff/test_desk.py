"""The operator's desk: one screen, the same rules as the web, receipt and PIN shown once."""

import re
from datetime import date

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from complaints.clocks import progress
from complaints.enums import CaseStatus, EventKind
from complaints.handling import casework
from complaints.identity import receipts
from complaints.intake import caller_lookup
from complaints.intake.filing import file_case
from complaints.models import Case, CaseLogEntry
from complaints.permissions import INTAKE_ROLES
from disclosure.models import Batch, Recipient
from organizations.enums import Role, UnitKind
from organizations.models import Unit
from tests.complaints.factories import a_call, an_intake, do_with_reasons, make_case, make_complaint
from tests.organizations.factories import make_person

DESK = "complaints_desk"


def test_a_call_is_on_file_before_its_receipt_is_shown_and_shown_once(desk, staff):
    answer = desk.post(reverse(DESK), a_call())
    assert answer.url == reverse("complaints_desk_receipt")
    case = Case.objects.get()
    assert (case.channel, case.region_id) == ("hotline", "320722100201")
    assert case.latest_event.actor == staff["operator"]
    shown = desk.get(answer.url)
    receipt = re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", shown.content.decode()).group()
    assert receipts.open_case(receipt, shown.context["filed"].pin, "desk") == case
    assert "no-store" in shown["Cache-Control"]
    desk.post(answer.url)
    again = desk.get(answer.url)
    assert again.status_code == 302
    assert receipt not in str(desk.session.items())


def test_the_next_call_typed_into_the_form_of_the_last_one_is_a_case_of_its_own(desk):
    """Gone back in the browser, the form still carries the last call's submission."""
    first = a_call()
    desk.post(reverse(DESK), first)
    receipt = desk.get(reverse("complaints_desk_receipt")).context["filed"].receipt
    desk.post(reverse(DESK), first | {"title": "救助款被扣", "narrative": "另一位来电人说救助款少了两百。"})
    page = desk.get(reverse("complaints_desk_receipt"))
    assert Case.objects.count() == 2
    assert page.context["filed"].receipt != receipt
    assert "已登记为两件" in page.content.decode()


def test_the_caller_rules_an_office_out_as_on_the_web(desk, staff, units):
    assert "avoid" in desk.get(reverse(DESK)).context["form"].fields
    desk.post(
        reverse(DESK), a_call(matter="assistance", reach="nobody", people="", avoid=[units["township"].pk])
    )
    case = Case.objects.get()
    assert case.unit == units["county"]
    sees = {key for key in ("handler", "county_supervisor") if case in Case.objects.visible_to(staff[key])}
    assert sees == {"county_supervisor"}


def test_another_post_of_the_operators_opens_no_case_to_the_desk(client, staff, units):
    """An operator who also works in the inspection group: its cases are none of the desk's."""
    hotline = Unit.objects.create(name="县民政热线", kind=UnitKind.HOTLINE, region_id="320722")
    person = make_person("双岗", (hotline, Role.OPERATOR), (units["inspection"], Role.HANDLER))
    case = make_case(narrative="办低保的人收了我家两千块钱。", openness="confidential")
    assert case in Case.objects.visible_to(person)
    acts = {row.kind for row in casework.available(case, person)}
    assert acts & {EventKind.SCREEN, EventKind.NOTE} == {EventKind.SCREEN, EventKind.NOTE}
    assert not acts & {EventKind.NOTE_CALL, EventKind.CALL_BACK, EventKind.ASK_REVIEW}
    client.force_login(person)
    for asked in (case.number, "13905180001"):
        answer = client.post(reverse("complaints_desk_find"), {"q": asked})
        assert (answer.status_code, answer.context["found"]) == (200, [])
    own = make_case()
    assert EventKind.NOTE_CALL in {row.kind for row in casework.available(own, person)}
    assert client.post(reverse("complaints_desk_find"), {"q": own.number}).status_code == 302


def test_where_nobody_is_left_the_call_is_not_lost(client, units):
    """The operator's own bureau is the highest, and nobody inspects it: a message, and all that was typed."""
    Unit.objects.filter(pk=units["inspection"].pk).update(open_until=date(2020, 1, 1))
    client.force_login(make_person("市接线", (units["city"], Role.OPERATOR)))
    offices = [units[key].pk for key in ("city", "county", "township")]
    answer = client.post(reverse(DESK), a_call(people="", avoid=offices))
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {"avoid"}
    assert "来电人说八月起没有收到。" in answer.content.decode()
    assert not Case.objects.exists()
    assert client.post(reverse(DESK), a_call(people="", unit=units["city"].pk)).status_code == 302
    assert Case.objects.get().unit == units["city"], "kept, and hidden from all whom it is about"


def test_a_double_click_files_once(desk):
    call = a_call()
    for _click in range(2):
        assert desk.post(reverse(DESK), call).status_code == 302
    assert Case.objects.count() == 1


def test_names_keep_the_case_from_those_desks(desk):
    desk.post(reverse(DESK), a_call())
    assert {row.name for row in Case.objects.get().respondents.all()} == {"王某", "李某"}


def test_an_ambiguous_place_is_asked_for_and_nothing_is_lost(desk):
    answer = desk.post(reverse(DESK), a_call(place_text="刘庄"))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "乙市丙县和平镇刘庄村委会" in text
    assert "乙市丙县双河街道刘庄村委会" in text
    assert "来电人说八月起没有收到。" in text
    assert "139 0518 0001" in text
    chosen = desk.post(reverse(DESK), a_call(place_text="刘庄", place="320722101201"))
    assert chosen.status_code == 302
    assert Case.objects.get().region_id == "320722101201"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"place_text": ""}, "place_text"),
        ({"place_text": "张庄村"}, "place_text"),  # in the other county
        ({"place_text": "刘庄", "place": "320723100201"}, "place_text"),
        ({"name": ""}, "name"),
        ({"title": ""}, "title"),
        ({"narrative": ""}, "narrative"),
        ({"kind": "objection"}, "household"),
    ],
)
def test_what_is_missing_is_said_beside_its_field(desk, changes, field):
    answer = desk.post(reverse(DESK), a_call(**changes))
    assert answer.status_code == 422
    errors = answer.context["form"].errors
    assert list(errors) == [field]
    assert not Case.objects.exists()


def test_an_anonymous_call_keeps_no_name(desk):
    desk.post(reverse(DESK), a_call(openness="anonymous"))
    assert not hasattr(Case.objects.get(), "complainant")


def test_the_place_field_is_answered_within_the_region(desk):
    def asked(text):
        return [found["path"] for found in desk.post(reverse("complaints_desk_places"), {"q": text}).json()]

    assert asked("和平刘庄") == ["乙市丙县和平镇刘庄村委会"]
    assert asked("张庄") == []
    assert asked("") == []
    assert asked("和平镇")[0] == "乙市丙县和平镇"


def test_nobody_else_works_at_the_desk(client, staff):
    client.force_login(staff["handler"])
    assert client.post(reverse("complaints_desk_places"), {"q": "刘庄"}).status_code in (302, 403)
    for name in (DESK, "complaints_desk_receipt", "complaints_desk_find"):
        assert client.get(reverse(name)).status_code in (302, 403), name
        assert client.get(reverse(name)).get("Location") != reverse(DESK)
    assert caller_lookup.find_places("刘庄", staff["handler"], INTAKE_ROLES) == []


def test_a_case_is_found_by_number_and_its_call_noted(desk, staff):
    case = make_case()
    answer = desk.post(reverse("complaints_desk_find"), {"q": case.number})
    assert answer.url == reverse("complaints_act", args=[case.number, EventKind.NOTE_CALL])
    desk.post(answer.url, {"sequence": 1, "text": "来电人补充：户口在农村，请问需要哪些材料。"})
    case.refresh_from_db()
    assert case.latest_event.kind == EventKind.NOTE_CALL


def test_a_case_is_found_by_the_callers_number_and_the_look_is_logged(desk, staff):
    mine = make_case()
    make_case(region_code="320723100201")  # the same caller about another county
    answer = desk.post(reverse("complaints_desk_find"), {"q": "139-0518-0001"})
    assert [case.number for case in answer.context["found"]] == [mine.number]
    (entry,) = ModelLogEntry.objects.filter(action="complaints.find_caller")
    assert "1390518" not in str(entry.data)
    nothing = desk.post(reverse("complaints_desk_find"), {"q": "13900000000"})
    assert nothing.context["found"] == []
    assert desk.get(reverse("complaints_desk_find")).url == reverse(DESK)


def test_no_receipt_without_a_filing(desk):
    assert desk.get(reverse("complaints_desk_receipt")).url == reverse(DESK)


@pytest.fixture
def households(staff, units):
    """Two rows of one name on two lists of 和平镇刘庄, one of another name."""
    month = date(2026, 10, 1)
    for programme, name in (("rural-dibao", "陈大山"), ("tekun", "陈大山"), ("rural-dibao", "林小河")):
        batch, _made = Batch.objects.get_or_create(
            programme_id=programme, region_id="320722", month=month, uploaded_by=staff["editor"]
        )
        Recipient.objects.create(
            programme_id=programme,
            region_id="320722100201",
            holder_name=name,
            id_number="320722195001010011",
            id_index=f"{name}{programme}",
            people=2,
            amount=800,
            since=month,
            valid_from=batch,
        )


def test_an_objection_on_the_telephone_finds_its_row(desk, households):
    desk.post(reverse(DESK), a_call(kind="objection", household="林 小河"))
    assert Case.objects.get().recipient.holder_name == "林小河"
    assert Case.objects.get().programme_id == "rural-dibao"


def test_a_name_on_two_lists_needs_the_programme(desk, households):
    answer = desk.post(reverse(DESK), a_call(kind="objection", household="陈大山"))
    assert list(answer.context["form"].errors) == ["household"]
    desk.post(reverse(DESK), a_call(kind="objection", household="陈大山", programme="tekun"))
    assert Case.objects.get().recipient.programme_id == "tekun"


def _answer(client, asked):
    """What the find page says, without what differs in each answer."""
    page = client.post(reverse("complaints_desk_find"), {"q": asked})
    main = page.content.decode().partition("<main")[2]
    return page.status_code, re.sub(r'csrfmiddlewaretoken" value="[^"]+', "", main)


def test_a_hidden_a_closed_and_an_unknown_number_are_answered_alike(desk, staff):
    hidden, closed = make_case(kind="report", narrative="刘庄村会计打人。"), make_complaint()
    for act in ("accept", "answer", "close"):
        do_with_reasons(closed, act, staff["handler"])
    elsewhere = make_case(region_code="320723100201")
    numbers = [hidden.number, closed.number, elsewhere.number, "320722-2026-000000", "13905180001"]
    assert len({_answer(desk, number) for number in numbers}) == 1


@pytest.fixture
def told(desk, staff):
    """A report from the web with its receipt, which no desk opens."""
    intake = an_intake(kind="report", matter="money", title="要好处费", narrative="孙某某要两千元好处费。")
    return file_case(intake, submission_key="told")


def _ask(client, receipt, spoken):
    return client.post(reverse("complaints_desk_progress"), {"receipt": receipt, "spoken": spoken})


def test_with_receipt_and_telephone_code_the_desk_reads_out_how_far_it_is_and_no_more(desk, told, staff):
    assert desk.post(reverse("complaints_desk_find"), {"q": told.case.number}).context["found"] == []
    answer = _ask(desk, told.receipt.lower(), f" {told.spoken.lower()} ")
    text = answer.content.decode()
    assert answer.status_code == 200
    assert str(progress.aloud(told.case)) in text
    assert progress.promises(told.case)[0].sentence in text
    assert "另外登记成一件" in text
    assert "no-store" in answer["Cache-Control"]
    for secret in (told.case.number, "好处费", "孙某某", "陈小满", told.case.unit.name, told.spoken):
        assert secret not in text, secret
    (entry,) = ModelLogEntry.objects.filter(action="complaints.read_out")
    assert told.receipt not in str(entry.data)
    assert not CaseLogEntry.objects.filter(action="complaints.read_out").exists()


@pytest.mark.parametrize("status", CaseStatus)
def test_what_is_read_out_points_to_no_text_on_this_page(status):
    said = str(progress.ALOUD[status])
    assert said
    assert "下面" not in said


def test_what_is_said_on_the_telephone_opens_nothing(desk, told, client):
    """Whoever answers may be the one it is about, and the PIN would open every word to them."""
    for said in (told.spoken, told.spoken + told.spoken[:2]):
        with pytest.raises(receipts.WrongReceipt):
            receipts.open_case(told.receipt, said, "elsewhere")
    assert _ask(desk, told.receipt, told.pin).status_code == 422


def test_a_wrong_code_costs_at_the_desk_what_a_wrong_pin_costs_anywhere(desk, told, client):
    wrong = "0000" if told.spoken != "0000" else "1111"
    for _try in range(receipts.BY_PAIR.allowed + 1):
        assert _ask(desk, told.receipt, wrong).status_code == 422
    refused = _ask(desk, told.receipt, told.spoken)
    assert (refused.status_code, "told" in refused.context) == (429, False)
    assert int(refused["Retry-After"]) > 0
    # The caller, and another operator, wait for none of that.
    assert receipts.open_case(told.receipt, told.pin, "192.0.2.1") == told.case
    entries = ModelLogEntry.objects.filter(action="complaints.read_out")
    assert entries.count() == receipts.BY_PAIR.allowed + 1
    assert {entry.data["found"] for entry in entries} == {0}


def test_nobody_else_reads_out(client, staff, told):
    client.force_login(staff["handler"])
    assert _ask(client, told.receipt, told.spoken).status_code in (302, 403)
