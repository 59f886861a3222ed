"""The outbox: what changed reaches the index, whatever stands in the way."""

import logging
import threading
import time
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection, transaction
from django.utils import timezone

from complaints.models import Case
from search import tasks
from search.engines import current
from search.engines.engine import EngineUnreachable, IndexMissing
from search.engines.query import parse
from search.engines.schema import Search, Sort
from search.indexing import draining, sources
from search.indexing.draining import drain, next_version, waiting
from search.indexing.leases import LeaseLost, acquire
from search.indexing.outbox import enqueue
from search.indexing.rebuilding import rebuild
from search.models import Change, Lease, SearchIndex
from search.workbench.case_documents import CASES
from tests.complaints.factories import do_with_reasons, make_case, make_staff
from tests.organizations.factories import make_places, make_units

pytestmark = pytest.mark.django_db


@pytest.fixture
def units(prepared):
    make_places()
    return make_units()


@pytest.fixture
def index(site_engine, units):
    """An empty index of cases on each engine."""
    rebuild("cases")
    return site_engine


def found(index, text=""):
    index.refresh(CASES)
    return list(index.search(CASES, Search(parse(text), Sort("received_at"))).ids)


def test_a_filed_case_is_found_once_the_index_has_followed(index):
    case = make_case(title="低保金被村里扣下")
    assert waiting("cases") >= 1
    assert found(index, "扣下") == []
    assert drain("cases") == 1
    assert found(index, "扣下") == [case.pk]
    assert found(index, case.number) == [case.pk]
    assert (waiting("cases"), drain("cases")) == (0, 0)


def test_an_act_on_a_case_reaches_the_index(index, units):
    staff = make_staff(units)
    case = make_case(region_code="320722100201")
    drain("cases")
    do_with_reasons(case, "accept", staff["supervisor"])
    drain("cases")
    index.refresh(CASES)
    handled = Search(parse(""), Sort("received_at"), selected={"status": ("handling",)})
    assert index.search(CASES, handled).ids == (case.pk,)


def test_a_change_that_is_undone_leaves_nothing_in_the_outbox(units):
    case = make_case()
    Change.objects.all().delete()
    with transaction.atomic():
        enqueue("cases", case.pk)
        transaction.set_rollback(True)
    assert waiting("cases") == 0


def test_what_is_gone_from_the_database_goes_from_the_index(index, monkeypatch):
    case = make_case()
    drain("cases")
    monkeypatch.setattr("search.workbench.case_documents.Case.objects", Case.objects.none())
    enqueue("cases", case.pk)
    drain("cases")
    assert found(index) == []


def test_a_crash_after_the_write_only_repeats_it(index, monkeypatch):
    case = make_case()
    written = []
    write = type(index).write

    def crash(self, *arguments):
        write(self, *arguments)
        written.append(arguments[1])
        if len(written) == 1:
            raise KeyboardInterrupt

    monkeypatch.setattr(type(index), "write", crash)
    with pytest.raises(KeyboardInterrupt):
        drain("cases")
    assert waiting("cases") >= 1
    assert drain("cases") == 1
    assert written[1] > written[0]
    assert found(index) == [case.pk]


def test_a_change_during_the_write_keeps_its_row(index, monkeypatch):
    case = make_case()
    write = type(index).write

    def change_meanwhile(self, *arguments):
        monkeypatch.setattr(type(index), "write", write)
        Case.objects.filter(pk=case.pk).update(title="改过的标题")
        enqueue("cases", case.pk)
        write(self, *arguments)

    monkeypatch.setattr(type(index), "write", change_meanwhile)
    assert drain("cases") == 2
    assert found(index, "改过的标题") == [case.pk]


def test_two_workers_do_not_tread_on_each_other(units):
    enqueue("cases", 1)
    with acquire("cases/follow") as lease:
        assert lease is not None
        assert drain("cases") == 0
    assert waiting("cases") == 1


