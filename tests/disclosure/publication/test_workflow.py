"""The table of acts on a list: each row is done by somebody, refused in words, and in the log by its name."""

import pytest

from disclosure.audit_actions import ACTIONS
from disclosure.enums import BatchState, ProposalOutcome, Step
from disclosure.messages import REASONS
from disclosure.publication.rules import RULES
from disclosure.publication.workflow import ACTS, APPROVE, DECISIONS, PUBLISH, STEPS, SUBMIT
from disclosure.roles import EDITING, ROLES_BY_ACTION
from disclosure.staff.views import proposals
from disclosure.staff.views.acts import DOING


@pytest.mark.parametrize("act", ACTS.values(), ids=list(ACTS))
def test_a_row_has_whoever_does_it_and_words_for_everything(act):
    assert ROLES_BY_ACTION[act.permission]
    assert ROLES_BY_ACTION[act.permission] == act.right.roles
    assert act.name in DOING
    assert act.sources
    assert {act.elsewhere, act.right.lacking, *act.rules} <= set(REASONS)
    assert set(act.rules) <= set(RULES)
    assert ACTIONS[act.action] == act.logged[1:]


def test_nothing_is_done_that_the_table_does_not_have():
    assert set(DOING) == set(ACTS)


def test_every_rule_is_asked_by_an_act():
    assert set(RULES) == {code for act in ACTS.values() for code in act.rules}


def test_whoever_decides_what_the_public_sees_has_no_part_in_the_work():
    deciding = {act.name for act in ACTS.values() if act.right.name == "approve"}
    assert deciding == {act.name for act in ACTS.values() if act.never_own}
    assert not EDITING.roles & APPROVE.right.roles


def test_the_site_by_itself_only_publishes():
    assert [act for act in ACTS.values() if act.by_itself] == [PUBLISH]


def test_each_step_on_what_is_public_is_told_and_refused_in_words():
    assert set(STEPS) == set(Step)
    assert {row.elsewhere for row in STEPS.values()} <= set(REASONS)
    assert {act.step for act in ACTS.values() if act.step} == {Step.TAKE_DOWN, Step.SHOW_AGAIN}


def test_each_way_to_end_a_proposal_is_done_and_logged():
    assert set(DECISIONS) == set(proposals.DOING)
    assert {decision.outcome for decision in DECISIONS.values()} == set(ProposalOutcome) - {
        ProposalOutcome.WAITING
    }
    assert all(ACTIONS[decision.action] == decision.logged[1:] for decision in DECISIONS.values())
    assert [name for name, decision in DECISIONS.items() if decision.by_proposer] == ["take-back"]


def test_no_state_is_submitted_and_reviewed_at_once():
    assert not SUBMIT.sources & (APPROVE.sources | PUBLISH.sources)
    assert BatchState.PUBLISHED not in SUBMIT.sources | APPROVE.sources | PUBLISH.sources
