"""Clocks follow from events: what starts, stops, extends and restarts them, and what does not."""

from datetime import date

import pytest
from django.core.management import call_command

from complaints import routing
from complaints.clocks import calendars, extending, progress, projection, situations, standards
from complaints.enums import CaseKind, CaseStatus, ClockKind, EventKind, Matter
from complaints.handling import arriving, casework, guards
from complaints.handling.attempted import AttemptedAct
from complaints.history import History
from complaints.models import CalendarDay, CalendarYear, Case, CaseClock, ServiceStandard
from tests.complaints.factories import do_with_reasons, make_case, make_complaint, moment


def clock(case, kind="decide"):
    return case.clocks.get(clock=kind)


def days_of(case):
    return {
        row.clock: (row.due_on.isoformat(), row.stopped_on and row.stopped_on.isoformat())
        for row in case.clocks.all()
    }


@pytest.mark.parametrize(
    ("kind", "inform", "decide"),
    [
        # Received on Tuesday 1 September 2026, accepted on Thursday 3 September.
        (CaseKind.ENQUIRY, "2026-09-02", "2026-09-04"),
        (CaseKind.COMPLAINT, "2026-09-16", "2026-11-02"),
        (CaseKind.REPORT, "2026-09-16", "2026-11-02"),
    ],
)
def test_each_kind_has_its_standards(units, staff, kind, inform, decide):
    case = make_case(kind=kind, received_at=moment("2026-09-01 16:00"))
    if case.status == CaseStatus.SCREENING:
        screened_at = moment("2026-09-02 10:00")
        do_with_reasons(
            case, "screen", staff["county_supervisor"], handling_unit=units["county"], at=screened_at
        )
    do_with_reasons(case, "accept", staff["county_supervisor"], at=moment("2026-09-03 10:00"))
    assert days_of(case) == {"inform": (inform, "2026-09-03"), "decide": (decide, None)}


def test_every_kind_has_its_two_clocks():
    rows = [row.standard() for row in standards.TABLE.rows]
    for kind in CaseKind:
        for name in ClockKind:
            assert standards.applicable(rows, standards.Situation(kind), name, date(2026, 11, 22)), (
                kind,
                name,
            )
    assert all(row.legal_basis for row in rows)


def test_late_in_the_evening_is_still_that_day_in_shanghai(units):
    """23:30 in Shanghai is 15:30 UTC of the same day, 00:30 is the day before in UTC."""
    for at, day in (("2026-09-01 23:30", 1), ("2026-09-02 00:30", 2)):
        case = make_complaint(received_at=moment(at))
        assert clock(case, "inform").starts_on == date(2026, 9, day)


def test_no_comment_and_no_second_acceptance_restarts_a_clock(units, staff):
    """Traps seen elsewhere: counted from "last modified"; a transfer that starts the time anew."""
    case = make_complaint(received_at=moment("2026-09-01 09:00"))
    do_with_reasons(case, "accept", staff["handler"], at=moment("2026-09-02 09:00"))
    due = clock(case).due_on
    do_with_reasons(case, "note", staff["handler"], at=moment("2026-09-20 09:00"))
    do_with_reasons(case, "ask_complainant", staff["handler"], at=moment("2026-09-21 09:00"))
    do_with_reasons(case, "complainant_wrote", None, at=moment("2026-09-22 09:00"))
    do_with_reasons(case, "transfer", staff["handler"], unit=units["county"], at=moment("2026-09-23 09:00"))
    do_with_reasons(case, "accept", staff["county_supervisor"], at=moment("2026-09-24 09:00"))
    assert (clock(case).due_on, clock(case).starts_on) == (due, date(2026, 9, 2))


def test_a_case_that_nobody_accepts_becomes_late(units, staff):
    """A trap seen elsewhere: unassigned cases that never escalate."""
    case = make_complaint(received_at=moment("2026-09-01 09:00"))
    assert list(Case.objects.late(date(2026, 9, 16))) == []
    assert list(Case.objects.late(date(2026, 9, 17))) == [case]
    assert list(Case.objects.due_soon(date(2026, 9, 16), date(2026, 9, 16))) == [case]


def test_an_answer_stops_the_clock_and_reopening_lets_it_go_on_to_the_same_day(units, staff):
    """Reopening or a new answer does not start it anew (信访工作条例 34)."""
    case = make_complaint(received_at=moment("2026-09-01 09:00"))
    do_with_reasons(case, "accept", staff["handler"], at=moment("2026-09-02 09:00"))
    promised = clock(case).due_on
    for day in (10, 20):
        do_with_reasons(case, "answer", staff["handler"], at=moment(f"2026-09-{day} 09:00"))
        assert clock(case).stopped_on == date(2026, 9, day)
        do_with_reasons(case, "close", staff["handler"], at=moment(f"2026-09-{day + 1} 09:00"))
        do_with_reasons(case, "reopen", staff["supervisor"], at=moment(f"2026-09-{day + 4} 09:00"))
        assert (clock(case).starts_on, clock(case).due_on) == (date(2026, 9, 2), promised)
        assert clock(case).stopped_on is None


