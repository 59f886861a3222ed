"""Who turns out to be accused later: from then on no path shows them the case (invariant 2)."""

import pytest
from django.conf import settings
from django.urls import reverse

from complaints.enums import CaseStatus
from complaints.handling import conversation
from complaints.handling.casework import act
from complaints.models import Attachment, CaseLogEntry
from organizations.enums import Role
from organizations.models import Unit
from protection.refusals import NotAllowed
from search.indexing.draining import drain
from search.indexing.rebuilding import rebuild
from search.models import Change
from search.workbench.case_search import CaseQuestion, ask
from tests.complaints.factories import do_with_reasons, hand_to, knows, make_case, make_complaint, sees
from tests.organizations.factories import make_person


def add(case, user, unit=None, name="", reason="来信补充"):
    return act(
        case, "add_respondent", user=user, reason=reason, accused_unit=unit and unit.pk, accused_name=name
    )


def reasons(case, user, **more):
    before = case.events.count(), case.respondents.count()
    with pytest.raises(NotAllowed) as refused:
        add(case, user, **more)
    assert (case.events.count(), case.respondents.count()) == before
    return refused.value.reasons


def test_a_unit_that_is_added_loses_the_case_to_the_unit_above(units, staff):
    case = make_case()
    do_with_reasons(case, "accept", staff["handler"])
    decide = case.clocks.get(clock="decide").due_on
    event = add(case, staff["operator"], units["township"])
    assert (case.unit, case.handler, case.status) == (units["county"], None, CaseStatus.HANDLING)
    assert not sees(staff["handler"], case)
    assert not sees(staff["supervisor"], case)
    assert sees(staff["county_supervisor"], case)
    assert case.clocks.get(clock="decide").due_on == decide, "the clocks go on running"
    said = case.respondents.get()
    assert (said.unit, said.derived) == (units["township"], False)
    assert event.data == {
        "respondents": [said.pk],
        "from": units["township"].pk,
        "unit": units["county"].pk,
        "knew": True,
    }
    do_with_reasons(case, "answer", staff["county_supervisor"])


def test_words_are_read_as_at_filing(units, staff):
    case = make_case()
    event = add(case, staff["county_supervisor"], name="和平镇民政办赵测试主任")
    same = make_case(respondents=[(None, "和平镇民政办赵测试主任")])
    kept = ("unit", "user", "name", "derived")
    assert set(case.respondents.values_list(*kept)) == set(same.respondents.values_list(*kept))
    assert case.unit == same.unit == units["county"]
    assert "赵测试" not in str(event.data), "an event keeps no names"
    assert not sees(staff["handler"], case)


def test_somebody_above_who_is_accused_takes_along_who_works_under_them(units, staff):
    case = make_case()
    do_with_reasons(case, "accept", staff["handler"])
    add(case, staff["operator"], units["county"])
    assert case.unit == units["city"]
    assert not sees(staff["handler"], case)
    assert not sees(staff["operator"], case)
    assert sees(staff["city_supervisor"], case)


def test_in_a_report_words_for_nobody_we_know_count_against_the_lowest_office(units, staff):
    report, complaint = make_case(kind="report"), make_case()
    for case in (report, complaint):
        add(case, staff["county_supervisor"], name="大柱")
    assert (report.unit, complaint.unit) == (units["county"], units["city"])


def test_a_handler_who_is_accused_steps_aside_where_the_unit_is_not(units, staff):
    """回避, 信访工作条例 28: a family name that several bear hides from each of them."""
    other = make_person("孙别处", (units["township"], Role.HANDLER))
    case = make_case(respondents=[(units["village"].pk, "")])
    hand_to(case, staff["county_supervisor"], units["township"])
    do_with_reasons(case, "assign", staff["county_supervisor"], handler=other)
    add(case, staff["county_supervisor"], name="孙主任")
    assert not sees(other, case)
    assert case.handler is None


def test_who_has_nothing_to_do_with_it_keeps_the_case(units, staff):
    case = make_case()
    do_with_reasons(case, "accept", staff["handler"])
    event = add(case, staff["handler"], units["village"])
    assert (case.unit, case.handler) == (units["township"], staff["handler"])
    assert event.data == {"respondents": [case.respondents.get().pk], "knew": True}
    assert sees(staff["handler"], case)


