"""Above the township a case is read by who decides, and by who was given it: whoever is meant there without
a word that says so does not open it (invariant 2).
"""

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.utils import timezone

from complaints import routing
from complaints.enums import CaseStatus, EventKind
from complaints.handling import conversation
from complaints.handling.assignment import handlers_for
from complaints.models import Case
from complaints.routing import reads_what_comes
from complaints.visibility import case_filters
from organizations.enums import Role, UnitKind
from organizations.models import Post, Unit, User
from protection.refusals import NotAllowed
from search.workbench.case_documents import case_document
from tests.complaints.factories import do_with_reasons, hand_to, make_case, make_complaint, sees
from tests.organizations.factories import fresh, make_person

pytestmark = pytest.mark.django_db

#: What is filed where, and which of these open it before anybody decided.
READERS = ("handler", "supervisor", "county_handler", "county_supervisor", "city_handler", "city_supervisor")
FILED = [
    ("enquiry", "assistance", "320722100201", "all", "said against nobody"),
    ("enquiry", "assistance", "320722", "county_handler county_supervisor city_handler city_supervisor", ""),
    ("complaint", "assistance", "320722100201", "county_supervisor city_supervisor", "somebody may be meant"),
    ("complaint", "conduct", "320722100201", "county_supervisor city_supervisor", "conduct"),
    ("report", "conduct", "320722100201", "county_supervisor city_supervisor", "conduct"),
    ("report", "conduct", "320722", "city_supervisor", "of the county"),
    ("report", "money", "320722100201", "", "the inspection group's"),
]


@pytest.mark.parametrize(("kind", "matter", "place", "readers", "why"), FILED)
def test_who_reads_it_before_anybody_decided(staff, kind, matter, place, readers, why):
    case = make_case(kind=kind, matter=matter, region_code=place)
    wanted = set(READERS) if readers == "all" else set(readers.split())
    assert {who for who in READERS if sees(staff[who], case)} == wanted, why
    assert sees(staff["inspector"], case)


@pytest.fixture
def kept(units, staff):
    """A report that the county keeps."""
    return hand_to(make_case(kind="report"), staff["county_supervisor"], units["county"])


def test_who_is_given_it_opens_it_and_does_it_until_another_has_it(units, staff, kept):
    other = make_person("褚测试", (units["county"], Role.HANDLER))
    assert not sees(staff["county_handler"], kept)
    with pytest.raises(NotAllowed):
        do_with_reasons(kept, "accept", staff["county_handler"])
    do_with_reasons(kept, "assign", staff["county_supervisor"], handler=staff["county_handler"])
    assert sees(staff["county_handler"], kept)
    assert not sees(other, kept)
    do_with_reasons(kept, "accept", staff["county_handler"])
    do_with_reasons(kept, "assign", staff["county_supervisor"], handler=other)
    assert (sees(staff["county_handler"], kept), sees(other, kept)) == (False, True)


def test_what_went_down_is_read_above_by_who_decides(staff):
    case = make_complaint()
    assert sees(staff["handler"], case)
    assert sees(staff["county_supervisor"], case)
    assert not sees(staff["county_handler"], case)


def test_what_is_read_first_again_is_in_nobodys_hands(units, staff, kept):
    """In the same office too: what the complainant says now may be of who works on it."""
    do_with_reasons(kept, "assign", staff["county_supervisor"], handler=staff["county_handler"])
    conversation.write_back(kept, "村会计和来的人一起吃饭。")
    kept.refresh_from_db()
    assert (kept.status, kept.handler) == (CaseStatus.SCREENING, None)
    assert not sees(staff["county_handler"], kept)


def test_an_older_releases_cases_that_wait_leave_their_handlers_hands(units, staff, kept):
    waiting = make_case(kind="report")
    Case.objects.filter(pk__in=[waiting.pk, kept.pk]).update(handler=staff["county_handler"])
    import_module("complaints.migrations.0028_screening_is_in_nobodys_hands").free(apps, None)
    assert (sees(staff["county_handler"], waiting), sees(staff["county_handler"], kept)) == (False, True)


@pytest.mark.parametrize("meant", ["unit", "person"])
def test_nobody_is_given_what_is_about_them(units, staff, kept, meant):
    whom = staff["county_handler"]
    kept.respondents.create(
        name="某",
        user=whom if meant == "person" else None,
        unit=None if meant == "person" else units["county"],
    )
    with pytest.raises(NotAllowed):
        do_with_reasons(kept, "assign", staff["city_supervisor"], handler=whom)


