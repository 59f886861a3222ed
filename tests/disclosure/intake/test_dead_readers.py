"""A worker that dies while it reads a list: what it had in hand is taken up again, or told and swept."""

import contextlib
import os
import signal
import subprocess
import sys
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from disclosure import tasks
from disclosure.intake import checking, importing, leases, storing
from disclosure.models import Batch, StagedRow
from disclosure.problems import NOT_READ, Problem
from disclosure.publication import reviewing
from tests.disclosure import lists
from tests.disclosure.conftest import NOVEMBER
from tests.disclosure.lists import GOOD, household

pytestmark = pytest.mark.django_db


@pytest.fixture
def received(county):
    """A batch that waits to be read; its file is kept."""
    return importing.receive_list(
        lists.rural_csv([GOOD, household(2)]),
        programme=county.programme,
        region=county.region,
        month=NOVEMBER,
        user=county.editor,
    )


def its_reader_dies(batch):
    """Somebody took it up and was never heard of again: their time has passed."""
    assert leases.acquire(batch.pk)
    Batch.objects.filter(pk=batch.pk).update(reading_until=timezone.now() - timedelta(seconds=1))


def test_nobody_else_reads_what_is_in_hand(received):
    lease = leases.acquire(received.pk)
    assert leases.acquire(received.pk) is None
    assert not importing.read_received(received.pk).is_checked
    assert tasks.take_up_abandoned() == 0
    assert lease.locked() == received


def test_a_reader_shows_that_it_still_reads(received):
    lease = leases.acquire(received.pk)
    until = Batch.objects.get(pk=received.pk).reading_until
    lease.renew()
    assert Batch.objects.get(pk=received.pk).reading_until == until
    lease.renewed_at -= leases.RENEWED_EVERY
    lease.renew()
    assert Batch.objects.get(pk=received.pk).reading_until > until


def test_what_a_dead_reader_had_in_hand_is_read_by_the_next(
    received, county, client, django_capture_on_commit_callbacks
):
    its_reader_dies(received)
    client.force_login(county.editor)
    with django_capture_on_commit_callbacks(execute=True):
        client.get(reverse("batch:inspect", args=[received.pk]))
    received.refresh_from_db()
    assert received.is_checked
    assert (received.accepted_count, received.refused_count) == (2, 0)
    assert not received.file


def test_a_late_reader_does_not_store_over_the_next(received):
    late = leases.acquire(received.pk)
    its = Batch.objects.filter(pk=received.pk)
    its.update(reading_until=timezone.now() - timedelta(seconds=1))
    assert leases.release(received.pk)
    importing.read_received(received.pk)
    assert late.locked() is None
    assert StagedRow.objects.filter(batch=received).count() == 2


@pytest.mark.parametrize("pieces", range(3))
def test_a_reader_that_dies_between_two_pieces_leaves_nothing_twice(county, received, pieces, monkeypatch):
    monkeypatch.setattr(checking, "PIECE", 1)
    store, stored = storing.store_rows, []

    def dies(*piece):
        if len(stored) == pieces:
            raise KeyboardInterrupt
        stored.append(store(*piece))

    with monkeypatch.context() as dying:
        dying.setattr(storing, "store_rows", dies)
        dying.setattr(importing, "_finish", dies)
        with contextlib.suppress(KeyboardInterrupt):
            importing.read_received(received.pk)
    assert StagedRow.objects.filter(batch=received).count() == min(pieces, 2)
    assert not Batch.objects.get(pk=received.pk).is_checked
    Batch.objects.filter(pk=received.pk).update(reading_until=timezone.now() - timedelta(seconds=1))
    assert leases.release(received.pk)
    batch = importing.read_received(received.pk)
    assert (batch.accepted_count, batch.refused_count) == (2, 0)
    assert list(batch.staged_rows.values_list("row", flat=True)) == [2, 3]


