"""Objections to notices: from the village's page to the decision, and to the notice that stands again."""

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import LogContext
from wagtail.models import ModelLogEntry

from complaints.enums import CaseKind, CaseStatus, EventKind
from complaints.handling import record
from complaints.handling.casework import act
from complaints.intake.intake import IntakeRefused
from complaints.models import Case, CaseClock
from disclosure.enums import NoticeState
from disclosure.models import Notice
from disclosure.notices import acting
from organizations.enums import Role
from tests.complaints.factories import do_with_reasons, hand_to, make_case
from tests.complaints.public.citizen import NAME, PHONE, file, url, walk
from tests.disclosure.notices.factories import VILLAGE, make_notice
from tests.organizations.factories import make_person

pytestmark = pytest.mark.django_db
STORY = "这一家有两辆轿车，还在县城开着店，不应该给低保。"


@pytest.fixture
def village(units, staff):
    """People at work, and a notice that is shown."""
    reviewer = make_person("审核测试", (units["county"], Role.REVIEWER))
    notice = make_notice(staff["editor"], reviewer, programme="tekun")
    return staff | {"reviewer": reviewer, "notice": notice}


def state() -> str:
    return Notice.objects.get().state


def objection(notice, **changes) -> Case:
    return make_case(
        **{"kind": CaseKind.OBJECTION, "notice": str(notice.public_id), "narrative": STORY, **changes}
    )


def decide(case: Case, village: dict, kind: EventKind) -> None:
    """Let a supervisor of the office that has it do this."""
    case = Case.objects.get(pk=case.pk)
    keys = ("supervisor", "county_supervisor", "city_supervisor")
    by = next(village[key] for key in keys if village[key].posts.filter(unit=case.unit).exists())
    if case.status == CaseStatus.SCREENING:
        hand_to(case, by, case.unit)
    if kind == EventKind.ANSWER:
        do_with_reasons(case, EventKind.ACCEPT, by)
    do_with_reasons(case, kind, by)


def test_from_the_notice_to_the_decision_and_shown_again(client, village):
    """The whole way with the pages that a citizen uses."""
    notice, page = village["notice"], reverse("disclosure:notices", args=[VILLAGE])
    start = f"{reverse('complaints:new')}?notice={notice.public_id}"
    assert start in client.get(page).content.decode()
    form = client.get(start).content.decode()
    assert "钱*二" in form
    assert "钱小二" not in form
    kind = {"kind": "objection", "notice": str(notice.public_id)}
    done = file(client, kind=kind, where=None, matter=None, reach=None)
    assert done.status_code == 200
    case = Case.objects.get()
    assert (case.notice, case.region_id, case.programme_id) == (notice, VILLAGE, "tekun")
    said = client.get(page).content.decode()
    assert "有人提出异议，正在核实，暂停审批。" in said
    assert [secret for secret in (NAME, PHONE, case.number) if secret in said] == []
    decide(case, village, EventKind.ANSWER)
    assert CaseClock.objects.get(case=case, clock="decide").standard.days == 15
    assert "异议已核实" in client.get(page).content.decode()
    again = acting.act(notice, "stand-again", village["reviewer"], "经核实符合条件，维持初审意见")
    assert again.shown_from == timezone.localdate()
    assert "还剩" in client.get(page).content.decode()


def test_what_the_visitor_came_from_is_on_the_check_page(client, village):
    kind = {"kind": "objection", "notice": str(village["notice"].public_id)}
    walk(client, kind=kind, where=None, matter=None, reach=None)
    text = client.get(url("check")).content.decode()
    assert "钱*二 · 特困供养 · 刘庄村委会" in text


