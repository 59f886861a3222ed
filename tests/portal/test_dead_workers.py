"""A worker that is killed at any step of any task: another does the task, and it is as if nothing had been.

Each step is the moment before a statement that writes: between two of them a kill leaves the same state.
"""

import os
import signal
import threading
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import DatabaseError, OperationalError, connection, connections
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from complaints import tasks as complaint_tasks
from complaints.models import CaseClock
from disclosure import tasks as list_tasks
from disclosure.intake import importing
from disclosure.models import Batch, Recipient, StagedRow
from disclosure.publication import differences, reviewing
from portal import background
from portal.management.commands import db_worker
from portal.models import LivingWorker
from protection.heartbeat import HELD, SHOWN_EVERY, beating
from search.indexing.checking import check
from search.indexing.draining import waiting
from search.indexing.rebuilding import rebuild
from search.models import Change, Lease
from tests.complaints.factories import make_case
from tests.disclosure import lists
from tests.disclosure.conftest import OCTOBER, county  # noqa: F401
from tests.disclosure.lists import household
from tests.portal.test_periodic import DATABASE_TASKS

WRITES = ("INSERT", "UPDATE", "DELETE")
MOST_STEPS = 60
WORKER = "django_tasks_db.management.commands.db_worker.Worker"
BUSY = {"status": "FAILED", "exception_class_path": background.BUSY[0]}


@pytest.fixture(autouse=True)
def _tasks_in_the_database(settings, tmp_path):
    settings.TASKS = DATABASE_TASKS
    settings.SEARCH_URL, settings.SEARCH_INDEX_PATH = "", tmp_path / "search.sqlite3"


# ------------------------------------------------------------------ killing
def work(name: str, kill_before: int | None = None) -> bool:
    """Have a process of its own do all tasks that are ready; whether it came to its end.

    It kills itself before its statement number ``kill_before`` that writes.
    """
    connections.close_all()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            with connection.execute_wrapper(_Killer(kill_before)):
                call_command("db_worker", "--batch", "--no-startup-delay", "--worker-id", name, "-v", "0")
            code = 0
        finally:
            os._exit(code)
    _pid, status = os.waitpid(child, 0)
    assert status in (0, signal.SIGKILL), f"the worker failed: {status}"
    return status == 0


class _Killer:
    def __init__(self, kill_before: int | None) -> None:
        self.left = kill_before

    def __call__(self, execute, sql, params, many, context):
        if self.left is not None and sql.lstrip().upper().startswith(WRITES):
            if self.left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            self.left -= 1
        return execute(sql, params, many, context)


def time_passes() -> None:
    """Let everything that the dead held run out."""
    past = timezone.now() - timedelta(seconds=1)
    LivingWorker.objects.update(until=past)
    Lease.objects.update(until=past)
    Batch.objects.filter(checked_at=None).update(reading_until=past)
    DBTaskResult.objects.filter(status="READY").update(run_after=past)


def kill_at_each_step(begin, must_hold) -> int:
    """``begin(n)`` enqueues a task that a worker is killed in at its n-th step; ``must_hold(n)`` once another
    worker has done what there is. Gives how many steps there were.
    """
    for step in range(MOST_STEPS):
        begin(step)
        ended = work(f"victim-{step}", step)
        time_passes()
        assert work(f"heir-{step}")
        must_hold(step)
        assert not DBTaskResult.objects.exclude(status="SUCCESSFUL").exists()
        if ended:
            return step
    raise AssertionError("it never came to its end")


# ------------------------------------------------------------------ each kind of task
@pytest.mark.forks
@pytest.mark.django_db(transaction=True)
def test_following_the_index(county):  # noqa: F811
    rebuild("cases")
    made = []

    def must_hold(step):
        assert waiting("cases") == 0
        assert not Change.objects.exists()
        parts = list(check("cases"))
        assert sum(part.in_index for part in parts) == len(made) == step + 1
        assert not [pk for part in parts for pk in part.differing]

    assert kill_at_each_step(lambda step: made.append(make_case()), must_hold) > 8


@pytest.mark.forks
@pytest.mark.django_db(transaction=True)
def test_building_the_index_that_is_missing(county, settings, tmp_path):  # noqa: F811
    made = []

    def begin(step):
        settings.SEARCH_INDEX_PATH = tmp_path / f"search-{step}.sqlite3"
        made.append(make_case())

    def must_hold(step):
        assert waiting("cases") == 0
        assert sum(part.in_index for part in check("cases")) == len(made)

    assert kill_at_each_step(begin, must_hold) > 8


@pytest.mark.forks
@pytest.mark.django_db(transaction=True)
def test_reading_a_list(county):  # noqa: F811
    batches = []

    def begin(step):
        file = lists.rural_csv([household(n) for n in range(3)])
        batch = importing.receive_list(
            file, programme=county.programme, region=county.region, month=OCTOBER, user=county.editor
        )
        list_tasks.read_batch.enqueue(batch.pk)
        batches.append(batch)

    def must_hold(step):
        batch = batches[-1]
        batch.refresh_from_db()
        assert batch.is_checked
        assert (batch.accepted_count, batch.refused_count) == (3, 0)
        assert StagedRow.objects.filter(batch=batch).count() == 3
        call_command("take_up_lists")  # what is left of its file goes with the next minute
        batch.refresh_from_db()
        assert not batch.file

    assert kill_at_each_step(begin, must_hold) > 8


