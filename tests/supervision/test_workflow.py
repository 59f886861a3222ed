"""The table of transitions, walked cell by cell."""

from dataclasses import replace

import pytest

from organizations.enums import Role
from protection.refusals import NotAllowed
from supervision import leads
from supervision.audit_actions import ACTIONS
from supervision.enums import ACTIVE, EDITABLE, LeadEventKind, LeadStatus
from supervision.permissions import ROLES_BY_ACTION
from supervision.viewsets import lead_viewset
from supervision.workflow import TRANSITIONS, allowed, refusals, target
from tests.organizations.factories import make_person
from tests.supervision.factories import make_lead

#: act → the statuses in which it may be done; a line an expert can check.
MAY = {
    "opened": {None},
    "item_added": {"open"},
    "item_removed": {"open"},
    "note": {"open", "transferred", "answered"},
    "put_back": {"open", "transferred", "answered", "closed"},
    "transferred": {"open"},
    "result_received": {"transferred"},
    "closed": {"open", "answered"},
}
#: act → what the policy calls it; all of them are an inspector's alone.
PERMISSION = {"opened": "add", "transferred": "transfer"}
LEAVES = {"opened": "open", "transferred": "transferred", "result_received": "answered", "closed": "closed"}


def test_every_act_has_its_row() -> None:
    assert set(TRANSITIONS) == set(LeadEventKind) == set(MAY)


@pytest.mark.parametrize("kind", LeadEventKind)
@pytest.mark.parametrize("status", [None, *LeadStatus])
def test_each_cell(kind, status) -> None:
    assert allowed(kind, status) == (status in MAY[kind])
    assert bool(refusals(kind, status, "因为")) != (status in MAY[kind])
    if status in MAY[kind]:
        assert target(kind, status) == LEAVES.get(kind, status)


@pytest.mark.parametrize("kind", [kind for kind in LeadEventKind if kind != LeadEventKind.ITEM_ADDED])
def test_everything_but_adding_asks_why(kind) -> None:
    status = next(iter(MAY[kind]))
    assert refusals(kind, status, " \n")


@pytest.mark.parametrize("kind", LeadEventKind)
def test_each_row_says_who_may_and_what_is_logged(kind) -> None:
    row = TRANSITIONS[kind]
    assert row.kind == kind
    assert row.roles == {Role.INSPECTOR} == ROLES_BY_ACTION[row.permission]
    assert row.permission == PERMISSION.get(kind, "change")
    assert row.logged in ACTIONS
    assert row.is_final == (row.target == LeadStatus.CLOSED)


def test_each_form_that_asks_for_a_reason_alone_finds_its_words() -> None:
    patterns = [pattern.callback for pattern in lead_viewset.get_urlpatterns()]
    views = {
        view.view_initkwargs.get("kind") or getattr(view.view_class, "kind", None): view.view_class
        for view in patterns
    }
    del views[None]
    assert set(views) == {"item_removed", "note", "put_back", "result_received", "closed"}
    for kind, view in views.items():
        assert TRANSITIONS[kind].consequence
        assert TRANSITIONS[kind].submit
        assert view.permission_required == TRANSITIONS[kind].permission


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["note", "result_received", "closed"])
def test_the_row_decides_who_does_it(inspector, units, kind, monkeypatch) -> None:
    kind = LeadEventKind(kind)
    lead = make_lead(inspector, units["inspection"])
    handler = make_person("郑经办", (units["inspection"], Role.HANDLER))
    with pytest.raises(NotAllowed):
        leads.act(lead, kind, user=handler, reason="因为")
    nobody = replace(TRANSITIONS[kind], sources=frozenset(LeadStatus), roles=frozenset())
    monkeypatch.setitem(TRANSITIONS, kind, nobody)
    with pytest.raises(NotAllowed) as refused:
        leads.act(lead, kind, user=inspector, reason="因为")
    assert len(refused.value.reasons) == 1
    assert lead.events.count() == 1
    monkeypatch.setitem(TRANSITIONS, kind, replace(nobody, roles=frozenset({Role.INSPECTOR})))
    leads.act(lead, kind, user=inspector, reason="因为")
    assert lead.events.last().kind == kind


def test_groups_of_statuses() -> None:
    assert EDITABLE < ACTIVE
    assert LeadStatus.CLOSED not in ACTIVE
