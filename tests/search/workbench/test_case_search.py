"""What an inspector may find: the same on both engines, and the same as the database says."""

import contextlib
import sqlite3
import zlib
from collections import Counter
from datetime import date

import pytest

from complaints.models import Case, Respondent
from organizations.enums import Role
from search.indexing.draining import drain
from search.indexing.outbox import enqueue
from search.indexing.rebuilding import rebuild
from search.workbench import case_search
from search.workbench.case_documents import CASES, case_document, read
from search.workbench.case_search import PAGE_SIZE, CaseQuestion, ask, export
from tests.complaints.factories import do_with_reasons, hand_to, make_case, make_staff
from tests.organizations.factories import make_person, make_places, make_units
from tests.search.cases import COMPLAINANT, make_cases

pytestmark = pytest.mark.django_db


@pytest.fixture
def units(prepared):
    make_places()
    return make_units()


@pytest.fixture
def cases(units, site_engine):
    made = make_cases(units)
    rebuild("cases")
    return made


@pytest.fixture
def inspector(units):
    return make_person("周检查", (units["inspection"], Role.INSPECTOR))


def names(cases, answer):
    by_pk = {case.pk: name for name, case in cases.items()}
    return [by_pk[hit.case.pk] for hit in answer.hits]


def facet(answer, parameter):
    group = next(group for group in answer.facets if group.parameter == parameter)
    return {choice.value: choice.count for choice in group.choices}


def test_hits_are_those_of_the_region_that_do_not_accuse_the_user(cases, inspector):
    everything = ask(inspector, CaseQuestion())
    assert names(cases, everything) == ["enquiry", "stopped", "passbook"]
    assert everything.total == 3
    assert names(cases, ask(inspector, CaseQuestion("存折"))) == ["stopped", "passbook"]
    assert facet(ask(inspector, CaseQuestion("存折")), "kind") == {"complaint": 1, "report": 1}


def test_nobody_without_a_post_finds_anything(cases, units, django_user_model):
    nobody = make_person("无岗位")
    root = django_user_model.objects.create_superuser("root", "root@example.org", "x" * 12, name="超级")
    for user in (nobody, root):
        answer = ask(user, CaseQuestion())
        assert (answer.total, answer.hits) == (0, [])
        assert all(group.choices == [] for group in answer.facets)
        assert list(export(user, CaseQuestion())[1]) == []


def test_index_and_database_agree_on_what_each_person_may_see(cases, units):
    staff = make_staff(units, after_filing=True)
    namesake = make_person("王建国", (units["city"], Role.HANDLER))
    both = make_person("两处任职", (units["inspection"], Role.INSPECTOR), (units["county"], Role.EDITOR))
    drain("cases")  # whom words mean is read again when somebody takes office
    case_search.current.engine().refresh(CASES)
    for user in [*staff.values(), namesake, both]:
        visible = set(Case.objects.visible_to(user).values_list("pk", flat=True))
        answer = ask(user, CaseQuestion())
        assert {hit.case.pk for hit in answer.hits} == visible, user
        assert answer.total == len(visible)
        kinds = Case.objects.filter(pk__in=visible).values_list("kind", flat=True)
        assert facet(answer, "kind") == Counter(kinds)
        assert len(list(export(user, CaseQuestion())[1])) == len(visible)
    assert "passbook" not in names(cases, ask(namesake, CaseQuestion()))
    assert ask(both, CaseQuestion()).total < ask(staff["inspector"], CaseQuestion()).total


def test_index_and_database_agree_on_whom_free_words_mean(units, site_engine):
    staff = make_staff(units)
    said = ("和平镇人民政府", "赵测试主任", "民政办小钱", "丙县民政局周测试", "检查组的冯测试")
    made = [
        make_case(kind=kind, respondents=[(None, words)]) for words in said for kind in ("report", "enquiry")
    ]
    # A name that changed and a unit that is left: the user alone hides it.
    made[2].respondents.update(unit=None, name="另一种写法")
    rebuild("cases")
    for user in staff.values():
        visible = set(Case.objects.visible_to(user).values_list("pk", flat=True))
        answer = ask(user, CaseQuestion())
        assert answer.total == len(visible), user
        assert {hit.case.pk for hit in answer.hits} == visible, user
    assert made[2].pk not in {hit.case.pk for hit in ask(staff["handler"], CaseQuestion()).hits}
    assert made[2].pk in {hit.case.pk for hit in ask(staff["county_supervisor"], CaseQuestion()).hits}


def test_an_index_that_lags_shows_no_case_that_the_database_hides(cases, units, inspector):
    Respondent.objects.create(case=cases["stopped"], unit=units["inspection"])
    assert names(cases, ask(inspector, CaseQuestion("存折"))) == ["passbook"]
    assert len(list(export(inspector, CaseQuestion("存折"))[1])) == 1
    enqueue("cases", cases["stopped"].pk)
    for text, total in (("存折", 1), ("", 2)):
        meanwhile = ask(inspector, CaseQuestion(text))
        assert (meanwhile.total, meanwhile.lagging) == (total, 0), "no count tells of it either"
        assert sum(facet(meanwhile, "kind").values()) == sum(facet(meanwhile, "status").values()) == total
    enqueue("cases", cases["passbook"].pk)
    assert ask(inspector, CaseQuestion("存折")).lagging == 1
    drain("cases")
    case_search.current.engine().refresh(CASES)
    assert ask(inspector, CaseQuestion("存折")).total == 1


