"""The table of the life of a case, walked: every act from every state, by everybody."""

from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone

from complaints.acts import acts_that
from complaints.enums import (
    ENDED_STATUSES,
    OPEN_STATUSES,
    CaseKind,
    CaseStatus,
    EventKind,
    Sight,
)
from complaints.handling import together
from complaints.handling.casework import available
from complaints.handling.effects import EFFECTS
from complaints.handling.guards import GUARDS
from complaints.parties import respondents
from complaints.staff.forms import ActForm
from complaints.workflow import EXTRA_SOURCES, TARGET_OVERRIDES, TRANSITIONS, sources, status_after
from organizations import scope
from protection.refusals import NotAllowed
from tests.complaints.factories import answers_are_approved, do_with_reasons, make_case, make_complaint

#: How a case comes to each state: acts and who does them.
PATHS = {
    CaseStatus.SCREENING: [],
    CaseStatus.REGISTERED: [],
    CaseStatus.HANDLING: [("accept", "handler")],
    CaseStatus.WAITING: [("accept", "handler"), ("ask_complainant", "handler")],
    CaseStatus.ANSWERED: [("accept", "handler"), ("answer", "handler")],
    CaseStatus.REVIEW: [("accept", "handler"), ("answer", "handler"), ("ask_review", "operator")],
    CaseStatus.CLOSED: [("accept", "handler"), ("answer", "handler"), ("close", "handler")],
    CaseStatus.DECLINED: [("decline", "handler")],
    CaseStatus.REFERRED: [("accept", "handler"), ("refer", "handler")],
    CaseStatus.MERGED: [("merge", "handler")],
}

#: What must have happened before an act that more than the state decides, and who does the act.
BEFORE = {
    EventKind.APPROVE_EXTENSION: [("request_extension", "handler")],
    EventKind.REFUSE_EXTENSION: [("request_extension", "handler")],
    EventKind.RETURN_ANSWER: [("propose_answer", "handler")],
    EventKind.APPROVE_ANSWER: [("propose_answer", "handler")],
    EventKind.OBJECT: [("transfer", "county_supervisor")],
    EventKind.SETTLE_URGENT: [("mark_urgent", "handler")],
    EventKind.REFUSE_RECUSAL: [("ask_recusal", None)],
    EventKind.END_HEARING: [("call_hearing", "county_supervisor")],
    EventKind.TAKE_BACK: [("transfer", "county_supervisor"), ("object", "county_supervisor")],
}


def actor_for(kind, case, staff):
    """Somebody whose post allows the act."""
    row = TRANSITIONS[kind]
    if not row.roles:
        return None
    if row.by_the_organ:
        return staff["inspector"]
    if kind == EventKind.OBJECT:
        return staff["city_supervisor"]
    own = case.sight == Sight.PLACE and case.unit_id in scope.unit_ids(staff["handler"])
    if kind == EventKind.ADD_RESPONDENT and own:
        return staff["handler"]  # said by anybody else, the office above reads it first
    if kind == EventKind.TAKE_BACK:
        return staff["supervisor"]
    if kind in (EventKind.NOTE_CALL, EventKind.ASK_REVIEW, EventKind.CALL_BACK):
        return staff["operator"]
    return (
        staff["county_supervisor"] if "supervisor" in {str(role) for role in row.roles} else staff["operator"]
    )


YESTERDAY = timezone.now() - timedelta(days=1)

BY_ITSELF = (EventKind.RAISE, EventKind.HAND_BACK)


def at(status, staff, units, **changes):
    """A case that was brought to ``status``."""
    # A complaint is read by the county first; the desk opens what it took down itself.
    said = {"kind": "complaint"} if status == CaseStatus.SCREENING else {}
    case = make_case(staff["operator"], **said | changes)
    lead = make_case(staff["operator"], received_at=YESTERDAY) if status == CaseStatus.MERGED else None
    for kind, who in PATHS[status]:
        do_with_reasons(case, kind, staff[who], **({"other": lead.pk} if lead else {}))
    assert case.status == status
    return case


def facts_for(kind, case, staff, units):
    """What the act asks for in this test."""
    if kind == EventKind.ASSIGN:
        there = {"township": "supervisor", "county": "county_supervisor", "city": "city_supervisor"}
        return {"handler": next(staff[who] for key, who in there.items() if case.unit == units[key])}
    if kind == EventKind.TRANSFER:
        return {"unit": units["county"] if case.unit != units["county"] else units["city"]}
    if kind == EventKind.SCREEN:
        return {"handling_unit": units["township"]}
    if kind == EventKind.RULE_OUT:
        return {"avoided": units["township"].pk}
    if kind == EventKind.ADD_RESPONDENT:
        return {"accused_unit": units["village"]}
    if "other" in TRANSITIONS[kind].asks:
        # A row made by hand, so that the case itself has no event of it.
        lead = make_case(staff["operator"], kind=case.kind, received_at=case.received_at - timedelta(days=1))
        type(lead).objects.filter(pk=lead.pk).update(unit=case.unit_id, latest_status="handling")
        if kind == EventKind.UNLINK:
            together.tie(case, lead.pk)
        return {"other": lead.pk}
    if kind == EventKind.TAKE_UP:
        return {"in_lead": True}
    if kind == EventKind.RECUSE:
        return {"person": staff["colleague"].pk}
    if kind == EventKind.CALL_HEARING:
        return {"hearing_on": timezone.localdate() + timedelta(days=5)}
    if kind == EventKind.READMIT:
        respondents.step_aside(case, staff["colleague"].pk)
        return {"person": staff["colleague"].pk}
    if kind == EventKind.PUT_BACK:
        found = case.respondents.create(unit=units["village"], name="村里", derived=True)
        return {"respondents": [found.pk]}
    return {}


