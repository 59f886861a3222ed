"""Periodic work: what is due is run once, by one worker, made up for after a stop, and shown."""

import threading
from datetime import datetime, time, timedelta

import pytest
from django.core.management import CommandError, call_command, get_commands
from django.db import connections
from django.urls import reverse
from django.utils import timezone

from organizations.enums import Role
from portal.models import PeriodicWork, PolicyPage
from portal.periodic import holding, loop, running, table
from portal.periodic.words import WORDS
from tests.organizations.factories import make_person

DATABASE_TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=table.SHANGHAI)


def work(name="test", every=timedelta(hours=1), clock=None) -> table.Work:
    return table.Work(name, "check", (), every, clock, timedelta(minutes=10), "a test")


@pytest.fixture
def calls(db, monkeypatch):
    """One piece of work only; each call of its command is noted, and may be made to fail."""
    made: list = []
    monkeypatch.setattr(running, "table", lambda: (work(),))

    def called(command, *arguments, stdout, stderr):
        made.append(command)
        stdout.write("3 Formulare")
        if called.fails:
            raise called.fails

    called.fails = None
    monkeypatch.setattr(running, "call_command", called)
    made.append(called)
    return made


def row() -> PeriodicWork:
    return PeriodicWork.objects.get(name="test")


def make_due(**fields) -> None:
    PeriodicWork.objects.filter(name="test").update(due_at=timezone.now() - timedelta(minutes=1), **fields)


# ------------------------------------------------------------------ the table
def test_every_row_names_a_command_and_has_words_and_a_reason():
    rows = table.table()
    assert {each.name for each in rows} == set(WORDS)
    for each in rows:
        assert each.command in get_commands()
        assert each.why
        assert each.most > timedelta(0)


@pytest.mark.parametrize(
    "command",
    [
        "publish_scheduled",
        "clearsessions",
        "purge_drafts",
        "purge_kept_forms",
        "lapse_proposals",
        "watch_looks",
        "take_up_unread",
        "verify_log",
        "purge_logs",
        "update_index",
        "check_index",
    ],
)
def test_what_must_be_done_by_itself_is_in_the_table(command):
    assert command in {each.command for each in table.table()}


@pytest.mark.parametrize(
    ("every", "clock", "after", "due"),
    [
        ("1 minute", None, "2026-11-27 10:00", "2026-11-27 10:01"),
        ("2 hours", None, "2026-11-27 23:30", "2026-11-28 01:30"),
        ("1 day", "03:10", "2026-11-27 02:00", "2026-11-27 03:10"),
        ("1 day", "03:10", "2026-11-27 03:10", "2026-11-28 03:10"),
        ("1 day", "00:20", "2026-12-31 23:59", "2027-01-01 00:20"),
        ("7 days", "03:10", "2026-11-27 04:00", "2026-12-04 03:10"),
    ],
)
def test_when_work_is_due_next(every, clock, after, due):
    found = work(every=table.span(every), clock=clock and time.fromisoformat(clock))
    assert found.next_due(at(after)) == at(due)


def test_the_time_of_day_is_chinas_whatever_zone_the_moment_is_in():
    found = work(every=timedelta(days=1), clock=time(3, 10))
    assert found.next_due(datetime.fromisoformat("2026-11-27T20:00:00+00:00")) == at("2026-11-29 03:10")


@pytest.mark.parametrize("words", ["1 month", "often", "", "-1 day"])
def test_a_length_of_time_that_means_nothing_is_refused(words):
    with pytest.raises(ValueError, match="not a length of time"):
        table.span(words)


# ------------------------------------------------------------------ running
def test_what_is_due_is_run_once_and_is_due_again_later(calls):
    assert running.run_due("a") == ["test"]
    assert running.run_due("a") == []
    assert calls[1:] == ["check"]
    assert (row().outcome, row().leased_until) == ("done", None)
    assert row().due_at > timezone.now() + timedelta(minutes=59)


