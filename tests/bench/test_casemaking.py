"""Cases made in bulk have the shape of cases that were filed and worked on."""

import pytest

from bench import casemaking, making
from complaints.models import Case, CaseClock, Complainant, Respondent
from complaints.workflow import INITIAL, sources, status_after
from organizations.enums import Role
from search.indexing.rebuilding import rebuild
from search.workbench import case_search

pytestmark = pytest.mark.django_db
COUNT = 60


@pytest.fixture
def cases(prepared, monkeypatch):
    monkeypatch.setattr(casemaking, "BATCH", 25)
    making.make_places()
    casemaking.make_cases_up_to(COUNT)
    return Case.objects.order_by("number").select_related("latest_event").prefetch_related("events", "clocks")


def test_their_lives_are_ones_that_the_table_of_acts_allows(cases):
    assert len(cases) == COUNT
    for case in cases:
        first, *acts = case.events.all()
        assert (first.kind, first.status) == ("register", INITIAL)
        status = INITIAL
        for act in acts:
            assert status in sources(act.kind, case.kind)
            status = status_after(act.kind, status)
            assert act.status == status
        assert case.latest_event == [first, *acts][-1]
    assert len({case.status for case in cases}) == 4


def test_their_clocks_run_until_what_stops_them(cases):
    for case in cases:
        done = {event.kind for event in case.events.all()}
        clocks = {clock.clock: clock for clock in case.clocks.all()}
        assert set(clocks) == ({"inform", "decide"} if "accept" in done else {"inform"})
        for clock in clocks.values():
            assert clock.starts_on <= clock.due_on
            assert (clock.stopped_on is not None) == any(clock.standard.stops(kind) for kind in done)


def test_people_belong_to_them_as_they_do_to_filed_cases(cases):
    named = Case.objects.exclude(openness="anonymous")
    assert set(Complainant.objects.values_list("case", flat=True)) == set(named.values_list("pk", flat=True))
    assert all(person.name and person.phone_index for person in Complainant.objects.all())
    accusing = Case.objects.filter(kind__in=("complaint", "report"))
    assert Respondent.objects.count() == accusing.count()
    assert Respondent.objects.filter(unit=None).exists()
    assert Respondent.objects.exclude(unit=None).exists()


def test_more_are_added_to_those_that_are_there_and_all_are_found(cases, settings, tmp_path):
    first = list(Case.objects.order_by("number").values_list("title", flat=True))
    casemaking.make_cases_up_to(COUNT + 10)
    casemaking.make_cases_up_to(COUNT)
    assert Case.objects.count() == COUNT + 10
    assert list(Case.objects.order_by("number").values_list("title", flat=True))[:COUNT] == first
    assert not Case.objects.filter(latest_event=None).exists()
    assert CaseClock.objects.filter(case__number="999999-2025-000069").exists()
    settings.SEARCH_URL, settings.SEARCH_INDEX_PATH = "", tmp_path / "search.sqlite3"
    rebuild("cases")
    inspector = making.make_person("inspector", Role.INSPECTOR, "乙市民政局")
    assert case_search.ask(inspector, case_search.CaseQuestion()).total == COUNT + 10