def test_what_was_not_accepted_begins_when_it_is_reopened(units, staff):
    case = make_complaint(received_at=moment("2026-09-01 09:00"))
    do_with_reasons(case, "decline", staff["supervisor"], ground="pending", at=moment("2026-09-02 09:00"))
    do_with_reasons(case, "reopen", staff["supervisor"], at=moment("2026-09-14 09:00"))
    assert (clock(case).starts_on, clock(case).stopped_on) == (date(2026, 9, 14), None)


def test_a_reopened_case_is_not_extended_a_second_time(units, staff):
    case = make_complaint(received_at=moment("2026-09-01 09:00"))
    do_with_reasons(case, "accept", staff["handler"], at=moment("2026-09-02 09:00"))
    do_with_reasons(case, "request_extension", staff["handler"], days=5, at=moment("2026-09-03 09:00"))
    do_with_reasons(case, "approve_extension", staff["supervisor"], at=moment("2026-09-04 09:00"))
    promised = clock(case).due_on
    do_with_reasons(case, "answer", staff["handler"], at=moment("2026-09-10 09:00"))
    do_with_reasons(case, "close", staff["handler"], at=moment("2026-09-11 09:00"))
    do_with_reasons(case, "reopen", staff["supervisor"], at=moment("2026-09-14 09:00"))
    assert clock(case).due_on == promised
    assert casework.problems(case, "request_extension", staff["handler"])


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({}, False),
        ({"matter": Matter.LIST}, False),
        ({"matter": Matter.OTHER}, False),
        ({"kind": CaseKind.OBJECTION}, True),
        ({"kind": CaseKind.REPORT}, True),
        ({"matter": Matter.CONDUCT}, True),
        ({"matter": Matter.MONEY}, True),
    ],
)
def test_only_what_somebody_asks_for_is_extended(units, staff, changes, refused):
    case = make_complaint()
    do_with_reasons(case, "accept", staff["handler"])
    for name, value in changes.items():
        setattr(case, name, value)
    found = guards.request_extension(AttemptedAct(case, "", None, History.of(case), case.received_at.date()))
    assert bool(list(found)) == refused


def test_what_words_raise_later_moves_no_date(units, staff):
    """The time of a complaint about staff is shorter; one that became so keeps what was promised."""
    case = make_complaint(received_at=moment("2026-12-02 09:00"))
    do_with_reasons(case, "accept", staff["handler"], at=moment("2026-12-02 10:00"))
    promised = clock(case).due_on
    first = routing.FirstHands(units["county"], screened=True, why="")
    arriving.raise_to(case, first, Matter.CONDUCT, at=moment("2026-12-03 09:00"))
    assert case.matter == Matter.CONDUCT
    assert clock(case).due_on == promised
    assert [each.matter for each in situations.along(case, list(case.events.order_by("sequence")), [])] == [
        *3 * ["assistance"],
        "conduct",
    ]


def test_a_discipline_organ_has_its_own_time_to_tell(units, staff):
    """The 15 working days of discipline organs hold where one has the report, and nowhere else."""
    rows = standards.load()
    for kind, due_on in (("bureau", "2026-09-16"), ("inspection", "2026-09-21")):
        situation = standards.Situation(CaseKind.REPORT, held_by=kind)
        row = standards.applicable(rows, situation, ClockKind.INFORM, date(2026, 9, 1))
        run = projection.Run(row, date(2026, 9, 1), None, None)
        assert run.due(calendars.load()).date.isoformat() == due_on


def test_an_extension_is_counted_from_the_unmoved_end(units, staff):
    case = make_complaint(received_at=moment("2026-08-07 09:00"))
    do_with_reasons(case, "accept", staff["handler"], at=moment("2026-08-08 09:00"))
    assert clock(case).due_on == date(2026, 10, 8)  # 7 October lies in the holiday
    do_with_reasons(case, "request_extension", staff["handler"], days=30, at=moment("2026-09-01 09:00"))
    assert extending.new_due(case, History.of(case)).date == date(2026, 11, 6)
    do_with_reasons(case, "approve_extension", staff["supervisor"], at=moment("2026-09-02 09:00"))
    assert clock(case).due_on == date(2026, 11, 6)
    assert projection.ClockCourse.of(case).due("decide", calendars.load()).date == date(2026, 11, 6)
    assert extending.new_due(case, History.of(case)) is None