def test_what_was_missed_for_days_is_made_up_for_once(calls):
    running.run_due("a")
    PeriodicWork.objects.update(due_at=timezone.now() - timedelta(days=9))
    assert running.run_due("a") == ["test"]
    assert running.run_due("a") == []


def test_work_in_anothers_hands_is_left_until_the_lease_runs_out(calls):
    running.run_due("a")
    make_due(leased_by="dead", leased_until=timezone.now() + timedelta(minutes=5))
    assert running.run_due("b") == []
    make_due(leased_until=timezone.now() - timedelta(seconds=1))
    assert running.run_due("b") == ["test"]


def test_what_a_dead_worker_had_in_hand_is_free_after_a_minute_however_long_it_may_take(calls, monkeypatch):
    monkeypatch.setattr(running, "_run", lambda work, runner: None)  # as if killed while it runs
    running.run_due("a")
    assert row().leased_until <= timezone.now() + timedelta(minutes=1) < timezone.now() + work().most


@pytest.mark.django_db(transaction=True)
def test_who_is_still_at_it_keeps_it(monkeypatch):
    ran, renewed = [], threading.Event()
    monkeypatch.setattr(running, "table", lambda: (work(),))
    monkeypatch.setattr(holding, "SHOWN_EVERY", timedelta(seconds=0.01))

    def renew(name, runner):
        PeriodicWork.objects.filter(name=name).update(leased_until=timezone.now())  # it ran out
        keep(name, runner)
        renewed.set()

    keep = holding.renew
    monkeypatch.setattr(holding, "renew", renew)

    def called(command, *arguments, stdout, stderr):
        assert renewed.wait(10)
        ran.append(running.run_due("b"))

    monkeypatch.setattr(running, "call_command", called)
    assert running.run_due("a") == ["test"]
    assert ran == [[]]
    assert row().leased_until is None


def test_the_lease_of_another_is_not_renewed(calls):
    running.run_due("a")
    ended = timezone.now() - timedelta(seconds=1)
    make_due(leased_by="b", leased_until=ended)
    holding.renew("test", "a")
    assert row().leased_until == ended


def test_who_lost_the_lease_writes_nothing(calls):
    running.run_due("a")
    make_due(leased_by="b", leased_until=timezone.now() + timedelta(minutes=5), outcome="")
    running._finish(work(), "a", False)
    assert (row().leased_by, row().outcome) == ("b", "")


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (CommandError("The logs differ."), "3 Formulare The logs differ."),
        (ValueError("张三 13905180077"), "ValueError"),
        (SystemExit(2), "SystemExit"),
    ],
)
def test_a_failure_is_logged_and_tried_again_soon(calls, caplog, error, said):
    calls[0].fails = error
    running.run_due("a")
    assert (row().outcome, row().failures) == ("failed", 1)
    assert f"periodic work test: {said}" in caplog.messages
    assert row().due_at < timezone.now() + timedelta(minutes=11)
    calls[0].fails = None
    make_due()
    running.run_due("a")
    assert (row().outcome, row().failures) == ("done", 0)


def test_one_failure_does_not_keep_the_rest_from_being_run(db, monkeypatch):
    monkeypatch.setattr(running, "table", lambda: (work("one"), work("two")))

    def called(command, *arguments, stdout, stderr):
        raise RuntimeError

    monkeypatch.setattr(running, "call_command", called)
    assert running.run_due("a") == ["one", "two"]


@pytest.mark.django_db(transaction=True)
def test_of_many_workers_one_runs_it(monkeypatch):
    ran = []
    monkeypatch.setattr(running, "table", lambda: (work(),))
    monkeypatch.setattr(running, "call_command", lambda *a, **k: ran.append(a))
    running._enter_new()
    barrier = threading.Barrier(4)

    def start(name):
        try:
            barrier.wait()
            running.run_due(name)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=start, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(ran) == 1