def test_with_everybody_accused_the_inspection_group_takes_it(units, staff):
    case = make_case()
    add(case, staff["handler"], units["city"])
    assert case.unit == units["inspection"]
    head = make_person("组长", (units["inspection"], Role.SUPERVISOR))
    assert sees(head, case)
    assert reasons(case, head, unit=units["inspection"]), "nobody would be left"


def test_respondents_only_become_more(units, staff):
    case = make_case(respondents=[(None, "刘庄村的会计")])
    first = set(case.respondents.values_list("pk", flat=True))
    add(case, staff["county_supervisor"], units["village"], "刘会计")
    assert first < set(case.respondents.values_list("pk", flat=True))
    assert reasons(case, staff["county_supervisor"], unit=units["village"], name=" 刘 会计 "), "there already"


def test_what_is_asked_for(units, staff):
    case, who = make_case(), staff["county_supervisor"]
    assert reasons(case, who, unit=units["township"], reason=" ") == ["请填写理由。"]
    assert reasons(case, who)
    assert reasons(case, who, name=" ​ ")
    assert reasons(case, who, name="长" * 65)
    assert reasons(case, who, unit=units["other_city"])
    with pytest.raises(NotAllowed):
        act(case, "add_respondent", user=who, reason="来信", accused_unit=987654)


@pytest.mark.parametrize("who", ["editor", "administrator", "inspector", "neighbour", "other_operator"])
def test_only_those_through_whose_hands_it_passes_add(units, staff, who):
    assert reasons(make_case(), staff[who], unit=units["village"])


@pytest.mark.parametrize("steps", [["decline"], ["accept", "answer", "close"], ["accept", "refer"]])
def test_also_after_the_end(units, staff, steps):
    case = make_case()
    for step in steps:
        do_with_reasons(case, step, staff["handler"])
    status = case.status
    add(case, staff["operator"], units["township"])
    assert (case.unit, case.status) == (units["county"], status)


def test_one_entry_in_the_log_and_nothing_of_it_for_the_complainant(units, staff):
    case = make_case()
    knows(staff["operator"], case)
    before = CaseLogEntry.objects.count()
    add(case, staff["operator"], name="赵测试", reason="陈小满来电补充，13905180001")
    entry = CaseLogEntry.objects.latest("pk")
    assert CaseLogEntry.objects.count() == before + 1
    assert (entry.action, entry.user, entry.label) == (
        "complaints.add_respondent",
        staff["operator"],
        case.number,
    )
    assert set(entry.data) == {"events", "reason", "sequence"}
    for protected in ("赵测试", "陈小满", "13905180001"):
        assert protected not in str(entry.data)
    assert not CaseLogEntry.objects.viewable_by_user(staff["handler"]).exists()
    assert [entry.kind for entry in conversation.timeline(case)] == ["register"]


def test_a_case_taken_from_the_accused_is_not_returned_to_them(units, staff):
    """Who passed it on to the accused is not asked to take back what the unit above has now."""
    case = make_case()
    do_with_reasons(case, "transfer", staff["supervisor"], unit=units["county"])
    do_with_reasons(case, "transfer", staff["county_supervisor"], unit=units["township"])
    add(case, staff["operator"], units["township"])
    assert (case.unit, case.status) == (units["county"], CaseStatus.REGISTERED)
    with pytest.raises(NotAllowed):
        do_with_reasons(case, "object", staff["county_supervisor"])
    do_with_reasons(case, "accept", staff["county_supervisor"])


def test_a_case_is_not_returned_to_a_sender_who_is_accused_meanwhile(units, staff):
    case = make_case()
    do_with_reasons(case, "transfer", staff["handler"], unit=units["city"])
    add(case, staff["city_supervisor"], name="赵测试")
    assert case.unit == units["city"]
    with pytest.raises(NotAllowed):
        do_with_reasons(case, "object", staff["city_supervisor"])


