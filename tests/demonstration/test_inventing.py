"""What is invented without a database: the same for the same seed, in real proportions, nobody's numbers."""

import itertools
from collections import Counter
from datetime import date, timedelta

import pytest
from stdnum.cn import ric

from complaints.enums import CaseKind
from demonstration import courses, narratives, staff
from demonstration.courses import Course
from demonstration.households import PROPORTIONS, lists
from demonstration.matters import HELD_BACK, LETTERS, OFFICER, Matters
from demonstration.people import NO_CARRIER, NOWHERE, People
from demonstration.places import HELD_BACK_VILLAGE_OF, LETTERS_FROM, OFFICER_TOWNSHIP, TOWNSHIPS, Village
from demonstration.plan import Plan, moment
from organizations.enums import Role

UNTIL = date(2026, 11, 21)


def some_villages() -> list[Village]:
    """Two villages and a community in each township."""
    made = []
    for township in TOWNSHIPS:
        for number, name in enumerate(["甲庄村委会", "乙庄村委会", "丙园社区居委会", "丁庄村委会"]):
            path = ("江苏省", "连云港市", "某县", f"镇{township}", name)
            made.append(Village(f"{township}{number + 201}", name, path))
    return made


@pytest.fixture(scope="module")
def matters():
    return Matters(Plan(UNTIL), some_villages(), some_villages()).all()


def test_people_bear_numbers_that_are_nobodys():
    people = People(Plan(UNTIL).random("test"))
    made = [people.person(20, 90, UNTIL) for _person in range(500)]
    assert len({person.id_number for person in made}) == 500
    for person in made:
        assert person.id_number.startswith(NOWHERE)
        assert ric.calc_check_digit(person.id_number) == person.id_number[-1]
        assert person.id_number[6:14] == f"{person.born:%Y%m%d}"
        assert person.phone.startswith(NO_CARRIER)
        assert len(person.phone) == 11
        assert timedelta(days=20 * 365) <= UNTIL - person.born <= timedelta(days=91 * 366)
        assert 2 <= len(person.name) <= 3


def test_the_months_are_the_three_before_the_last_day():
    assert Plan(UNTIL).months() == [date(2026, 8, 1), date(2026, 9, 1), date(2026, 10, 1)]
    assert Plan(date(2027, 1, 31)).months() == [date(2026, 10, 1), date(2026, 11, 1), date(2026, 12, 1)]


def test_lists_keep_the_proportions_of_a_real_township():
    first = {}
    for programme, month, rows in lists(Plan(UNTIL), some_villages()):
        first.setdefault(programme, rows)
        assert all(row.since <= month for row in rows)
        assert len({row.id_number for row in rows}) == len(rows)
    total = sum(len(rows) for rows in first.values())
    assert total == pytest.approx(8000, rel=0.01)
    for each in PROPORTIONS:
        rows = first[each.programme]
        assert len(rows) / total == pytest.approx(each.households / 529, rel=0.02)
        assert sum(row.people for row in rows) / len(rows) == pytest.approx(
            each.people / each.households, rel=0.05
        )
        assert sum(row.amount for row in rows) / len(rows) == pytest.approx(
            each.yuan / each.households, rel=0.07
        )


def test_lists_change_a_little_from_month_to_month():
    by_month = [rows for code, _m, rows in lists(Plan(UNTIL), some_villages()) if code == "rural-dibao"]
    for before, after in itertools.pairwise(by_month):
        old, new = ({row.id_number: row for row in rows} for rows in (before, after))
        assert 0 < len(old.keys() - new.keys()) < len(old) * 0.03
        assert 0 < len(new.keys() - old.keys()) < len(old) * 0.03
        assert (
            0 < sum(old[key].amount != new[key].amount for key in old.keys() & new.keys()) < len(old) * 0.04
        )


def test_the_same_seed_invents_the_same(matters):
    again = Matters(Plan(UNTIL), some_villages(), some_villages()).all()
    other = Matters(Plan(UNTIL, seed=7), some_villages(), some_villages()).all()
    assert again == matters
    assert other != matters