@pytest.mark.forks
@pytest.mark.django_db(transaction=True)
def test_publishing_a_list(county):  # noqa: F811
    amounts = {}

    def begin(step):
        amounts[step] = 500 + step
        rows = [{**household(n), "合计（元）": amounts[step]} for n in range(3)]
        batch = importing.import_list(
            lists.rural_csv(rows),
            programme=county.programme,
            region=county.region,
            month=OCTOBER,
            user=county.editor,
        )
        batch = reviewing.submit(batch, county.editor, "更正金额")
        reviewing.approve(batch, county.reviewer, ended=differences.sums(batch).ended)
        list_tasks.publish_batch.enqueue(batch.pk)

    def must_hold(step):
        current = Recipient.objects.current()
        assert {int(row.amount) for row in current} == {amounts[step]}
        assert current.count() == 3
        assert not StagedRow.objects.exists()

    assert kill_at_each_step(begin, must_hold) > 8


@pytest.mark.forks
@pytest.mark.django_db(transaction=True)
def test_recounting_the_clocks(county):  # noqa: F811
    rows = CaseClock.objects.order_by("case_id", "clock").values_list("case_id", "clock", "due_on")
    make_case()
    assert work("first")
    clocks = list(rows)
    assert clocks

    def begin(step):
        CaseClock.objects.all().delete()
        complaint_tasks.recompute_clocks.enqueue()

    def must_hold(step):
        assert list(rows.all()) == clocks

    assert kill_at_each_step(begin, must_hold) > 4


# ------------------------------------------------------------------ whose work it is
@pytest.fixture
def running(db):
    """``running(*workers)``: a task that the last of them has in hand and the others died of."""

    def make(*workers, **fields):
        row = {"status": "RUNNING", "started_at": timezone.now(), "worker_ids": list(workers)}
        row |= {"task_path": "complaints.tasks.recompute_clocks", "args_kwargs": {"args": [], "kwargs": {}}}
        row |= {"backend_name": "default", "run_after": timezone.now()}
        return DBTaskResult.objects.create(**{**row, **fields})

    return make


def test_a_dead_worker_is_known_within_a_minute_and_not_before_its_leases_ran_out():
    assert background.ALIVE >= HELD + SHOWN_EVERY
    assert timedelta(minutes=1) > background.ALIVE + SHOWN_EVERY
    assert timedelta(seconds=20) < HELD  # a writer waits so long for a busy database


@pytest.mark.parametrize(
    ("workers", "fields", "status"),
    [
        (["alive"], {}, "RUNNING"),
        (["alive", "dead"], {}, "READY"),
        (["never heard of"], {}, "READY"),
        (["dead"] * background.MOST_WORKERS, {}, "FAILED"),
        (["alive"], {"status": "SUCCESSFUL"}, "SUCCESSFUL"),
        (["alive"], {"status": "FAILED", "exception_class_path": "builtins.ValueError"}, "FAILED"),
        (["alive"], BUSY, "READY"),
        (
            ["alive"] * background.MOST_WORKERS,
            {"status": "FAILED", "exception_class_path": background.BUSY[0]},
            "FAILED",
        ),
    ],
)
def test_a_task_is_ready_again_when_its_worker_is_not_alive(running, workers, fields, status):
    background.show("alive")
    LivingWorker.objects.create(name="dead", until=timezone.now() - timedelta(seconds=1))
    task = running(*workers, **fields)
    background.take_up()
    task.refresh_from_db()
    assert task.status == status


def test_what_ran_in_its_own_name_is_a_predecessors(running):
    task = running("w")
    background.show("w")
    with background.living("w"):
        task.refresh_from_db()
        assert task.status == "READY"
        assert LivingWorker.objects.filter(name="w").exists()
    assert not LivingWorker.objects.filter(name="w").exists()


def test_a_worker_outlives_a_database_that_is_busy_or_away(db, monkeypatch):
    monkeypatch.setattr(db_worker, "FIRST_PAUSE", 0)
    monkeypatch.setattr(f"{WORKER}.configure_signals", lambda self: None)
    faults = [OperationalError("database is locked"), DatabaseError("the connection is closed")]
    ran = []

    def run(self):
        ran.append(self.worker_id)
        if faults:
            raise faults.pop()

    monkeypatch.setattr(f"{WORKER}.run", run)
    monkeypatch.setattr(connections, "close_all", lambda: None)
    call_command("db_worker", "--no-periodic", "--worker-id", "w", "-v", "0")
    assert ran == ["w"] * 3


@pytest.mark.django_db(transaction=True)
def test_a_beat_that_the_database_refuses_is_not_the_last():
    beats, third = [], threading.Event()

    def beat():
        beats.append(1)
        if len(beats) == 3:
            third.set()
        raise (OperationalError, ValueError)[len(beats) % 2]("not this time")

    with beating("test", beat, every=timedelta(seconds=0.01)):
        assert third.wait(30)