def test_a_batch_withdrawn_between_two_pieces_keeps_no_rows(
    county, received, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(checking, "PIECE", 1)
    store = storing.store_rows

    def withdrawn(*piece):
        store(*piece)
        reviewing.withdraw(received, county.editor)

    monkeypatch.setattr(storing, "store_rows", withdrawn)
    with django_capture_on_commit_callbacks(execute=True):
        assert importing.read_received(received.pk).accepted_count == 0
    assert not StagedRow.objects.exists()


@pytest.mark.parametrize("look", ["inspect", "index", "worker"])
def test_a_file_that_several_died_of_is_told_and_swept(
    received, county, client, upload, look, django_capture_on_commit_callbacks
):
    storage, name = received.file.storage, received.file.name
    Batch.objects.filter(pk=received.pk).update(readings=leases.MOST_READINGS - 1)
    its_reader_dies(received)
    client.force_login(county.editor)
    if look == "worker":
        call_command("take_up_lists")
    else:
        client.get(reverse(f"batch:{look}", args=[received.pk] if look == "inspect" else []))
    received.refresh_from_db()
    assert received.is_checked
    assert received.refused_rows.get().code == "file_reader_died"
    assert not storage.exists(name)
    page = client.get(reverse("batch:inspect", args=[received.pk])).content.decode()
    assert "没读完就中断了" in page
    assert "请把原文件重新上传" in page
    assert f'href="{reverse("batch:add")}">重新上传' in page
    # … and it can be tried again.
    with django_capture_on_commit_callbacks(execute=True):
        upload(lists.rural_csv([household(4)]), month="2026-11")
    assert Batch.objects.exclude(pk=received.pk).get().accepted_count == 1


@pytest.mark.parametrize("code", sorted(NOT_READ))
def test_who_only_reviews_is_told_whose_turn_it_is(received, county, seen, code):
    importing.give_up(received.pk, Problem(code, params={"times": leases.MOST_READINGS}))
    page = seen(county.reviewer, "inspect", received.pk)
    assert "文件没有读完，已经删除。要由信息公开员重新上传。" in page
    assert "请把原文件重新上传" not in page
    assert reverse("batch:add") not in page


def test_a_file_that_is_at_fault_is_to_be_corrected(received, county, seen):
    importing.give_up(received.pk, Problem("file_broken"))
    page = seen(county.editor, "inspect", received.pk)
    assert "请改正文件" in page
    assert "请把原文件重新上传" not in page


def test_one_that_waits_for_a_worker_is_not_given_up(received, django_capture_on_commit_callbacks):
    """No worker runs: each look asks for one again, and none of that counts as a reading."""
    for _ in range(5):
        Batch.objects.filter(pk=received.pk).update(reading_until=timezone.now() - timedelta(seconds=1))
        assert tasks.take_up_abandoned() == 1
        assert tasks.take_up_abandoned() == 0
    received.refresh_from_db()
    assert not received.is_checked
    assert received.readings == 0


def test_one_from_before_there_were_leases_is_taken_up(received, django_capture_on_commit_callbacks):
    Batch.objects.filter(pk=received.pk).update(reading_until=None)
    with django_capture_on_commit_callbacks(execute=True):
        assert tasks.take_up_abandoned() == 1
    received.refresh_from_db()
    assert received.accepted_count == 2


KILLED = """
import sys, django
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
django.setup()
from disclosure.intake import checking, importing
if sys.argv[3] == "reading":
    real = checking.ListCheck.rows
    def rows(self, table):
        for count, outcome in enumerate(real(self, table)):
            if count == 500:
                print("now", flush=True); sys.stdin.read()
            yield outcome
    checking.ListCheck.rows = rows
else:
    def pause(*_args, **_facts):
        print("now", flush=True); sys.stdin.read()
    if sys.argv[3] == "storing":
        importing.audit.record = pause
    else:
        importing.kept_files.forget = pause
importing.read_received(int(sys.argv[2]))
"""


def killed(county, when):
    """A batch whose reader was ended by SIGKILL at that moment."""
    batch = importing.receive_list(
        lists.rural_csv([household(n) for n in range(800)]),
        programme=county.programme,
        region=county.region,
        month=NOVEMBER,
        user=county.editor,
    )
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "portal.settings.test"}
    environment["TEST_DATA_DIR"] = str(settings.DATA_DIR)
    name = str(connection.settings_dict["NAME"])
    worker = subprocess.Popen(
        [sys.executable, "-c", KILLED, name, str(batch.pk), when],
        env=environment,
        cwd=settings.BASE_DIR,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert "now" in worker.stdout.readline()
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    batch.refresh_from_db()
    return batch


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("when", ["reading", "storing"])
def test_killed_while_it_reads_or_stores(county, when):
    """SIGKILL in the middle of the file, or of the last transaction that stores it: nothing half counts,
    nobody is locked out, and the next reader reads it.
    """
    batch = killed(county, when)
    assert (batch.is_checked, batch.is_in_hand, batch.readings) == (False, True, 1)
    assert (batch.accepted_count, batch.refused_count) == (0, 0)
    assert "still_reading" in reviewing.reasons_against("submit", batch, county.editor)
    assert StagedRow.objects.exists() == (when == "storing")
    assert batch.file.storage.exists(batch.file.name)
    assert tasks.take_up_abandoned() == 0
    Batch.objects.update(reading_until=timezone.now() - timedelta(seconds=1))
    assert tasks.take_up_abandoned() == 1  # the test's backend runs the task at once
    batch.refresh_from_db()
    assert batch.is_checked
    assert batch.accepted_count + batch.refused_count == 800
    assert StagedRow.objects.filter(batch=batch).count() == batch.accepted_count
    assert not batch.file


def test_the_row_that_names_a_file_is_there_before_it(county, received, monkeypatch):
    """So a process that dies between the two leaves no file that nobody knows of."""
    storage, known = received.file.storage, []

    def full(name, content):
        known.append(Batch.objects.filter(file=name).exists())
        raise OSError("no space left on device")

    monkeypatch.setattr(type(storage), "save", lambda self, name, content: full(name, content))
    with pytest.raises(OSError, match="no space"):
        importing.receive_list(
            lists.rural_csv([GOOD]),
            programme=county.programme,
            region=county.region,
            month=NOVEMBER,
            user=county.editor,
        )
    batch = Batch.objects.exclude(pk=received.pk).get()
    assert known == [True]
    assert batch.refused_rows.get().code == "file_unread"
    assert not batch.file


@pytest.mark.django_db(transaction=True)
def test_killed_before_it_deletes_the_file(county):
    batch = killed(county, "deleting")
    name = batch.file.name
    assert batch.is_checked
    assert batch.file.storage.exists(name)
    call_command("take_up_lists")
    batch.refresh_from_db()
    assert not batch.file.storage.exists(name)
    assert not batch.file
    assert batch.accepted_count + batch.refused_count == 800
