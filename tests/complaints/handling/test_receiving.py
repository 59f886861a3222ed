"""The time to ask for a review begins when its complainant receives how it ended (信访工作条例 35, 36)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from complaints.handling import conversation
from complaints.models import Case
from tests.complaints.factories import do_with_reasons, make_case

TODAY = timezone.localdate


def answered(staff, days_ago: int) -> Case:
    """A case that was answered so many days ago."""
    now = timezone.now()
    case = make_case(received_at=now - timedelta(days=days_ago + 5))
    do_with_reasons(case, "answer", staff["handler"], at=now - timedelta(days=days_ago))
    return case


def read_on(case: Case, days_ago: int) -> Case:
    """The same, read so many days ago."""
    Case.objects.filter(pk=case.pk).update(end_read_on=TODAY() - timedelta(days=days_ago))
    return Case.objects.get(pk=case.pk)


def test_what_nobody_has_read_yet_costs_no_day(staff):
    case = answered(staff, days_ago=200)
    assert conversation.may_ask_review(case)
    last = conversation.reads(case)
    assert last >= TODAY() + timedelta(days=30)
    assert conversation.may_ask_review(Case.objects.get(pk=case.pk))


@pytest.mark.parametrize(("read", "may"), [(20, True), (60, False)])
def test_thirty_days_from_the_day_of_reading(staff, read, may):
    assert conversation.may_ask_review(read_on(answered(staff, days_ago=200), read)) == may


def test_reading_again_begins_nothing_anew(staff):
    case = read_on(answered(staff, days_ago=200), 20)
    assert conversation.reads(case) == conversation.reads(Case.objects.get(pk=case.pk))
    assert Case.objects.get(pk=case.pk).end_read_on == TODAY() - timedelta(days=20)


def test_another_answer_has_to_be_read_anew(staff):
    case = read_on(answered(staff, days_ago=200), 60)
    do_with_reasons(case, "reopen", staff["supervisor"])
    do_with_reasons(case, "answer", staff["handler"])
    assert case.end_read_on is None
    assert conversation.may_ask_review(case)


@pytest.mark.parametrize(("satisfied", "told"), [(True, True), (False, True), (None, False)])
def test_who_was_reached_by_telephone_was_told(staff, satisfied, told):
    case = answered(staff, days_ago=100)
    do_with_reasons(case, "call_back", staff["operator"], satisfied=satisfied)
    assert (case.end_read_on == TODAY()) == told


def test_what_has_not_ended_is_read_by_nobody(staff):
    case = make_case()
    assert conversation.reads(case) is None
    assert Case.objects.get(pk=case.pk).end_read_on is None


def test_the_second_review_is_called_so(staff):
    case = answered(staff, days_ago=3)
    conversation.ask_review(case, "请上级再看")
    do_with_reasons(case, "answer", staff["county_supervisor"])
    conversation.ask_review(case, "还是不同意")
    labels = [entry.label for entry in conversation.timeline(case) if entry.kind == "ask_review"]
    assert labels == ["申请复查", "申请复核"]
