"""Rebuilding: searches go on, no change is lost, and nothing half-built is ever searched or left for long."""

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from complaints.models import Case
from search.engines.engine import EngineUnreachable, IndexBroken
from search.engines.query import parse
from search.engines.schema import Search, Sort
from search.indexing import rebuilding
from search.indexing.draining import drain, waiting
from search.indexing.leases import acquire
from search.indexing.outbox import enqueue
from search.indexing.rebuilding import RebuildRunning, rebuild
from search.models import Lease
from search.workbench.case_documents import CASES
from tests.complaints.factories import make_case
from tests.organizations.factories import make_places, make_units

pytestmark = pytest.mark.django_db
EVERYTHING = Search(parse(""), Sort("received_at"))


@pytest.fixture
def cases(site_engine, prepared, monkeypatch):
    """Five cases, indexed; two of them are read at a time."""
    make_places()
    make_units()
    monkeypatch.setattr(rebuilding, "BATCH", 2)
    made = [make_case(title=f"第{number}件") for number in "一二三四五"]
    rebuild("cases")
    return made


def found(engine, text=""):
    engine.refresh(CASES)
    return list(engine.search(CASES, Search(parse(text), Sort("received_at"))).ids)


def test_a_rebuild_holds_every_case_and_tells_its_progress(cases, site_engine):
    before = site_engine.state(CASES)
    progress = []
    built = rebuild("cases", progress=progress.append)
    assert (built.documents, built.cleared, progress) == (5, 0, [2, 4, 5])
    assert built.generation != before.live
    assert sorted(found(site_engine)) == [case.pk for case in cases]
    assert site_engine.state(CASES).building == ()


def test_searches_go_on_and_changes_during_a_rebuild_are_in_both(cases, site_engine):
    seen = []

    def meanwhile(done):
        if done == 2:  # the first two were read already, the others not yet
            for case in (cases[0], cases[4]):
                Case.objects.filter(pk=case.pk).update(title="期间修改")
                enqueue("cases", case.pk)
            drain("cases")
        seen.append((len(found(site_engine)), len(found(site_engine, "期间修改"))))

    rebuild("cases", progress=meanwhile)
    assert seen == [(5, 2)] * 3
    assert sorted(found(site_engine, "期间修改")) == [cases[0].pk, cases[4].pk]


def test_what_went_during_a_rebuild_does_not_come_back(cases, site_engine):
    """The rebuild read the case, then it went and the index followed, then the rebuild wrote it."""
    fill = type(site_engine).fill
    gone = cases[1].pk

    def slow_fill(self, schema, generation, version, documents):
        if any(document.id == gone for document in documents):
            site_engine.write(CASES, version + 1, [], [gone])
        fill(self, schema, generation, version, documents)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(site_engine), "fill", slow_fill)
        rebuild("cases")
    assert gone not in found(site_engine)
    assert len(found(site_engine)) == 4


def test_a_rebuild_that_fails_removes_what_it_built_and_leaves_the_old(cases, site_engine):
    before = site_engine.state(CASES)

    def fail(done):
        if done == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rebuild("cases", progress=fail)
    assert site_engine.state(CASES) == before
    assert len(found(site_engine)) == 5


def test_what_a_dead_rebuild_left_is_cleared_by_the_next(cases, site_engine):
    left = site_engine.begin(CASES)
    assert site_engine.state(CASES).building == (left,)
    assert rebuild("cases").cleared == 1
    assert site_engine.state(CASES).building == ()


def test_a_failure_that_cannot_be_cleaned_up_is_cleared_later(cases, site_engine, caplog):
    discard = type(site_engine).discard

    def gone(*arguments, **options):
        raise EngineUnreachable("no route")

    def fail(done):
        patch.setattr(type(site_engine), "discard", gone)
        raise EngineUnreachable("no route")

    with pytest.MonkeyPatch.context() as patch:
        with pytest.raises(EngineUnreachable):
            rebuild("cases", progress=fail)
        patch.setattr(type(site_engine), "discard", discard)
    assert "left behind" in caplog.text
    assert len(site_engine.state(CASES).building) == 1
    assert len(found(site_engine)) == 5
    assert rebuild("cases").cleared == 1


def test_only_one_rebuild_at_a_time(cases, site_engine):
    with acquire("cases/rebuild"), pytest.raises(RebuildRunning):
        rebuild("cases")
    with acquire("cases/rebuild"), pytest.raises(CommandError, match="already"):
        call_command("rebuild_index", "cases")


def test_a_rebuild_whose_lease_was_taken_stops_and_touches_nothing(cases, site_engine):
    def lose(done):
        Lease.objects.filter(name="cases/rebuild").update(holder="another")

    with pytest.raises(RebuildRunning):
        rebuild("cases", progress=lose)
    assert len(site_engine.state(CASES).building) == 1  # the other one's, for all this one knows
    assert len(found(site_engine)) == 5


def test_changes_that_waited_are_taken_in_at_the_end(cases, site_engine):
    make_case(title="新来的")
    assert waiting("cases") == 1
    rebuild("cases")
    assert waiting("cases") == 0
    assert len(found(site_engine, "新来的")) == 1


def test_a_damaged_file_is_told_and_set_aside_by_a_rebuild(embedded, settings, prepared):
    make_places()
    make_units()
    case = make_case()
    settings.SEARCH_URL, settings.SEARCH_INDEX_PATH = "", embedded.path
    rebuild("cases")
    embedded.path.write_bytes(b"not a database" * 1000)
    for suffix in ("-wal", "-shm"):
        embedded.path.with_name(embedded.path.name + suffix).unlink(missing_ok=True)
    with pytest.raises(IndexBroken):
        embedded.search(CASES, EVERYTHING)
    with pytest.raises(IndexBroken):
        embedded.state(CASES)
    rebuild("cases")
    assert found(embedded) == [case.pk]
    assert len(list(embedded.path.parent.glob("*.broken-*"))) == 1


def test_an_engine_that_does_not_answer_is_told(prepared):
    from search.engines.elastic import Elastic

    nobody = Elastic(("http://127.0.0.1:9",), "test")
    for attempt in (lambda: nobody.search(CASES, EVERYTHING), lambda: nobody.state(CASES)):
        with pytest.raises(EngineUnreachable):
            attempt()


def test_the_command_says_what_it_built(cases, site_engine, capsys, monkeypatch):
    call_command("rebuild_index", "cases", verbosity=2)
    said = capsys.readouterr().out
    assert f"cases: 5 documents in the {site_engine.name} index" in said
    assert "cases: 2\n" in said
    with pytest.raises(CommandError, match="No index called nothing"):
        call_command("rebuild_index", "nothing")

    def refuse(*arguments):
        raise EngineUnreachable("no route")

    monkeypatch.setattr(type(site_engine), "begin", refuse)
    with pytest.raises(CommandError, match="what was there stays in use"):
        call_command("rebuild_index", "cases")
