"""Acting: together or not at all, once, by the right person, with one entry in the log."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from complaints.enums import CaseStatus, EventKind
from complaints.handling.casework import Stale, act
from complaints.models import Attachment, Case, CaseClock, CaseEvent, CaseLogEntry
from complaints.signals import case_changed
from organizations.enums import Role
from protection.refusals import NotAllowed
from tests.complaints.factories import do_with_reasons, hand_to, make_case, make_complaint, moment
from tests.organizations.factories import make_person


def reasons(case, kind, user, **more):
    with pytest.raises(NotAllowed) as refused:
        do_with_reasons(case, kind, user, **more)
    return refused.value.reasons


def test_an_act_writes_event_clock_signal_and_exactly_one_entry(staff):
    case, heard = make_case(), []

    def listen(sender, case, **kwargs):
        heard.append((case.pk, case.latest_event.kind))

    case_changed.connect(listen)
    try:
        before = CaseLogEntry.objects.count()
        event = do_with_reasons(case, "accept", staff["handler"])
    finally:
        case_changed.disconnect(listen)
    assert heard == [(case.pk, EventKind.ACCEPT)]
    assert (event.sequence, event.actor, case.handler) == (2, staff["handler"], staff["handler"])
    assert set(case.clocks.values_list("clock", flat=True)) == {"inform", "decide"}
    entry = CaseLogEntry.objects.latest("pk")
    assert CaseLogEntry.objects.count() == before + 1
    assert (entry.action, entry.user, entry.label) == ("complaints.accept", staff["handler"], case.number)


def test_the_log_masks_what_somebody_writes_into_a_reason(staff):
    case = make_case()
    do_with_reasons(case, "note", staff["handler"], reason="已致电13905180001核实")
    assert "13905180001" not in str(CaseLogEntry.objects.latest("pk").data)


@pytest.mark.parametrize(
    "step",
    [
        "complaints.handling.casework.CaseEvent.objects.create",
        "complaints.models.Case.save",
        "complaints.clocks.projection.refresh",
        "complaints.handling.record.case_changed.send",
        "complaints.handling.record.audit.record",
    ],
)
def test_a_crash_between_any_two_steps_changes_nothing(staff, monkeypatch, step):
    """Invariant 1, for acts: killed before any step, the case is as it was."""
    case = make_case()
    rows = list(CaseClock.objects.values())
    entries = CaseLogEntry.objects.count()

    def crash(*args, **kwargs):
        raise ZeroDivisionError

    with monkeypatch.context() as patched:
        patched.setattr(step, crash)
        with pytest.raises(ZeroDivisionError):
            do_with_reasons(case, "accept", staff["handler"])
    fresh = Case.objects.get(pk=case.pk)
    assert (fresh.status, fresh.handler, CaseEvent.objects.count()) == (CaseStatus.REGISTERED, None, 1)
    assert (list(CaseClock.objects.values()), CaseLogEntry.objects.count()) == (rows, entries)
    do_with_reasons(case, "accept", staff["handler"])


def test_who_saw_an_older_state_is_told_so(staff):
    case = make_case()
    act(case, "accept", user=staff["handler"], expected=1)
    with pytest.raises(Stale):
        act(case, "accept", user=staff["colleague"], expected=1)


def test_all_reasons_come_at_once(staff):
    case = make_case()
    found = reasons(case, "decline", staff["handler"], text=" ", ground="")
    assert len(found) == 2


def test_reason_and_text_where_the_table_asks(staff):
    case = make_complaint()
    assert reasons(case, "decline", staff["handler"], text="")
    do_with_reasons(case, "accept", staff["handler"])
    assert reasons(case, "request_extension", staff["handler"], reason=" ")


def test_the_past_cannot_be_rewritten(staff):
    case = make_case(received_at=moment("2026-10-10 09:00"))
    do_with_reasons(case, "accept", staff["handler"], at=moment("2026-10-12 09:00"))
    assert reasons(case, "answer", staff["handler"], at=moment("2026-10-11 09:00"))


def test_only_handlers_of_the_unit_or_above_act(units, staff):
    case = make_case(respondents=[(units["township"].pk, "")])
    assert case.unit == units["county"]
    hand_to(case, staff["county_supervisor"], units["county"])
    assert reasons(case, "accept", staff["handler"])
    do_with_reasons(case, "accept", staff["city_supervisor"])


def test_a_supervisor_assigns_to_a_handler_and_the_clock_does_not_move(staff):
    case = make_case()
    due = case.clocks.get(clock="inform").due_on
    do_with_reasons(case, "assign", staff["supervisor"], handler=staff["colleague"])
    assert (case.handler, case.status) == (staff["colleague"], CaseStatus.REGISTERED)
    assert case.clocks.get(clock="inform").due_on == due
    do_with_reasons(case, "accept", staff["colleague"])
    assert case.handler == staff["colleague"]


@pytest.mark.parametrize("who", ["editor", "operator", "neighbour", "inspector"])
def test_nobody_else_can_be_assigned(staff, who):
    assert reasons(make_case(), "assign", staff["supervisor"], handler=staff[who])


def test_who_the_case_is_about_steps_aside(units, staff):
    """回避, 信访工作条例 28."""
    deputy = make_person("被反映人", (units["city"], Role.HANDLER))
    case = make_case(respondents=[(None, "被反映人")])
    case.refresh_from_db()
    assert reasons(case, "accept", deputy)
    township = make_case()
    accused = make_person("另一人", (units["township"], Role.HANDLER))
    township.respondents.create(name="另一人")
    assert reasons(township, "assign", staff["supervisor"], handler=accused)


def test_a_transfer_goes_to_another_unit_and_never_to_the_accused(units, staff):
    case = make_case(respondents=[(units["village"].pk, "")])
    hand_to(case, staff["county_supervisor"], units["township"])
    do_with_reasons(case, "accept", staff["handler"])
    assert reasons(case, "transfer", staff["handler"], unit=units["village"])
    assert reasons(case, "transfer", staff["handler"], unit=units["township"])
    assert reasons(case, "transfer", staff["handler"])
    do_with_reasons(case, "transfer", staff["handler"], unit=units["county"])
    assert (case.unit, case.handler, case.status) == (units["county"], None, CaseStatus.REGISTERED)


def test_a_unit_that_is_not_competent_returns_the_case_with_the_senders_consent(units, staff):
    """信访工作条例 23: within 5 working days."""
    case = make_case()
    assert reasons(case, "object", staff["handler"])  # nobody passed it on
    do_with_reasons(case, "transfer", staff["county_supervisor"], unit=units["city"])
    assert reasons(case, "take_back", staff["county_supervisor"])
    do_with_reasons(case, "object", staff["city_supervisor"])
    assert reasons(case, "object", staff["city_supervisor"])
    assert reasons(case, "take_back", staff["city_supervisor"])
    do_with_reasons(case, "take_back", staff["handler"])
    assert case.unit == units["township"]


def test_after_five_working_days_a_case_is_not_returned_any_more(units, staff):
    case = make_case(received_at=moment("2026-09-01 09:00"))
    do_with_reasons(case, "transfer", staff["handler"], unit=units["city"], at=moment("2026-09-21 10:00"))
    assert reasons(case, "object", staff["city_supervisor"], at=moment("2026-09-30 09:00"))
    do_with_reasons(case, "object", staff["city_supervisor"], at=moment("2026-09-29 17:00"))


def test_an_extension_is_asked_for_by_one_and_approved_by_another_once(staff):
    """信访工作条例 34; design, invariant 3."""
    case = make_complaint()
    do_with_reasons(case, "accept", staff["supervisor"])
    due = case.clocks.get(clock="decide").due_on
    do_with_reasons(case, "request_extension", staff["supervisor"], days=30)
    assert reasons(case, "request_extension", staff["handler"])
    assert case.clocks.get(clock="decide").due_on == due
    assert reasons(case, "approve_extension", staff["supervisor"])  # their own request
    assert reasons(case, "refuse_extension", staff["supervisor"])
    assert reasons(case, "approve_extension", staff["handler"])  # no supervisor
    do_with_reasons(case, "approve_extension", staff["other_supervisor"], text="案情复杂，延长30日。")
    assert case.clocks.get(clock="decide").due_on > due
    assert reasons(case, "request_extension", staff["handler"])


@pytest.mark.parametrize("days", [0, -1, 31, None, "zehn"])
def test_an_extension_has_a_length_that_the_standard_allows(staff, days):
    case = make_complaint()
    do_with_reasons(case, "accept", staff["handler"])
    assert reasons(case, "request_extension", staff["handler"], days=days)


def test_a_refused_extension_leaves_the_date_and_may_be_asked_for_again(staff):
    case = make_complaint()
    do_with_reasons(case, "accept", staff["handler"])
    due = case.clocks.get(clock="decide").due_on
    do_with_reasons(case, "request_extension", staff["handler"])
    do_with_reasons(case, "refuse_extension", staff["supervisor"])
    assert case.clocks.get(clock="decide").due_on == due
    do_with_reasons(case, "request_extension", staff["handler"], days=5)


def test_what_is_over_is_not_extended(staff):
    case = make_complaint(received_at=moment("2026-03-02 09:00"))
    do_with_reasons(case, "accept", staff["handler"], at=moment("2026-03-03 09:00"))
    assert reasons(case, "request_extension", staff["handler"])


def test_the_call_back_is_made_by_somebody_else(staff):
    case = make_case()
    do_with_reasons(case, "accept", staff["supervisor"])
    do_with_reasons(case, "answer", staff["supervisor"])
    do_with_reasons(case, "close", staff["supervisor"])
    assert reasons(case, "call_back", staff["supervisor"])
    do_with_reasons(case, "call_back", staff["operator"], satisfied=False)
    assert case.latest_event.data["satisfied"] is False


def test_two_reviews_by_the_unit_above_then_it_is_final(units, staff):
    """信访工作条例 35, 36."""
    case = make_case()
    do_with_reasons(case, "accept", staff["handler"])
    do_with_reasons(case, "answer", staff["handler"])
    do_with_reasons(case, "ask_review", None)
    assert (case.unit, case.handler, case.status) == (units["county"], None, CaseStatus.REVIEW)
    assert reasons(case, "answer", staff["handler"])
    do_with_reasons(case, "answer", staff["county_supervisor"])
    do_with_reasons(case, "ask_review", None)
    assert case.unit == units["city"]
    do_with_reasons(case, "answer", staff["city_supervisor"])
    assert reasons(case, "ask_review", None)
    assert reasons(case, "ask_review", staff["operator"])


def test_a_review_is_asked_for_within_thirty_days_of_the_answer(staff):
    case = make_case(received_at=moment("2026-06-01 09:00"))
    do_with_reasons(case, "accept", staff["handler"], at=moment("2026-06-02 09:00"))
    do_with_reasons(case, "answer", staff["handler"], at=moment("2026-06-10 09:00"))
    case.end_read_on = date(2026, 6, 10)
    case.save(update_fields=["end_read_on"])
    assert reasons(case, "ask_review", None, at=moment("2026-07-11 09:00"))
    do_with_reasons(case, "ask_review", None, at=moment("2026-07-10 09:00"))


def test_where_no_unit_is_above_a_review_goes_elsewhere(units, staff):
    case = make_case(region_code="3207")
    do_with_reasons(case, "accept", staff["city_supervisor"])
    do_with_reasons(case, "answer", staff["city_supervisor"])
    assert reasons(case, "ask_review", None)


def test_the_complainant_does_only_what_is_theirs(staff):
    case = make_case()
    theirs = {EventKind.COMPLAINANT_WROTE, EventKind.ASK_REVIEW, EventKind.RULE_OUT, EventKind.ASK_RECUSAL}
    for kind in set(EventKind) - theirs:
        assert reasons(case, kind, None)


def test_files_of_a_message_join_the_case_and_only_loose_ones(staff):
    case, other = make_case(), make_case()
    loose = Attachment.objects.create(file="x.jpg", kind="image/jpeg", size=1)
    taken = Attachment.objects.create(file="y.jpg", kind="image/jpeg", size=1, case=other)
    event = act(case, "complainant_wrote", user=None, text="见附件", attachments=[loose.pk, taken.pk])
    loose.refresh_from_db()
    taken.refresh_from_db()
    assert (loose.case, loose.event) == (case, event)
    assert taken.case == other


def test_a_person_who_lost_the_post_does_nothing_any_more(units, staff):
    from organizations import posts

    case = make_case()
    posts.release(staff["handler"].posts.get(), on=timezone.localdate() - timedelta(days=1))
    assert reasons(case, "accept", staff["handler"])
