"""Before due, due, overdue: who has to look at a case, from the first minute on, and the nightly proof."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from complaints.clocks import calendars, ladder
from complaints.enums import OPEN_STATUSES, Rung
from complaints.handling import climbing
from complaints.models import Case
from tests.complaints.factories import do_with_reasons, make_case, make_complaint
from tests.tables import rows_beside

ROWS = rows_beside(__file__, "ladder.csv")


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["what"])
def test_the_ladder(prepared, row):
    case = ladder.Standing(
        row["status"] in OPEN_STATUSES, row["status"], day(row["free_since"]), day(row["due"])
    )
    found = ladder.rung_of(case, day(row["today"]), calendars.load())
    assert (found or "") == row["rung"]


def test_every_rule_names_its_source_and_each_rung_is_reached():
    assert all(row.why for row in ladder.TABLE.rows)
    assert {row.rung for row in ladder.TABLE.rows} == set(Rung)


def test_what_nobody_has_stands_on_it_from_the_first_minute(units, staff):
    unscreened, unassigned = make_complaint_unscreened(), make_case()
    assert [case.rung for case in (unscreened, unassigned)] == [Rung.HEAD, Rung.HEAD]
    do_with_reasons(unassigned, "accept", staff["handler"])
    assert unassigned.free_since is None
    assert unassigned.rung != Rung.HEAD
    do_with_reasons(unassigned, "transfer", staff["supervisor"], unit=units["county"])
    assert (unassigned.rung, unassigned.free_since) == (Rung.HEAD, timezone.localdate())


def make_complaint_unscreened() -> Case:
    return make_case(kind="complaint")


def test_what_ends_or_is_merged_leaves_it_at_once(units, staff):
    first = make_case(received_at=timezone.now() - timedelta(days=1))
    second = make_case()
    assert second.rung == Rung.HEAD
    do_with_reasons(second, "merge", staff["handler"], other=first.pk)
    assert second.rung is None
    do_with_reasons(first, "answer", staff["handler"], outcome=None)
    assert first.rung is None
    ended = make_complaint()
    do_with_reasons(ended, "decline", staff["handler"])
    assert ended.rung is None


def told(**options) -> str:
    said = StringIO()
    call_command("climb_ladder", stdout=said, **options)
    return said.getvalue()


def test_the_nightly_command_proves_that_it_ran(units, staff):
    case = make_case(received_at=timezone.now() - timedelta(days=30))
    assert (case.rung, case.free_since) == (Rung.ABOVE, timezone.localdate(case.received_at))
    Case.objects.filter(pk=case.pk).update(rung=None)
    with pytest.raises(CommandError):
        told(check=True)
    assert "1" in told()
    case.refresh_from_db()
    assert case.rung == Rung.ABOVE
    told(check=True)
    assert climbing.climb() == 0, "a second run moves nothing"
    Case.objects.filter(pk=case.pk).update(rung=None)
    with pytest.raises(CommandError):
        told(check=True)


def test_who_stands_above_finds_what_climbed_to_them(client, units, staff):
    case = make_case()
    Case.objects.filter(pk=case.pk).update(free_since=timezone.localdate() - timedelta(days=30))
    climbing.climb()
    client.force_login(staff["county_supervisor"])
    page = client.get(reverse("case:index") + "?due=supervised")
    assert [found.pk for found in page.context["object_list"]] == [case.pk]
    client.force_login(staff["other_county_supervisor"])
    page = client.get(reverse("case:index") + "?due=supervised")
    assert list(page.context["object_list"]) == []


def test_time_alone_moves_what_nobody_touches(units, staff):
    case = make_case()
    do_with_reasons(case, "accept", staff["handler"])
    case.refresh_from_db()
    calendar, moved = calendars.load(), []
    for late in (-10, 0, 30):
        climbing.climb(case.due_first + timedelta(days=late))
        case.refresh_from_db()
        moved.append(case.rung)
    assert moved[1:] == [Rung.HEAD, Rung.ABOVE]
    assert calendar.is_working(case.due_first)
