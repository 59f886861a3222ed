"""What a desk opens: by kind, matter, who took it down and what came since, and never by its words alone."""

from importlib import import_module

import pytest
from django.apps import apps
from django.urls import reverse

from complaints.enums import EventKind
from complaints.handling import heard, revealing
from complaints.handling.casework import act, available
from complaints.handling.later_messages import read_again
from complaints.models import Case, CaseEvent
from complaints.permissions import case_policy
from complaints.visibility import case_filters
from organizations.enums import Role
from tests.complaints.factories import do_with_reasons, hand_to, make_case, make_complaint, make_row
from tests.organizations.factories import fresh, make_person
from tests.tables import rows_beside

OPENS = rows_beside(__file__, "desk_opens.csv")
NOTES = rows_beside(__file__, "desk_notes.csv")
SAID = [row["said"] for row in rows_beside(__file__, "said_of_operators.csv")]


@pytest.fixture
def desks(units, staff):
    """Two operators of the county, one of them as people call her, and one of the next."""
    return {
        "operator": staff["operator"],
        "colleague": make_person("林小燕", (units["county"], Role.OPERATOR)),
        "elsewhere": staff["other_operator"],
    }


@pytest.fixture
def row_of_a_list(staff):
    return make_row(staff["editor"]).public_id


def _since(case, what, units, staff):
    """What happened after the filing."""
    if what == "web":
        do_with_reasons(case, "complainant_wrote", None, text="请问什么时候有结果。")
    elif what == "call":
        do_with_reasons(case, "note_call", staff["operator"], text="来电人问什么时候有结果。")
    elif what == "note":
        do_with_reasons(case, "note", staff["county_supervisor"], reason="已看。")
    elif what == "screen":
        hand_to(case, staff["county_supervisor"], units["township"])
    elif what == "rule_out":
        act(case, EventKind.RULE_OUT, user=None, avoided=units["township"].pk)
    case.refresh_from_db()


def _opens(user, case) -> bool:
    """Whether the user sees the case: by query, as data for the index, by the policy, by what is offered."""
    user = fresh(user)
    seen = Case.objects.visible_to(user).filter(pk=case.pk).exists()
    assert case_filters(user).admits(case, case.respondents.all()) == seen
    for action in ("view", "act", "register", "view_identity", "view_open_identity"):
        assert case_policy.user_has_permission_for_instance(user, action, case) == seen, action
    assert (EventKind.NOTE_CALL in {row.kind for row in available(case, user)}) == seen
    assert revealing.may_reveal(case, user) == seen
    return seen


def test_what_a_desk_opens(units, staff, desks, row_of_a_list, subtests):
    expected = {
        "every": {"operator", "colleague"},
        "own": {"operator"},
        "other": {"colleague"},
        "none": set(),
    }
    for row in OPENS:
        with subtests.test("-".join(row.values())):
            said = {name: row[name] for name in ("kind", "matter", "channel")}
            more = {"row": row_of_a_list} if row["kind"] == "objection" else {}
            if row["kind"] != "enquiry" or row["matter"] == "conduct":
                more["narrative"] = "刘庄村的人八月起没有发低保金。"
            case = make_case(desks.get(row["by"]), **said, **more)
            _since(case, row["since"], units, staff)
            opened = {name for name, user in desks.items() if _opens(user, case)}
            assert opened == expected[row["opens"]], row["why"]
            log = CaseEvent.objects.filter(case=case).order_by("sequence")
            assert heard.heard_by(log) == case.heard_by_id, "the log says the same"
    kept = list(Case.objects.order_by("pk").values_list("pk", "heard_by"))
    Case.objects.update(heard_by=None)
    import_module("complaints.migrations.0022_heard_by_filled").fill(apps, None)
    assert list(Case.objects.order_by("pk").values_list("pk", "heard_by")) == kept, "so does the migration"