def test_an_objection_suspends_in_the_transaction_of_its_filing(village, monkeypatch):
    monkeypatch.setattr(record.case_changed, "send", lambda **_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        objection(village["notice"])
    assert (Case.objects.count(), state()) == (0, NoticeState.STANDING)


def test_the_log_of_a_hold_does_not_say_in_whose_request_it_was(village):
    """Who took an objection down, or decided it, tells which office the case is with."""
    with LogContext(user=village["operator"]):
        case = objection(village["notice"])
    with LogContext(user=village["county_supervisor"]):
        decide(case, village, EventKind.DECLINE)
    entries = ModelLogEntry.objects.filter(action__in=["disclosure.hold_notice", "disclosure.release_notice"])
    assert [(entry.user, entry.uuid) for entry in entries] == [(None, None)] * 2


def test_declining_the_only_objection_lets_it_go_on(village):
    case = objection(village["notice"])
    assert state() == NoticeState.SUSPENDED
    decide(case, village, EventKind.DECLINE)
    assert state() == NoticeState.STANDING
    assert Notice.objects.get().shown_until == village["notice"].shown_until


def test_a_flood_that_is_declined_one_by_one_holds_it_until_the_last(village):
    cases = [objection(village["notice"]) for _ in range(3)]
    for case in cases[:2]:
        decide(case, village, EventKind.DECLINE)
        assert state() == NoticeState.SUSPENDED
    decide(cases[2], village, EventKind.DECLINE)
    assert state() == NoticeState.STANDING


def test_one_that_was_looked_into_among_declined_ones_needs_a_person(village):
    looked_into, declined = objection(village["notice"]), objection(village["notice"])
    decide(looked_into, village, EventKind.ANSWER)
    assert state() == NoticeState.SUSPENDED
    decide(declined, village, EventKind.DECLINE)
    assert state() == NoticeState.DECIDED


def test_a_review_of_what_was_declined_holds_it_again(village):
    case = objection(village["notice"])
    decide(case, village, EventKind.DECLINE)
    act(case, EventKind.ASK_REVIEW, user=None, text="请再核实一次。")
    assert state() == NoticeState.SUSPENDED


def test_a_report_about_the_same_household_holds_nothing(village):
    """信访工作条例 30: that somebody reported wrongdoing is told on no public page."""
    case = objection(village["notice"], kind=CaseKind.REPORT)
    assert case.notice == village["notice"]
    assert state() == NoticeState.STANDING


def test_a_notice_that_is_over_takes_no_objection(village, client):
    Notice.objects.update(shown_until="2026-01-01")
    with pytest.raises(IntakeRefused) as refused:
        objection(village["notice"])
    assert "row" in refused.value.errors
    page = client.get(f"{reverse('complaints:new')}?notice={village['notice'].public_id}")
    text = page.content.decode()
    assert "已不再公示" in text
    assert 'value="objection"' not in text


def test_who_must_step_aside_is_read_from_the_notice_s_holder_too(village):
    """Who is meant by the notice may be called as somebody in office is."""
    Notice.objects.update(holder_name=village["handler"].name)
    case = objection(village["notice"], narrative="这一家不符合条件，请重新核实一下情况。")
    assert not Case.objects.visible_to(village["handler"]).filter(pk=case.pk).exists()


def again(village) -> Notice:
    """The reviewer takes the notice back alone, and the same household is entered and put up again."""
    acting.act(village["notice"], "take-back", village["reviewer"], "填写有误")
    return make_notice(village["editor"], village["reviewer"], programme="tekun")


def now(notice) -> str:
    return Notice.objects.get(pk=notice.pk).state


@pytest.mark.parametrize("decision", [EventKind.ANSWER, EventKind.DECLINE])
def test_a_notice_that_is_entered_anew_is_held_while_the_objection_is_open(village, decision):
    case = objection(village["notice"])
    notice = again(village)
    assert now(notice) == NoticeState.SUSPENDED
    decide(case, village, decision)
    assert now(notice) == NoticeState.DECIDED, "a reviewer has to show it again"
    assert now(village["notice"]) == NoticeState.TAKEN_BACK
    acting.act(notice, "stand-again", village["reviewer"], "经核实符合条件")
    assert now(notice) == NoticeState.STANDING


def test_of_two_objections_to_two_notices_of_a_household_both_hold_the_second(village):
    first = objection(village["notice"])
    notice = again(village)
    second = objection(notice)
    decide(second, village, EventKind.DECLINE)
    assert now(notice) == NoticeState.SUSPENDED
    decide(first, village, EventKind.ANSWER)
    assert now(notice) == NoticeState.DECIDED


def test_an_objection_to_the_first_that_is_opened_again_holds_the_second(village):
    case = objection(village["notice"])
    decide(case, village, EventKind.DECLINE)
    notice = again(village)
    assert now(notice) == NoticeState.STANDING
    act(case, EventKind.ASK_REVIEW, user=None, text="请再核实一次。")
    assert now(notice) == NoticeState.SUSPENDED


def test_an_objection_holds_no_notice_of_another_kind_or_household(village):
    objection(village["notice"])
    kinds = {"number": 2}, {"programme": "rural-dibao"}
    made = [make_notice(village["editor"], village["reviewer"], **{"programme": "tekun", **k}) for k in kinds]
    assert {now(notice) for notice in made} == {NoticeState.STANDING}
