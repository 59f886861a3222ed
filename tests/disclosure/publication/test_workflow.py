"""The table of acts on a list: each row is done by somebody, refused in words, and in the log by its name."""

import pytest

from disclosure.audit_actions import ACTIONS
from disclosure.enums import BatchState
from disclosure.messages import REASONS
from disclosure.publication.workflow import ACTS, APPROVE, PUBLISH, SUBMIT
from disclosure.roles import ROLES_BY_ACTION
from disclosure.staff.views.acts import DOING


@pytest.mark.parametrize("act", ACTS.values(), ids=list(ACTS))
def test_a_row_has_whoever_does_it_and_words_for_everything(act):
    assert ROLES_BY_ACTION[act.permission]
    assert act.name in DOING
    assert act.sources
    assert act.elsewhere in REASONS
    assert ACTIONS[act.action] == act.logged[1:]


def test_nothing_is_done_that_the_table_does_not_have():
    assert set(DOING) == set(ACTS)


def test_no_state_is_submitted_and_reviewed_at_once():
    assert not SUBMIT.sources & (APPROVE.sources | PUBLISH.sources)
    assert BatchState.PUBLISHED not in SUBMIT.sources | APPROVE.sources | PUBLISH.sources
