"""Once somebody was put back: no single person gives the case to them, and they decide nothing in it."""

import pytest
from django.urls import reverse

from complaints.acts import acts_that
from complaints.enums import EventKind
from complaints.handling import assignment, revealing
from complaints.handling.casework import available
from complaints.models import Case
from complaints.parties import putting_back
from complaints.workflow import TRANSITIONS
from organizations.enums import Role
from protection.refusals import NotAllowed
from tests.complaints.factories import do_with_reasons, make_case, make_complaint
from tests.complaints.parties.test_putting_back import put_back, sees
from tests.organizations.factories import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def second(units):
    """Another supervisor of the county."""
    return make_person("郭测试", (units["county"], Role.SUPERVISOR))


@pytest.fixture
def report(units, staff):
    """A report that names the township's handler, with the county, which has to decide who handles it."""
    made = make_case(kind="report", matter="conduct", respondents=[(None, staff["handler"].name)])
    Case.objects.filter(pk=made.pk).update(unit=units["county"], sight="county")
    made.refresh_from_db()
    assert made.status == "screening"
    assert not sees(staff["handler"], made)
    return made


def may(case, kind, actor, **facts) -> bool:
    try:
        do_with_reasons(case, kind, actor, **facts)
    except NotAllowed:
        return False
    return True


#: What one friend of the accused above would do, step by step (who does it, what, to which unit), and whether
#: the last step is possible. F and S are supervisors of the county.
CHAINS = [
    ("F back, F screen township", False, "one friend lifts and hands down"),
    ("F back, S screen township", True, "two people agree"),
    ("S back, F screen township", True, "either of them"),
    ("F screen township", False, "nobody hands it to an office whose own is named"),
    ("F back, F screen county", True, "it stays with the county, which the township does not see"),
    ("F back, F screen county, F transfer township", False, "by another act"),
    ("F back, F screen county, S transfer township", True, "two people, by another act"),
    ("F screen county, F back", True, "it was handed to nobody"),
    ("F back, S screen township, F assign handler", False, "the one named is never given it"),
    ("F back, S screen township, S assign handler", False, "by nobody"),
    ("F back, S screen township, S assign colleague", True, "a colleague is, by the second person"),
    ("F back, S screen township, F assign colleague", False, "not by who put back"),
    ("F back, S screen township, handler accept", False, "nor taken by themselves"),
    ("F back, S screen township, colleague accept", True, "whom nobody named may"),
    ("F back, S screen township, handler note", True, "what they have to say is heard"),
    ("F back, S screen township, handler object", True, "they may return it"),
    ("F back, S screen township, handler decline", False, "nor end it"),
    ("F back, S screen township, handler transfer other_township", False, "nor pass it to a friend"),
    ("F back, S screen township, handler withdraw", False, "nor say that it was taken back"),
    ("F back, S screen township, colleague accept, handler ask_complainant", False, "nor turn to who wrote"),
    ("F back, S screen township, colleague accept, handler answer", False, "nor answer"),
    ("F back, S screen township, colleague accept, handler refer", False, "nor refer"),
    ("F back, S screen township, colleague object, F take_back", True, "it comes up again"),
]


@pytest.mark.parametrize(("chain", "possible", "why"), CHAINS, ids=[chain for chain, _p, _w in CHAINS])
def test_a_chain_of_acts(units, staff, second, report, chain, possible, why):
    people = {**staff, "F": staff["county_supervisor"], "S": second}
    steps = [step.split() for step in chain.split(", ")]
    for turn, (who, kind, *to) in enumerate(steps):
        if kind == "back":
            # All that removes the township's handler.
            row_ids = [row.pk for row in putting_back.removed(report)]
            done = may(report, "put_back", people[who], respondents=row_ids)
        else:
            fact = {"screen": "handling_unit", "transfer": "unit", "assign": "handler"}.get(kind)
            facts = {fact: (people if fact == "handler" else units)[to[0]]} if fact else {}
            done = may(report, kind, people[who], **facts)
        is_last = turn == len(steps) - 1
        assert done is (possible if is_last else True), (why, who, kind)


def test_what_is_offered_to_somebody_who_was_put_back(units, staff, second, report):
    put_back(report, staff["county_supervisor"])
    do_with_reasons(report, "screen", second, handling_unit=units["township"])
    assert sees(staff["handler"], report)
    offered = {row.kind for row in available(report, staff["handler"])}
    assert offered
    assert offered <= acts_that("left_to_the_named")
    assert staff["handler"] not in assignment.handlers_for(report)
    assert staff["colleague"] in assignment.handlers_for(report)


def test_every_act_that_decides_is_kept_from_them():
    """A new act is one that decides until somebody says otherwise."""
    left = {EventKind.NOTE, EventKind.NOTE_CALL, EventKind.OBJECT, EventKind.ADD_RESPONDENT}
    assert left == acts_that("left_to_the_named")
    assert left <= set(TRANSITIONS)


def test_they_do_not_learn_who_brought_it(client, units, staff, second, report):
    assert report.openness == "open"
    put_back(report, staff["county_supervisor"])
    do_with_reasons(report, "screen", second, handling_unit=units["township"])
    assert revealing.may_reveal(report, staff["colleague"])
    assert not revealing.may_reveal(report, staff["handler"])
    client.force_login(staff["handler"])
    page = client.get(reverse("case:inspect", args=[report.number]))
    assert page.status_code == 200
    assert reverse("complaints_identity", args=[report.number]) not in page.content.decode()
    assert client.get(reverse("complaints_identity", args=[report.number])).status_code == 404


@pytest.mark.parametrize("kind", ["enquiry", "complaint"])
def test_words_of_a_story_are_lifted_by_whoever_hands_it_on(units, staff, kind):
    """Who only stands in a story is often nobody accused; a report is taken more strictly."""
    case = make_case() if kind == "enquiry" else make_complaint()
    case.respondents.create(unit=units["township"], name="民政办", derived=True)
    Case.objects.filter(pk=case.pk).update(unit=units["county"])
    case.refresh_from_db()
    put_back(case, staff["county_supervisor"])
    assert may(case, "transfer", staff["county_supervisor"], unit=units["township"])


def test_an_office_named_in_words_of_a_report_takes_two(units, staff, second, report):
    report.respondents.create(unit=units["township"], name="民政办", derived=True)
    put_back(report, staff["county_supervisor"])
    assert not may(report, "screen", staff["county_supervisor"], handling_unit=units["township"])
    assert may(report, "screen", second, handling_unit=units["township"])


def test_a_false_case_naming_every_handler_paralyses_nobody(units, staff, second):
    """The level above lifts, a second person hands down; whom nobody named, or the county, handles it."""
    everybody = ("handler", "colleague", "supervisor", "other_supervisor")
    case = make_case(kind="report", respondents=[(None, staff[each].name) for each in everybody])
    Case.objects.filter(pk=case.pk).update(unit=units["county"], sight="county")
    case.refresh_from_db()
    put_back(case, staff["county_supervisor"])
    do_with_reasons(case, "screen", second, handling_unit=units["township"])
    assert all(sees(staff[each], case) for each in everybody)
    newcomer = make_person("何测试", (units["township"], Role.HANDLER))
    assert may(case, "assign", second, handler=newcomer.pk)
    assert may(case, "accept", staff["county_supervisor"])
    assert may(case, "answer", second)
    another = make_case()
    assert may(another, "accept", staff["handler"]), "their other work goes on"