@pytest.mark.parametrize("kind", [kind for kind in TRANSITIONS if kind not in BY_ITSELF])
def test_every_act_from_every_state(units, staff, kind):
    """An act is possible exactly from the states of its row, and leads where the row says."""
    for status in CaseStatus:
        walk(kind, status, units, staff)


@pytest.mark.parametrize("kind", BY_ITSELF)
def test_nobody_does_what_follows_from_what_was_written(units, staff, kind):
    for actor in (None, staff["county_supervisor"], staff["inspector"]):
        with pytest.raises(NotAllowed):
            do_with_reasons(make_case(), kind, actor)


def walk(kind, status, units, staff):
    """Try one act from one state."""
    case = at(status, staff, units)
    approved = answers_are_approved() if "_answer" in kind else None
    if "extension" in kind:
        # Only what somebody asks of an office is extended.
        case.kind = CaseKind.COMPLAINT
        case.save(update_fields=["kind"])
    if TRANSITIONS[kind].by_the_organ:
        # As if it had been referred to them, whatever came after.
        case.referred_to, case.referred_on = units["inspection"], YESTERDAY.date()
        case.save(update_fields=["referred_to", "referred_on"])
    for earlier, who in BEFORE.get(kind, []):
        try:
            do_with_reasons(
                case, earlier, staff.get(who), **facts_for(EventKind(earlier), case, staff, units)
            )
        except NotAllowed:
            break  # the state does not even allow what comes before
    before = case.events.count()
    now = case.status
    actor = actor_for(kind, case, staff)
    allowed = now in sources(kind, case.kind)
    ready = before == len(PATHS[status]) + 1 + len(BEFORE.get(kind, []))
    if allowed and ready:
        event = do_with_reasons(case, kind, actor, **facts_for(kind, case, staff, units))
        assert event.status == status_after(kind, now)
        assert case.status == event.status
        # With the approval the answer itself is written.
        assert case.events.count() == before + (2 if kind == EventKind.APPROVE_ANSWER else 1)
    else:
        with pytest.raises(NotAllowed) as refused:
            do_with_reasons(case, kind, actor, **facts_for(kind, case, staff, units))
        assert refused.value.reasons
        assert case.events.count() == before
    if approved:
        approved.delete()


@pytest.mark.parametrize("who", ["editor", "administrator", "inspector", "other_operator", "neighbour"])
def test_nobody_without_the_post_does_anything(units, staff, who):
    case = make_case()
    for kind in TRANSITIONS:
        with pytest.raises(NotAllowed):
            do_with_reasons(case, kind, staff[who], **facts_for(kind, case, staff, units))
    assert case.events.count() == 1
    assert available(case, staff[who]) == []


def test_the_table_is_complete():
    """Every event but the registration has its row, and every state can be left or is an end."""
    assert set(TRANSITIONS) == set(EventKind) - {EventKind.REGISTER}
    for status in CaseStatus:
        assert any(status in row.sources for row in TRANSITIONS.values() if row.target), status
    assert set(CaseStatus) == OPEN_STATUSES | ENDED_STATUSES | {CaseStatus.MERGED}
    assert not OPEN_STATUSES & ENDED_STATUSES


def test_exceptions_are_about_rows_that_exist():
    for kind, before in TARGET_OVERRIDES:
        assert before in TRANSITIONS[kind].sources
    for kind, _case_kind in EXTRA_SOURCES:
        assert kind in TRANSITIONS


def test_what_the_complainant_may_do_is_never_internal():
    assert not {row.kind for row in TRANSITIONS.values() if row.by_complainant} & acts_that("internal")


def test_an_enquiry_is_answered_where_it_is_taken(units, staff):
    enquiry = make_case(kind=CaseKind.ENQUIRY)
    do_with_reasons(enquiry, "answer", staff["handler"], outcome=None)
    assert enquiry.status == CaseStatus.ANSWERED
    complaint = make_complaint()
    with pytest.raises(NotAllowed):
        do_with_reasons(complaint, "answer", staff["handler"])


def test_available_is_what_act_allows(units, staff):
    """The page offers what the domain would do."""
    for status in CaseStatus:
        case = at(status, staff, units)
        for name in ("handler", "supervisor", "operator"):
            for row in available(case, staff[name]):
                assert status in sources(row.kind, case.kind)
                assert row.roles


def test_the_printed_table_is_the_one_that_is_in_force():
    """``docs/acts.md``: written by the command, with what guards and effects say of themselves."""
    printed = StringIO()
    call_command("workflow", stdout=printed)
    kept = Path(__file__).resolve().parents[3] / "docs" / "acts.md"
    assert printed.getvalue() == kept.read_text(encoding="utf-8"), "run manage.py workflow > docs/acts.md"


def test_every_fact_that_an_act_asks_for_has_a_field():
    asked = {name for act in TRANSITIONS.values() for name in act.asks}
    assert [name for name in sorted(asked) if not hasattr(ActForm, f"_{name}")] == []


def test_each_rule_and_effect_is_named_by_a_row_and_each_name_has_one():
    assert {row.guard for row in TRANSITIONS.values()} - {""} == set(GUARDS)
    assert {row.effect for row in TRANSITIONS.values()} - {""} == set(EFFECTS)