def test_a_lease_of_a_dead_worker_runs_out(units):
    Lease.objects.create(name="x", holder="dead", until=timezone.now() - timedelta(seconds=1))
    with acquire("x") as lease:
        assert lease is not None
        lease.renew()
        with acquire("x") as second:
            assert second is None
        Lease.objects.filter(name="x").update(holder="thief")
        with pytest.raises(LeaseLost):
            lease.renew()
    assert Lease.objects.get(name="x").holder == "thief"


def test_versions_only_rise_and_never_fall_behind_the_clock(db):
    first = next_version("cases")
    assert first >= int(time.time() * 1000) - 60_000
    SearchIndex.objects.filter(name="cases").update(version=first + 10**9)
    assert next_version("cases") == first + 10**9 + 1


def test_filing_never_fails_because_of_the_index(
    units, monkeypatch, caplog, django_capture_on_commit_callbacks
):
    class Gone:
        name = "gone"

        def __getattr__(self, _name):
            raise EngineUnreachable("no route")

    monkeypatch.setattr(current, "engine", Gone)
    with caplog.at_level(logging.WARNING), django_capture_on_commit_callbacks(execute=True):
        case = make_case()
    assert Case.objects.filter(pk=case.pk).exists()
    assert waiting("cases") >= 1
    assert "lags" in caplog.text


def test_the_task_builds_an_index_that_is_missing(site_engine, units, django_capture_on_commit_callbacks):
    with pytest.raises(IndexMissing):
        follow_one()
    with django_capture_on_commit_callbacks(execute=True):
        case = make_case()
    assert found(site_engine) == [case.pk]
    assert waiting("cases") == 0


def follow_one():
    enqueue("cases", 1_000_000)
    drain("cases")


def test_a_task_is_enqueued_once_for_many_changes(units, monkeypatch):
    calls = []
    monkeypatch.setattr(type(tasks.follow_index.get_backend()), "enqueue", lambda *a, **k: calls.append(a))
    tasks.wake("cases")
    tasks.wake("cases")
    assert len(calls) == 1
    SearchIndex.objects.filter(name="cases").update(enqueued_at=timezone.now() - timedelta(minutes=6))
    tasks.wake("cases")
    assert len(calls) == 2


def test_update_index_builds_follows_and_says_what_waits(site_engine, units, capsys, monkeypatch):
    make_case()
    call_command("update_index", "cases")
    assert "cases: 1 objects taken in, 0 waiting" in capsys.readouterr().out
    case = make_case(title="第二件")
    call_command("update_index", "cases")
    assert "cases: 1 objects taken in, 0 waiting" in capsys.readouterr().out
    assert found(site_engine, "第二件") == [case.pk]
    with pytest.raises(CommandError, match="nothing"):
        call_command("update_index", "nothing")
    make_case()

    def refuse(*arguments):
        raise EngineUnreachable("no route")

    monkeypatch.setattr(type(site_engine), "write", refuse)
    with pytest.raises(CommandError, match="1 changes wait, none is lost"):
        call_command("update_index", "cases")


@pytest.mark.django_db(transaction=True)
def test_workers_at_the_same_time_leave_nothing_behind(embedded, settings, units):
    settings.SEARCH_URL, settings.SEARCH_INDEX_PATH = "", embedded.path
    rebuild("cases")
    for _ in range(5):
        make_case()
    Change.objects.all().delete()
    for pk in Case.objects.values_list("pk", flat=True):
        for _ in range(4):
            Change.objects.create(index="cases", object_id=pk)
    errors = []

    def work():
        try:
            drain("cases")
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert errors == []
    assert waiting("cases") == 0
    assert len(found(embedded)) == 5


def test_an_index_without_a_source_keeps_its_changes(units):
    enqueue("unknown", 1)
    with pytest.raises(LookupError):
        drain("unknown")
    assert waiting("unknown") == 1
    assert "cases" in sources.names()
    assert draining.BATCH == 500