def test_a_case_is_not_taken_back_for_a_sender_who_is_accused_meanwhile(units, staff):
    case = make_case()
    do_with_reasons(case, "transfer", staff["handler"], unit=units["city"])
    do_with_reasons(case, "object", staff["city_supervisor"])
    add(case, staff["city_supervisor"], units["township"])
    with pytest.raises(NotAllowed):
        do_with_reasons(case, "take_back", staff["operator"])
    case.refresh_from_db()
    assert case.unit == units["city"]
    do_with_reasons(case, "accept", staff["city_supervisor"])


def test_no_page_knows_the_case_any_more(client, units, staff):
    case = make_complaint(title="独一无二的标题")
    paper = Attachment.objects.create(case=case, file="x.pdf", kind="application/pdf", size=1)
    do_with_reasons(case, "accept", staff["handler"])
    client.force_login(staff["handler"])
    pages = [
        reverse("case:inspect", args=[case.number]),
        reverse("complaints_act", args=[case.number, "note"]),
        reverse("complaints_identity", args=[case.number]),
        reverse("complaints_attachment", args=[case.number, paper.public_id]),
    ]
    lists = [reverse("case:index"), reverse("case:index") + "?whose=mine", reverse("wagtailadmin_home")]
    assert all("独一无二的标题" in client.get(address).content.decode() for address in lists)
    add(case, staff["county_supervisor"], name="赵测试")
    assert [client.get(address).status_code for address in pages] == [404] * 4
    assert not any("独一无二的标题" in client.get(address).content.decode() for address in lists)


def test_the_index_follows(units, staff, tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "SEARCH_URL", "")
    monkeypatch.setattr(settings, "SEARCH_INDEX_PATH", tmp_path / "search.sqlite3")
    case = make_case()
    rebuild("cases")
    who = staff["county_supervisor"]
    assert ask(who, CaseQuestion("低保")).total == 1
    Change.objects.all().delete()
    add(case, staff["city_supervisor"], units["county"])
    assert Change.objects.filter(index="cases", object_id=case.pk).exists()
    assert ask(who, CaseQuestion("低保")).hits == [], "hidden also while the index lags"
    drain("cases")
    assert ask(who, CaseQuestion("低保")).total == 0
    assert ask(staff["city_supervisor"], CaseQuestion("单位county")).total == 1


def test_the_page_offers_units_of_the_city_and_takes_free_words(client, units, staff):
    case = make_case()
    client.force_login(staff["county_supervisor"])
    address = reverse("complaints_act", args=[case.number, "add_respondent"])
    assert address in client.get(reverse("case:inspect", args=[case.number])).content.decode()
    offered = dict(client.get(address).context["form"].fields["accused_unit"].choices)
    around = {unit.pk for unit in Unit.objects.exclude(pk=units["other_city"].pk)}
    assert offered.keys() - {""} == around - {units["inspection"].pk}
    refused = client.post(address, {"sequence": 1, "accused_name": "赵测试"})
    assert refused.status_code == 422
    assert "赵测试" in refused.content.decode(), "what was typed is kept"
    done = client.post(address, {"sequence": 1, "accused_name": "赵测试", "reason": "来信补充"})
    assert done.url == reverse("case:inspect", args=[case.number])
    case.refresh_from_db()
    assert case.unit == units["county"]
    assert "赵测试" in client.get(done.url).content.decode()


def test_who_adds_their_own_office_is_led_away_from_the_case(client, units, staff):
    case = make_case()
    client.force_login(staff["handler"])
    address = reverse("complaints_act", args=[case.number, "add_respondent"])
    sent = {"sequence": 1, "accused_unit": units["township"].pk, "reason": "来电人说是我办的人"}
    done = client.post(address, sent, follow=True)
    assert done.redirect_chain == [(reverse("case:index"), 302)]
    assert case.number not in done.content.decode()
    assert client.post(address, sent).status_code == 404


@pytest.mark.parametrize(
    ("who", "offered"), [("inspector", True), ("operator", False), ("county_supervisor", False)]
)
def test_an_inspection_group_is_offered_among_inspectors(client, units, staff, who, offered):
    """An office that they look into finds out nothing about them, and takes no case from them."""
    client.force_login(staff[who])
    page = client.get(reverse("complaints_act", args=[make_case().number, "add_respondent"]))
    choices = dict(page.context["form"].fields["accused_unit"].choices)
    assert (units["inspection"].pk in choices) is offered
