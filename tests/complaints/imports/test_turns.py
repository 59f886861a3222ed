"""Workers that file some of a file, die, or leave it to the next."""

from datetime import timedelta

import pytest

from complaints import tasks
from complaints.imports import importing, leases
from complaints.models import CaseImport
from organizations.models import Region
from tests.complaints.factories import moment
from tests.complaints.imports.files import FIRST, as_csv, codes, figures


def test_the_next_worker_goes_on_where_one_died(take, admin, monkeypatch):
    rows = [(str(number), *FIRST[1:]) for number in range(1, 7)]
    whole, seen = importing._take, []

    def dies(*args):
        if len(seen) == 3:
            raise KeyboardInterrupt
        seen.append(whole(*args))

    made = importing.receive(as_csv(rows), region=Region.objects.get(pk="3207"), user=admin)
    monkeypatch.setattr(importing, "_take", dies)
    with pytest.raises(KeyboardInterrupt):
        importing.read(made.pk)
    monkeypatch.setattr(importing, "_take", whole)
    made.refresh_from_db()
    assert (made.rows_read, made.finished_at) == (3, None)
    assert importing.read(made.pk).rows_read == 3  # believed to be in hand
    CaseImport.objects.update(reading_until=moment("2024-01-01 00:00"))
    tasks.take_up_imports()
    made.refresh_from_db()
    assert (figures(made), made.rows_read) == ((6, 0, 0, 0), 6)
    assert made.finished_at


def test_a_worker_leaves_it_to_the_next_after_a_turn(take, admin, monkeypatch):
    rows = [(str(number), *FIRST[1:]) for number in range(1, 4)]
    made = importing.receive(as_csv(rows), region=Region.objects.get(pk="3207"), user=admin)
    half = importing.read(made.pk, turn=timedelta(0))
    assert (half.rows_read, half.is_in_hand, half.finished_at) == (1, False, None)
    monkeypatch.setattr(tasks, "TURN", timedelta(0))
    tasks.read_cases_file.enqueue(made.pk)
    assert figures(importing.read(made.pk)) == (3, 0, 0, 0)


def test_what_several_died_of_is_given_up(take, admin):
    made = importing.receive(as_csv([FIRST]), region=Region.objects.get(pk="3207"), user=admin)
    past = {"reading_until": moment("2024-01-01 00:00")}
    CaseImport.objects.update(died=leases.MOST_DEATHS - 1, is_in_hand=True, **past)
    tasks.take_up_imports()
    made.refresh_from_db()
    assert codes(made) == ["cases_left"]
    assert not made.file


def test_whoever_lost_the_file_files_nothing(take, admin):
    made = importing.receive(as_csv([FIRST]), region=Region.objects.get(pk="3207"), user=admin)
    lease = leases.acquire(made.pk)
    CaseImport.objects.update(readings=9)
    with pytest.raises(leases.HandLost), lease.piece():
        pass