def test_a_request_that_was_refused_gives_no_new_date(units, staff):
    case = make_complaint()
    do_with_reasons(case, "accept", staff["handler"])
    do_with_reasons(case, "request_extension", staff["handler"], days=30)
    assert extending.new_due(case, History.of(case)) is not None
    do_with_reasons(case, "refuse_extension", staff["supervisor"])
    assert extending.new_due(case, History.of(case)) is None


def test_a_review_has_its_own_clock_and_no_extension(units, staff):
    case = make_complaint(received_at=moment("2026-06-01 09:00"))
    do_with_reasons(case, "accept", staff["handler"], at=moment("2026-06-02 09:00"))
    do_with_reasons(case, "answer", staff["handler"], at=moment("2026-06-10 09:00"))
    do_with_reasons(case, "ask_review", None, at=moment("2026-06-15 09:00"))
    assert clock(case, "review").due_on == date(2026, 7, 15)
    given = moment("2026-06-19 09:00")
    do_with_reasons(case, "assign", staff["county_supervisor"], handler=staff["county_handler"], at=given)
    assert casework.problems(case, "request_extension", staff["county_handler"])
    assert clock(case, "decide").stopped_on == date(2026, 6, 10)


def test_a_date_in_a_year_without_notice_is_provisional_until_it_is_loaded(units, staff):
    case = make_complaint(received_at=moment("2026-11-10 09:00"))
    do_with_reasons(case, "accept", staff["handler"], at=moment("2026-11-11 09:00"))
    assert (clock(case).due_on, clock(case).provisional) == (date(2027, 1, 11), True)
    CalendarDay.objects.create(date=date(2027, 1, 11), is_working=False, note="测试假日")
    assert projection.recompute() == 1
    # One day of a year is not its notice: a holiday that nobody typed may still move the date.
    assert (clock(case).due_on, clock(case).provisional) == (date(2027, 1, 12), True)
    moved = progress.promises(case)[0]
    assert moved.moved_from == "2027年1月11日"
    CalendarYear.objects.create(year=2027)
    assert projection.recompute() == 1
    assert (clock(case).due_on, clock(case).provisional) == (date(2027, 1, 12), False)
    assert projection.recompute() == 0
    assert clock(case).moved_from == date(2027, 1, 11)
    assert clock(case, "inform").moved_from is None
    extended = {"days": 10, "at": moment("2026-12-01 09:00")}
    do_with_reasons(case, "request_extension", staff["handler"], **extended)
    do_with_reasons(case, "approve_extension", staff["supervisor"], at=moment("2026-12-02 09:00"))
    assert clock(case).moved_from is None, "by an act, and not by the calendar"


def test_a_new_version_holds_for_clocks_that_start_from_its_day_on(units, staff):
    """A trap seen elsewhere: a changed standard that leaves the old due date."""
    earlier = make_complaint(received_at=moment("2026-09-01 09:00"))
    later = make_complaint(received_at=moment("2026-09-10 09:00"))
    ServiceStandard.objects.create(
        kind="complaint",
        clock="inform",
        version=3,
        valid_from=date(2026, 9, 5),
        days=7,
        unit="working",
        starts_with=["register"],
        stops_with=["accept"],
        legal_basis="测试规定第一条",
    )
    assert projection.recompute() == 1
    assert clock(earlier, "inform").due_on == date(2026, 9, 16)
    # The seventh working day is a make-up Sunday.
    assert (clock(later, "inform").due_on, clock(later, "inform").standard.version) == (date(2026, 9, 20), 3)


def test_the_projection_can_be_thrown_away(units, staff, capsys):
    case = make_complaint()
    do_with_reasons(case, "accept", staff["handler"])
    before = days_of(case)
    CaseClock.objects.all().delete()
    call_command("recompute_clocks")
    assert days_of(case) == before
    CaseClock.objects.filter(clock="inform").update(clock="review")  # something that no event speaks of
    call_command("recompute_clocks")
    assert days_of(case) == before


def test_a_standard_of_an_earlier_day_is_better_than_none(units):
    case = make_complaint(received_at=moment("2021-05-10 09:00"))
    assert clock(case, "inform").standard.version == 2
    assert projection.ClockCourse.of(case).run("review") is None
    assert extending.new_due(case, History.of(case)) is None


def test_without_standards_no_clock_runs(units):
    ServiceStandard.objects.all().delete()
    assert not make_complaint().clocks.exists()


def test_a_standard_names_its_events():
    row = ServiceStandard(starts_with=["register"], stops_with=["answer"])
    assert row.starts(EventKind.REGISTER)
    assert not row.starts(EventKind.ANSWER)
    assert row.stops(EventKind.ANSWER)
