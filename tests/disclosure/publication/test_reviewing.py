"""From a draft to an approved list: by whom, in which order, and never by oneself (design invariant 3)."""

import pytest

from disclosure import tasks
from disclosure.enums import BatchState
from disclosure.models import Batch, StagedRow
from disclosure.notices import objections
from disclosure.problems import ListActNotAllowed
from disclosure.publication import publishing, reviewing
from disclosure.publication.workflow import ACTS
from disclosure.staff.views import acts
from organizations.enums import Role
from tests.disclosure.conftest import NOVEMBER, OCTOBER
from tests.disclosure.lists import household
from tests.disclosure.notices.factories import make_notice
from tests.organizations.factories import give_both, make_both, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(load):
    return load([household(n) for n in range(3)])


@pytest.fixture
def submitted(draft, county):
    return reviewing.submit(draft, county.editor)


def reasons(act, *args):
    with pytest.raises(ListActNotAllowed) as refused:
        act(*args)
    return refused.value.codes


def test_a_list_is_submitted_approved_and_published(submitted, county):
    batch = reviewing.approve(submitted, county.reviewer)
    assert publishing.publish(batch).state == BatchState.PUBLISHED


def test_who_did_the_work_never_approves_it(load, county):
    both = make_both("两岗", county.units["county"])
    uploaded = reviewing.submit(load([household(1)], user=both), county.editor)
    assert reasons(reviewing.approve, uploaded, both) == ["own_work"]
    assert reasons(reviewing.send_back, uploaded, both, "理由") == ["own_work"]
    other = reviewing.submit(load([household(2)]), both)
    assert reasons(reviewing.approve, other, both) == ["own_work"]
    give_both(county.editor, county.units["county"], Role.REVIEWER)
    fresh = type(county.editor).objects.get(pk=county.editor.pk)
    assert reasons(reviewing.approve, other, fresh) == ["own_work"]


def test_only_people_of_the_region_and_role_act(draft, county):
    for user in (county.stranger, county.reviewer, county.inspector, county.handler):
        assert reasons(reviewing.submit, draft, user) == ["no_editor_here"]
    batch = reviewing.submit(draft, county.editor)
    for user in (county.stranger, county.inspector, county.handler):
        assert reasons(reviewing.approve, batch, user) == ["no_reviewer_here"]


def test_a_superuser_without_a_post_approves_nothing(submitted):
    boss = make_person("超管", is_superuser=True)
    assert reasons(reviewing.approve, submitted, boss) == ["no_reviewer_here"]


def test_all_reasons_are_told_at_once(draft, county):
    assert reasons(reviewing.send_back, draft, county.stranger, " ") == [
        "no_reviewer_here",
        "wrong_state",
        "reason_missing",
    ]


def test_refused_rows_are_left_out_only_with_a_reason(load, county):
    batch = load([household(1), {**household(2), "户主姓名": ""}])
    assert reasons(reviewing.submit, batch, county.editor, "  ") == ["reason_for_refused"]
    assert reviewing.submit(batch, county.editor, "该户材料补正中").state == BatchState.SUBMITTED


def test_a_list_without_rows_goes_nowhere(load, county):
    batch = load([{**household(2), "户主姓名": ""}])
    assert "no_rows" in reasons(reviewing.submit, batch, county.editor, "理由")


def test_a_list_sent_back_may_be_submitted_again(submitted, county):
    assert reasons(reviewing.send_back, submitted, county.reviewer, "") == ["reason_missing"]
    batch = reviewing.send_back(submitted, county.reviewer, "第3户金额请核对")
    assert (batch.state, batch.reason) == (BatchState.RETURNED, "第3户金额请核对")
    assert reviewing.submit(batch, county.editor).state == BatchState.SUBMITTED


def test_approved_content_is_frozen(submitted, county):
    batch = reviewing.approve(submitted, county.reviewer)
    for act, user in ((reviewing.submit, county.editor), (reviewing.withdraw, county.editor)):
        assert "wrong_state" in reasons(act, batch, user)
    StagedRow.objects.filter(batch=batch, row=3).update(amount=9999)
    for held in (batch, submitted):  # also as somebody held it from before the approval
        assert reasons(publishing.publish, held) == ["content_changed"]


def test_a_row_slipped_in_after_approval_stops_the_publication(submitted, county):
    batch = reviewing.approve(submitted, county.reviewer)
    row = StagedRow.objects.filter(batch=batch).first()
    row.pk, row.id_index = None, "0" * 64
    row.save()
    assert reasons(publishing.publish, batch) == ["content_changed"]