@pytest.mark.parametrize("kind", ["complaint", "report"])
def test_no_desk_opens_what_is_said_of_whoever_answers(units, staff, desks, kind):
    """Sentences that no table of words knew."""
    filed = {said: make_case(kind=kind, matter="conduct", title="反映", narrative=said) for said in SAID}
    told = make_case(desks["operator"], kind=kind, matter="conduct", narrative="接电话的小林骂人。")
    for user in desks.values():
        seen = set(Case.objects.visible_to(fresh(user)).values_list("pk", flat=True))
        assert not [said for said, case in filed.items() if case.pk in seen]
        assert told.pk not in seen
        assert not any(
            case_filters(fresh(user)).admits(case, case.respondents.all()) for case in filed.values()
        )


def test_what_the_desk_notes_of_calls_hides_only_with_a_wrong(units, staff, desks, subtests):
    for row in NOTES:
        with subtests.test(row["said"]):
            case = make_case()
            if row["by"] == "web":
                do_with_reasons(case, "complainant_wrote", None, text=row["said"])
            else:
                do_with_reasons(case, "note_call", staff["operator"], text=row["said"])
            read_again(case.pk)
            meant = set(case.respondents.exclude(user=None).values_list("user", flat=True))
            assert (desks["colleague"].pk in meant) == (row["hides"] == "yes"), row["why"]


@pytest.mark.parametrize(("by", "hides"), [(None, True), ("operator", False)])
def test_a_question_taken_down_is_read_as_a_note_is(staff, desks, by, hides):
    case = make_case(desks.get(by), narrative="来电人感谢接线员耐心，问低保怎么申请。")
    read_again(case.pk)
    assert case.respondents.filter(user=desks["colleague"]).exists() == hides


def test_a_post_at_an_office_opens_what_the_one_at_the_desk_does_not(units, staff):
    both = make_person("双岗", (units["county"], Role.OPERATOR), (units["county"], Role.SUPERVISOR))
    case = make_case(kind="complaint")
    assert case in Case.objects.visible_to(both)
    assert case not in case_policy.instances_user_has_permission_for(both, "register")
    assert not case_policy.user_has_permission_for_instance(both, "view_identity", case)
    assert EventKind.NOTE_CALL not in {row.kind for row in available(case, both)}
    spoken_of = make_case(kind="complaint", narrative="刘庄村的事，接电话的那位说话好冲。")
    assert spoken_of not in Case.objects.visible_to(both), "words for who answers mean her as well"


def test_no_act_of_the_desk_is_left_without_anybody(units, staff):
    """Where the desk opens nothing, the office calls back and takes down that a review is asked for."""
    case = make_complaint()
    do_with_reasons(case, "accept", staff["handler"])
    do_with_reasons(case, "answer", staff["handler"])

    def offered(who):
        return {row.kind for row in available(case, staff[who])} & {EventKind.CALL_BACK, EventKind.ASK_REVIEW}

    assert offered("operator") == set()
    assert offered("handler") == set(), "who handled it does neither"
    assert offered("colleague") == {EventKind.CALL_BACK}
    assert offered("county_supervisor") == {EventKind.CALL_BACK, EventKind.ASK_REVIEW}
    do_with_reasons(case, "call_back", staff["colleague"], reason="反映人表示满意。")
    do_with_reasons(case, "ask_review", staff["county_supervisor"], text="请再看一看。")
    assert case.unit == units["county"]


def test_pages_of_what_a_desk_does_not_open_are_not_there(client, units, staff):
    case = make_case(kind="complaint", title="独一无二的标题")
    client.force_login(staff["operator"])
    pages = ["case:inspect", "complaints_identity", "complaints_case_looks"]
    addresses = [reverse(page, args=[case.number]) for page in pages]
    addresses += [reverse("complaints_act", args=[case.number, kind]) for kind in ("note_call", "note")]
    assert [client.get(address).status_code for address in addresses] == [404] * 5
    for page in (reverse("case:index"), reverse("wagtailadmin_home")):
        assert "独一无二的标题" not in client.get(page).content.decode()