def test_filters_narrow_and_counts_say_what_another_choice_would_bring(cases, inspector):
    reports = ask(inspector, CaseQuestion(kind=("report",)))
    assert names(cases, reports) == ["passbook"]
    assert facet(reports, "kind") == {"enquiry": 1, "complaint": 1, "report": 1}
    assert facet(reports, "channel") == {"web": 1}
    assert facet(ask(inspector, CaseQuestion()), "region") == {"320722": 2, "320723": 1}
    county = ask(inspector, CaseQuestion(region="320722"))
    assert names(cases, county) == ["stopped", "passbook"]
    assert facet(county, "region") == {"320722100": 1, "320722101": 1}
    assert names(cases, ask(inspector, CaseQuestion(region="320722100201"))) == ["passbook"]
    assert names(cases, ask(inspector, CaseQuestion(region="3208"))) == []
    both = ask(inspector, CaseQuestion(channel=("hotline", "web"), status=("registered", "screening")))
    assert both.total == 3
    assert ask(inspector, CaseQuestion(status=("closed",))).hits == []


def test_days_include_both_ends(cases, inspector):
    assert names(cases, ask(inspector, CaseQuestion(since=date(2026, 10, 1), until=date(2026, 10, 1)))) == [
        "stopped"
    ]
    assert names(cases, ask(inspector, CaseQuestion(since=date(2026, 10, 2)))) == ["enquiry"]
    assert names(cases, ask(inspector, CaseQuestion(until=date(2026, 9, 30)))) == ["passbook"]


def test_the_clock_filters_and_orders(cases, inspector):
    late = ask(inspector, CaseQuestion(clock="late", sort="due"))
    assert "passbook" in names(cases, late)
    due = [hit.deadline.clock.due_on for hit in late.hits]
    assert due == sorted(due)
    assert ask(inspector, CaseQuestion(clock="soon")).total + late.total <= 3


def test_a_case_is_found_by_its_number_and_by_whom_it_accuses(cases, inspector):
    number = cases["passbook"].number
    found = ask(inspector, CaseQuestion(number))
    assert names(cases, found) == ["passbook"]
    assert found.hits[0].number == f"<mark>{number}</mark>"
    accused = ask(inspector, CaseQuestion("王建国"))
    assert names(cases, accused) == ["passbook"]
    assert "<mark>王建国</mark>" in accused.hits[0].respondents


@pytest.mark.parametrize("typed", ["村幹部扣留存摺", "村干部扣留存折", "「低保戶的存摺」", "低保户的存折"])
def test_traditional_and_simplified_characters_find_each_other(cases, inspector, typed):
    narrative = "低保戶的存摺不見了。"
    traditional = make_case(title="村幹部扣留存摺", narrative=narrative, region_code="320722101201")
    enqueue("cases", traditional.pk)
    drain("cases")
    case_search.current.engine().refresh(CASES)
    found = ask(inspector, CaseQuestion(typed))
    assert {hit.case.pk for hit in found.hits} == {cases["passbook"].pk, traditional.pk}
    # What was found is marked as it was written.
    shown = "".join(f"{hit.title}{hit.excerpts}" for hit in found.hits)
    as_written = ("村幹部扣留存摺", "村干部扣留存折") if "扣留" in typed else ("低保戶的存摺", "低保户的存折")
    assert all(f"<mark>{words}</mark>" in shown for words in as_written)


def test_relevance_is_the_title(cases, inspector):
    assert names(cases, ask(inspector, CaseQuestion("存折", sort="title"))) == ["passbook", "stopped"]
    assert names(cases, ask(inspector, CaseQuestion("存折", sort="newest"))) == ["stopped", "passbook"]


def test_pages_are_bounded(units, inspector, site_engine):
    for _number in range(PAGE_SIZE + 1):
        make_case()
    rebuild("cases")
    first = ask(inspector, CaseQuestion())
    assert (len(first.hits), first.page, first.pages, first.total) == (PAGE_SIZE, 1, 2, PAGE_SIZE + 1)
    assert not first.beyond
    last = ask(inspector, CaseQuestion(page=99999))
    assert (len(last.hits), last.page, last.first) == (1, 2, PAGE_SIZE + 1)


# ------------------------------------------------------------------ what the index holds
def test_nothing_of_who_brought_a_case_is_in_its_document(cases):
    name, phone, id_number, address = COMPLAINANT
    case = Case.objects.get(pk=cases["passbook"].pk)
    document = repr(case_document(case)) + repr(read([case.pk]))
    for secret in (name, phone, id_number, address, case.receipt_index, case.pin_hash):
        assert secret not in document
    assert "王建国" in document