def test_a_draft_may_be_withdrawn_and_its_rows_are_gone(draft, county, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        assert reviewing.withdraw(draft, county.editor).state == BatchState.WITHDRAWN
    assert not StagedRow.objects.exists()


def test_the_rows_of_a_draft_whose_deletion_broke_off_go_later(draft, county):
    reviewing.withdraw(draft, county.editor)
    assert StagedRow.objects.exists()
    tasks.publish_begun()
    assert not StagedRow.objects.exists()


def test_an_unread_file_is_not_submitted(draft, county):
    Batch.objects.update(checked_at=None)
    assert reasons(reviewing.submit, draft, county.editor) == ["still_reading"]


def test_who_submitted_it_first_never_approves_what_another_submits_again(load, county):
    both = make_both("两岗", county.units["county"])
    batch = reviewing.submit(load([household(1)]), both)
    batch = reviewing.send_back(batch, county.reviewer, "请核对")
    batch = reviewing.submit(batch, county.editor)
    assert reasons(reviewing.approve, batch, both) == ["own_work"]
    assert reviewing.approve(batch, county.reviewer).state == BatchState.APPROVED


def test_who_worked_on_it_publishes_it_neither(load, county):
    both = make_both("两岗", county.units["county"])
    batch = reviewing.submit(load([household(1)]), both)
    batch = reviewing.send_back(batch, county.reviewer, "请核对")
    batch = reviewing.approve(reviewing.submit(batch, county.editor), county.reviewer)
    assert reasons(publishing.publish, batch, both) == ["own_work"]
    assert "no_reviewer_here" in reasons(publishing.publish, batch, county.inspector)
    assert publishing.publish(batch, county.reviewer).state == BatchState.PUBLISHED


def test_an_act_is_offered_where_only_words_are_missing(load, county):
    batch = load([household(1), {**household(2), "户主姓名": ""}])

    def refused(act, user):
        return reviewing.beyond_words(reviewing.reasons_against(act, batch, user))

    assert reviewing.reasons_against("submit", batch, county.editor) == ["reason_for_refused"]
    assert not refused("submit", county.editor)
    batch = reviewing.submit(batch, county.editor, "该户材料补正中")
    assert not refused("send-back", county.reviewer)
    assert refused("send-back", county.stranger)
    assert refused("submit", county.editor)


def test_an_editor_takes_a_submitted_list_back(load, county):
    batch = reviewing.submit(load([household(0)]), county.editor)
    batch = reviewing.recall(batch, county.editor, "金额有误")
    assert (batch.state, batch.content_digest, batch.reason) == ("draft", "", "金额有误")
    with pytest.raises(ListActNotAllowed):
        reviewing.approve(batch, county.reviewer)
    batch = reviewing.submit(batch, county.editor)
    reviewing.approve(batch, county.reviewer)
    with pytest.raises(ListActNotAllowed):
        reviewing.recall(batch, county.editor)


@pytest.mark.parametrize("who", ["reviewer", "stranger", "inspector"])
def test_nobody_else_takes_it_back(load, county, who):
    batch = reviewing.submit(load([household(0)]), county.editor)
    with pytest.raises(ListActNotAllowed):
        reviewing.recall(batch, getattr(county, who))


def test_a_household_whose_notice_is_held_is_let_through_knowingly_or_not_at_all(load, county):
    """最低生活保障审核确认办法 20: an objection stops the approval until it is decided."""
    own = household(1)["户主身份证号"]
    notice = make_notice(county.editor, county.reviewer, id_number=own)
    batch = load([household(1), household(2)])
    batch = reviewing.recall(reviewing.submit(batch, county.editor), county.editor)
    objections.raised(notice)
    assert reasons(reviewing.submit, batch, county.editor) == ["reason_for_held"]
    batch = reviewing.submit(batch, county.editor, "异议已口头核实，书面决定本周送达")
    assert reasons(reviewing.approve, batch, county.reviewer) == ["reason_for_held"]
    assert "approve" in [
        act for act in ACTS if not acts.reasons_against(ACTS[act], batch, county.reviewer)
    ], "it is offered, and asks why"
    assert reviewing.approve(batch, county.reviewer, "已看过核实记录").state == BatchState.APPROVED


def test_who_was_on_the_list_before_stays_on_it_whatever_is_said_of_a_notice(load, release, county):
    release([household(1)], month=OCTOBER)
    notice = make_notice(county.editor, county.reviewer, id_number=household(1)["户主身份证号"])
    objections.raised(notice)
    batch = load([household(1)], month=NOVEMBER)
    assert reviewing.submit(batch, county.editor).state == BatchState.SUBMITTED