def test_a_year_of_cases_on_all_channels(matters):
    assert len(matters) == 800
    assert matters == sorted(matters, key=lambda matter: matter.received_at)
    assert min(m.received_at for m in matters).date() >= UNTIL - timedelta(days=366)
    assert max(m.received_at for m in matters).date() <= UNTIL
    assert set(Counter(m.channel for m in matters)) == {"web", "hotline", "letter", "visit", "transferred"}
    assert set(Counter(m.kind for m in matters)) == set(CaseKind.values)
    kinds = Counter(step.kind for m in matters for step in m.steps)
    wanted = {"accept", "answer", "close", "reopen", "request_extension", "approve_extension", "ask_review"}
    wanted |= {
        "decline",
        "tell_where",
        "lead_in",
        "transfer",
        "refer",
        "ask_complainant",
        "complainant_wrote",
        "call_back",
        "note",
    }
    assert wanted <= set(kinds)


def test_nobody_anonymous_has_a_name(matters):
    for matter in matters:
        assert (matter.complainant is None) == (matter.openness == "anonymous")


def test_narratives_are_filled_and_varied(matters):
    usual = [m for m in matters if m.channel != "letter"]
    assert len({m.narrative for m in usual}) > 0.98 * len(usual)
    assert not any("{" in m.narrative + m.title for m in matters)
    assert all(10 < len(m.narrative) < 500 and len(m.title) <= 120 for m in matters)
    assert not any("{" in step.text + step.reason for m in matters for step in m.steps)


def test_the_steps_of_a_case_follow_each_other_in_office_hours(matters):
    for matter in matters:
        times = [matter.received_at, *(step.at for step in matter.steps)]
        assert times == sorted(times)
        for step in matter.steps:
            if step.by != courses.COMPLAINANT:
                assert step.at.weekday() < 5
                assert 8 <= step.at.hour < 18


def test_the_three_stories_are_there(matters):
    held_back = [m for m in matters if (None, "赵守仓") in [(None, n) for _u, n in m.accused]]
    officer = [m for m in matters if (None, staff.OFFICER) in m.accused]
    letters = [
        m
        for m in matters
        if m.village.township == LETTERS_FROM and m.channel == "letter" and not m.complainant
    ]
    assert len(held_back) == HELD_BACK
    assert {m.village.township for m in held_back} == {HELD_BACK_VILLAGE_OF}
    assert len({m.village.code for m in held_back}) == 1
    assert len(officer) == OFFICER
    assert len({m.village.code for m in officer}) == 4
    assert {m.village.township for m in officer} == {OFFICER_TOWNSHIP}
    same = Counter(m.narrative for m in letters).most_common(1)[0]
    assert same[1] == LETTERS
    days = [m.received_at.date() for m in letters if m.narrative == same[0]]
    assert max(days) - min(days) <= timedelta(days=9)


def test_some_answers_come_twice_in_the_same_words(matters):
    def answers(matter):
        return [step.text for step in matter.steps if step.kind == "answer"]

    assert any(len(answers(m)) == 2 and len(set(answers(m))) == 1 for m in matters)


def test_office_hours_skip_weekends_and_nights():
    saturday_night = moment(date(2026, 11, 21), 22)
    course = Course(Plan(UNTIL).random("hours"), saturday_night, {})
    course.add("accept", 0, courses.HANDLER)
    assert course.steps[0].at.date() == date(2026, 11, 23)
    late = Course(Plan(UNTIL).random("hours"), moment(date(2026, 11, 20), 18), {})
    late.add("accept", 0, courses.HANDLER)
    assert late.steps[0].at.date() == date(2026, 11, 23)


def test_a_village_as_people_say_it():
    said = {
        "刘庄村委会": "刘庄村",
        "东园社区居委会": "东园社区",
        "双河居委会": "双河社区",
        "场属社区": "场属社区",
    }
    assert {name: narratives.spoken(name) for name in said} == said


def test_every_role_has_an_account():
    assert {account.role for account in staff.ACCOUNTS} == set(Role)
    assert len({account.username for account in staff.ACCOUNTS}) == len(staff.ACCOUNTS)
    assert len({account.name for account in staff.ACCOUNTS}) == len(staff.ACCOUNTS)