def everything_in(path):
    """All that a reader of the index file could make out: every value, texts unpacked, and every word."""
    with sqlite3.connect(path) as connection:
        tables = connection.execute("SELECT name, sql LIKE '%fts5%' FROM sqlite_master WHERE type = 'table'")
        found = []
        for name, has_words in tables.fetchall():
            if has_words:
                connection.execute(f"CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, {name}, row)")
                name = "words"
            found += connection.execute(f"SELECT * FROM {name}").fetchall()
    return "\n".join(str(unpacked(value)) for row in found for value in row)


def unpacked(value):
    """A packed text as text, any other value as it is."""
    with contextlib.suppress(TypeError, zlib.error):
        return zlib.decompress(value).decode()
    return value


def test_nothing_of_who_brought_a_case_is_in_the_file(units, embedded, settings):
    settings.SEARCH_URL, settings.SEARCH_INDEX_PATH = "", embedded.path
    make_cases(units)
    make_case(
        respondents=[(None, f"孙科骗了我{COMPLAINANT[0]}{COMPLAINANT[1]}")],
        complainant=COMPLAINANT,
        narrative="有事",
    )
    rebuild("cases")
    dump = everything_in(embedded.path)
    assert "陈小" not in dump
    assert "小满" not in dump
    assert "陈 小" not in dump
    assert COMPLAINANT[1] not in dump
    assert "建国" in dump


def test_a_name_hides_a_case_whichever_key_was_in_force_when_it_was_indexed(units, site_engine, settings):
    inspector = make_person("周检查", (units["inspection"], Role.INSPECTOR))
    hidden, seen = make_case(), make_case()
    Respondent.objects.create(case=hidden, name="周　检查")
    Respondent.objects.create(case=seen, name="周检")
    rebuild("cases")

    def found():
        answer = ask(inspector, CaseQuestion())
        assert answer.total == len(answer.hits), "no count tells of it"
        return {hit.case.pk for hit in answer.hits}

    Respondent.objects.filter(case=hidden).delete()  # so that the index alone hides it
    assert found() == {seen.pk}
    settings.BLIND_INDEX_OLD_KEYS = [settings.BLIND_INDEX_KEY]
    settings.BLIND_INDEX_KEY = "another key of the index, long enough"
    assert found() == {seen.pk}


def test_a_complainant_cannot_be_searched_for(cases, inspector):
    for text in ("陈小满", "13905180001", "“陈小满”"):
        assert ask(inspector, CaseQuestion(text)).total == 0


def test_an_answer_is_searched_and_a_note_is_not(cases, units, inspector):
    staff = make_staff(units, after_filing=True)
    case = Case.objects.get(pk=cases["stopped"].pk)
    hand_to(case, staff["county_supervisor"], units["county"])
    do_with_reasons(case, "accept", staff["county_supervisor"])
    do_with_reasons(Case.objects.get(pk=case.pk), "note", staff["county_supervisor"], reason="内部备注勿外传")
    do_with_reasons(Case.objects.get(pk=case.pk), "answer", staff["county_supervisor"], text="已经补发到账")
    drain("cases")
    case_search.current.engine().refresh(CASES)
    assert names(cases, ask(inspector, CaseQuestion("补发到账"))) == ["stopped"]
    assert ask(inspector, CaseQuestion("内部备注勿外传")).total == 0


def test_the_number_of_queries_does_not_grow_with_the_hits(
    units, inspector, embedded, settings, django_assert_num_queries
):
    settings.SEARCH_URL, settings.SEARCH_INDEX_PATH = "", embedded.path
    for hits in (1, 3, 15):
        while Case.objects.count() < hits:
            make_case(respondents=[(units["village"].pk, "某人")])
        rebuild("cases")
        inspector = type(inspector).objects.get(pk=inspector.pk)  # with no posts remembered
        if hits > 1:  # the first reads content types, once a process
            with django_assert_num_queries(10):
                assert len(ask(inspector, CaseQuestion()).hits) == hits
        ask(inspector, CaseQuestion())


def test_what_waits_for_a_decision_is_not_found_below_and_is_once_it_is_handed_down(units, site_engine):
    staff = make_staff(units)
    report = make_case(kind="report", title="不对劲的事", narrative="村会计的事，不知道该找谁说。")
    money = make_case(kind="report", title="不对劲的钱", narrative="说不清。", matter="money")
    rebuild("cases")

    def finds(name):
        answer = ask(staff[name], CaseQuestion("不对劲"))
        assert answer.total == len(answer.hits)
        return {hit.case for hit in answer.hits}

    assert finds("handler") == set()
    assert finds("county_supervisor") == {report}
    assert finds("inspector") == {report, money}
    do_with_reasons(report, "screen", staff["county_supervisor"], handling_unit=units["township"])
    drain("cases")
    case_search.current.engine().refresh(CASES)
    assert finds("handler") == {report}