def test_only_who_works_in_its_office_is_given_it(units, staff, kept):
    """The office above may act on it, and is not who works on it."""
    for who in ("city_handler", "city_supervisor", "handler", "inspector", "operator"):
        assert staff[who] not in handlers_for(kept)
        with pytest.raises(NotAllowed):
            do_with_reasons(kept, "assign", staff["city_supervisor"], handler=staff[who])
    do_with_reasons(kept, "assign", staff["city_supervisor"], handler=staff["county_handler"])
    assert kept.handler == staff["county_handler"]


def test_an_office_of_handlers_alone_reads_nothing_first(units, staff):
    """Nobody would give it to anybody: the office above has it."""
    Post.objects.filter(unit=units["county"], role=Role.SUPERVISOR).update(
        valid_from="2025-01-01", valid_until="2026-01-01"
    )
    assert make_case(kind="report").unit == units["city"]
    assert make_case(region_code="320722").unit == units["city"]


def test_where_who_decides_is_meant_the_office_above_has_it(units, staff):
    """Handlers are left in the county, but nobody who would read it there."""
    case = make_case(kind="complaint", narrative=f"村里报了，{staff['county_supervisor'].name}压着不批。")
    assert case.unit == units["city"]


@pytest.mark.parametrize("why", ["switched off", "held back", "begins later", "waits"])
def test_who_is_not_at_work_reads_nothing_for_those_who_are_meant(units, staff, why):
    """Else the case stays in an office where everybody who is there is meant, and nobody reads it."""
    other = make_person("褚某某", (units["county"], Role.SUPERVISOR))
    held = Post.objects.filter(user=other)
    if why == "switched off":
        User.objects.filter(pk=other.pk).update(is_active=False)
    elif why == "held back":
        User.objects.filter(pk=other.pk).update(held_back=True)
    elif why == "begins later":
        held.update(valid_from=timezone.localdate() + timedelta(days=1))
    else:
        held.update(counts=False)
    # One of the township is called so too: the office that is meant is theirs, and of the county only people.
    make_person("吴某某", (units["township"], Role.HANDLER))
    case = make_case(kind="complaint", narrative="村里报了，吴主任压着不批。")
    assert case.unit == units["city"]
    assert sees(staff["city_supervisor"], case)


def test_words_still_mean_who_is_not_at_work(units, staff):
    """Who was held back may be let in again, and who begins tomorrow is as good as there."""
    other = make_person("褚守财", (units["county"], Role.SUPERVISOR))
    User.objects.filter(pk=other.pk).update(held_back=True)
    case = make_case(kind="complaint", narrative="褚守财压着不批。")
    User.objects.filter(pk=other.pk).update(held_back=False)
    assert case.respondents.filter(user=other).exists()
    assert not sees(other, case)


def test_who_reads_what_comes_is_one_rule_for_query_and_data(units):
    """``routing.has_people`` and ``reads_what_comes``, over all roles, kinds and levels."""
    number, said = 0, {}
    for kind in UnitKind:
        for code in ("32", "3207", "320722", "320722100", "320722100201"):
            for role in Role:
                number += 1
                unit = Unit.objects.create(name=f"单位{number}", kind=kind, region_id=code)
                user = User.objects.create(username=f"u{number}", name=f"某{number}")
                Post.objects.create(user=user, unit=unit, role=role, counts=True, has_counted=True)
                said[unit.pk] = reads_what_comes(role, kind, code)
    found = set(routing.at_work(Unit.objects.filter(pk__in=said)).values_list("pk", flat=True))
    assert found == {pk for pk, reads in said.items() if reads}
    assert 0 < len(found) < len(said)


@pytest.mark.parametrize("role", [Role.HANDLER, Role.SUPERVISOR, Role.OPERATOR, Role.INSPECTOR])
@pytest.mark.parametrize("handled", [True, False])
def test_a_post_in_a_village_committee_opens_no_case(units, staff, role, handled):
    """It is no authority: what is said of the village's people went to the township."""
    case = make_complaint(narrative="八月起没有收到低保金。") if handled else make_case()
    person = make_person("村干部", (units["village"], role))
    assert not sees(person, case)
    scopes = case_document(Case.objects.get(pk=case.pk)).values["scopes"]
    assert set(scopes).isdisjoint(case_filters(fresh(person)).scopes)


def test_the_index_says_the_same(units, staff, kept):
    key = f"h320722u{staff['county_handler'].pk}"
    assert key not in case_document(Case.objects.get(pk=kept.pk)).values["scopes"]
    do_with_reasons(kept, "assign", staff["county_supervisor"], handler=staff["county_handler"])
    assert key in case_document(Case.objects.get(pk=kept.pk)).values["scopes"]
    assert EventKind.ASSIGN in {event.kind for event in kept.events.all()}