@pytest.mark.django_db(transaction=True)
def test_the_loop_beside_a_worker_runs_and_stops(monkeypatch):
    ran = threading.Event()
    monkeypatch.setattr(loop, "run_due", lambda runner: ran.set())
    started = loop.Loop("a")
    started.start()
    assert ran.wait(10)
    started.stop()
    assert not started.is_alive()


@pytest.mark.parametrize(
    ("options", "starts"), [((), True), (("--no-periodic",), False), (("--batch",), False)]
)
def test_the_worker_starts_the_loop(db, monkeypatch, settings, options, starts):
    settings.TASKS = DATABASE_TASKS
    began = []

    class Noted(loop.Loop):
        def start(self):
            began.append(self.runner)

        def stop(self):
            began.append("stopped")

    monkeypatch.setattr("portal.management.commands.db_worker.Loop", Noted)
    monkeypatch.setattr("django_tasks_db.management.commands.db_worker.Worker.run", lambda self: None)
    monkeypatch.setattr(
        "django_tasks_db.management.commands.db_worker.Worker.configure_signals", lambda self: None
    )
    call_command("db_worker", "--worker-id", "w", "-v", "0", *options)
    assert began == (["w", "stopped"] if starts else [])


# ------------------------------------------------------------------ what it is for
def test_an_approved_page_goes_live_at_its_time_by_itself(site, client, people):
    page = PolicyPage(title="新通知", slug="new", text="一、要求\n照办。", issuer="乙市民政局", live=False)
    site.library.add_child(instance=page)
    page.go_live_at = timezone.now() + timedelta(days=1)
    page.save_revision(user=people.editor)
    page.get_workflow().start(page, people.editor)
    state = page.current_workflow_task_state
    state.task.specific.on_action(state, people.reviewer, "approve")
    page.refresh_from_db()
    assert not page.live
    revision = page.latest_revision
    assert revision.approved_go_live_at
    running.run_due("a")
    page.refresh_from_db()
    assert not page.live, "its time has not come"

    past = timezone.now() - timedelta(minutes=1)
    revision.content["go_live_at"] = past.isoformat()
    revision.approved_go_live_at = past
    revision.save()
    PeriodicWork.objects.filter(name="publish_scheduled").update(due_at=past)
    assert "publish_scheduled" in running.run_due("a")
    page.refresh_from_db()
    assert page.live
    assert client.get(page.url).status_code == 200


def test_all_of_the_table_runs_on_a_prepared_site(site, settings):
    settings.TASKS = DATABASE_TASKS
    running._enter_new()
    PeriodicWork.objects.update(due_at=timezone.now() - timedelta(minutes=1))
    assert set(running.run_due("a")) == {each.name for each in table.table()}
    assert list(PeriodicWork.objects.exclude(outcome="done").values_list("name", flat=True)) == []


# ------------------------------------------------------------------ what is shown
def test_healthz_says_whether_it_is_done(client, db):
    assert client.get("/healthz").json()["periodic"] is False
    running._enter_new()
    assert client.get("/healthz").json()["periodic"] is True
    PeriodicWork.objects.filter(name="purge_drafts").update(due_at=timezone.now() - timedelta(hours=1))
    response = client.get("/healthz")
    assert (response.status_code, response.json()["periodic"]) == (200, False)


def test_administrators_see_how_it_went(client, people):
    running._enter_new()
    PeriodicWork.objects.filter(name="verify_log").update(outcome="failed")
    failed = str(PeriodicWork.Outcome.FAILED.label)
    administrator = make_person("管理甲", (people.units["city"], Role.ADMINISTRATOR))
    for person, sees in ((administrator, True), (people.editor, False), (people.handler, False)):
        client.force_login(person)
        response = client.get(reverse("portal_periodic"))
        assert (response.status_code == 200) is sees
        assert (failed in response.content.decode()) is sees
        menu = client.get(reverse("wagtailadmin_home")).content.decode()
        assert (reverse("portal_periodic") in menu) is sees


def test_the_command_says_what_it_ran(db, capsys):
    call_command("run_periodic")
    call_command("run_periodic")
    assert "publish_scheduled" in capsys.readouterr().out
