"""Whoever a case is handed to can open it and go on with it: every act that moves a case, by each sort of
sender, to each office that it can go to.
"""

import itertools
from collections import Counter
from collections.abc import Iterator

import pytest
from django.db import transaction

from complaints.enums import CaseKind, EventKind
from complaints.handling import assignment
from complaints.handling.casework import available
from complaints.models import Case
from organizations.enums import Role
from organizations.models import Post, User
from protection.refusals import NotAllowed
from tests.complaints.factories import do_with_reasons, make_case
from tests.organizations.factories import make_person

#: By one of these a case goes on, or into other hands.
GOING_ON = frozenset(
    {EventKind.SCREEN, EventKind.ACCEPT, EventKind.ASSIGN, EventKind.TRANSFER, EventKind.ANSWER}
)
#: So many hand-overs of each kind there are at least in the bureau of the tests.
MOVES = {CaseKind.ENQUIRY: 80, CaseKind.COMPLAINT: 50, CaseKind.REPORT: 50}


@pytest.fixture
def staff(units, staff):
    """With somebody in charge of each office, since a case is passed to none without."""
    return staff | {
        "group_head": make_person("组长测试", (units["inspection"], Role.SUPERVISOR)),
        "other_head": make_person("邻镇测试", (units["other_township"], Role.SUPERVISOR)),
    }


def goes_on(case: Case) -> bool:
    """Whether somebody at work in the office that has the case is offered a step that leads on."""
    case.refresh_from_db()
    posts = Post.objects.active().filter(unit=case.unit_id)
    people = User.objects.filter(pk__in=posts.values("user"), is_active=True)
    return any(GOING_ON & {row.kind for row in available(case, user)} for user in people)


def brought(kind: CaseKind, staff, unit) -> Case | None:
    """A case of this kind that was given to the unit; None where it cannot get there."""
    case = make_case(kind=kind)
    if case.unit_id == unit.pk:
        return case
    for act, fact in (("screen", "handling_unit"), ("transfer", "unit")):
        for who in senders(case, act, staff):
            try:
                do_with_reasons(case, act, who, **{fact: unit})
            except NotAllowed:
                continue
            return case
    return None


def senders(case: Case, act: str, staff) -> list[User]:
    """Whoever is offered the act, one for each office and role."""
    found: dict[tuple, User] = {}
    for user in staff.values():
        if act in {row.kind for row in available(case, user)}:
            held = Post.objects.active().filter(user=user).values_list("unit", "role")
            found.setdefault(tuple(held), user)
    return list(found.values())


def steps(case: Case, staff) -> Iterator[tuple[str, User | None, dict]]:
    """Every act that moves the case as it stands, by each sort of sender, to each office."""
    for act, fact in (("screen", "handling_unit"), ("transfer", "unit")):
        targets = assignment.takers_for(case, screened=act == "screen")
        for who, target in itertools.product(senders(case, act, staff), targets):
            yield act, who, {fact: target}
    for act in ("object", "take_back", "add_respondent", "rule_out", "recuse"):
        for who in [None, *senders(case, act, staff)]:
            yield act, who, facts_for(act, case)


def facts_for(act: str, case: Case) -> dict:
    """What the act asks for: about the office that has it, or somebody in it."""
    if act == "add_respondent":
        return {"accused_unit": case.unit}
    if act == "rule_out":
        return {"avoided": case.unit_id}
    if act == "recuse":
        held = Post.objects.active().filter(unit=case.unit_id, role=Role.HANDLER).first()
        return {"person": held.user_id if held else 0, "relation": "kinship"}
    return {}


@pytest.mark.once
@pytest.mark.parametrize("kind", MOVES)
def test_by_whatever_act_it_moves_somebody_there_goes_on_with_it(units, staff, kind):
    tried = Counter()
    for held in units.values():
        case = brought(kind, staff, held)
        for act, who, facts in list(steps(case, staff)) if case else []:
            before = transaction.savepoint()
            try:
                do_with_reasons(case, act, who, **facts)
                tried[act] += 1
                assert goes_on(case), f"{kind} in {held} by {act} of {who}: {facts}, now {case.unit}"
            except NotAllowed:
                continue
            finally:
                transaction.savepoint_rollback(before)
                case = Case.objects.get(pk=case.pk)
    assert {"transfer", "object", "add_respondent", "rule_out", "recuse"} <= set(tried)
    assert tried.total() >= MOVES[kind], tried


@pytest.mark.parametrize("rounds", [1, 2])
def test_a_review_goes_to_whoever_can_give_it(units, staff, rounds):
    case = make_case()
    do_with_reasons(case, "accept", staff["handler"])
    do_with_reasons(case, "answer", staff["handler"])
    answers = (staff["county_supervisor"], staff["city_supervisor"])
    for number in range(rounds):
        do_with_reasons(case, "ask_review", None)
        assert goes_on(case)
        do_with_reasons(case, "answer", answers[number])


def test_where_nobody_is_at_work_it_is_handed_to_nobody_there(units, staff):
    case = make_case()
    assert units["county"] in assignment.takers_for(case)
    User.objects.filter(pk__in=Post.objects.filter(unit=units["county"]).values("user")).update(
        is_active=False
    )
    assert units["county"] not in assignment.takers_for(case)
