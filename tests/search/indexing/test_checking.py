"""The check finds every way in which an index may differ from the database, and mends what it finds."""

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from complaints.models import Case
from search.engines.engine import IndexMissing
from search.engines.schema import Document
from search.indexing import checking
from search.indexing.draining import next_version
from search.indexing.rebuilding import rebuild
from search.models import Change
from search.workbench.case_documents import CASES
from tests.complaints.factories import make_case
from tests.organizations.factories import make_places, make_units

pytestmark = pytest.mark.django_db


@pytest.fixture
def cases(site_engine, prepared, monkeypatch):
    """Five cases, indexed; two of them are compared at a time."""
    make_places()
    make_units()
    monkeypatch.setattr(checking, "BATCH", 2)
    made = [make_case(title=f"第{number}件") for number in "一二三四五"]
    rebuild("cases")
    Change.objects.all().delete()
    return made


def lose(engine, case):
    engine.write(CASES, next_version("cases"), [], [case.pk])


def add(engine, pk):
    engine.write(CASES, next_version("cases"), [Document(pk, {"title": "没有这一件"})], [])


def age(engine, case):
    """The case changed and nobody said so."""
    Case.objects.filter(pk=case.pk).update(title="改了题目")


@pytest.mark.parametrize(
    ("damage", "counts", "differing"),
    [
        (lambda engine, made: None, (5, 5), []),
        (lambda engine, made: lose(engine, made[0]), (5, 4), [0]),
        (lambda engine, made: lose(engine, made[4]), (5, 4), [4]),
        (lambda engine, made: [lose(engine, case) for case in made], (5, 0), [0, 1, 2, 3, 4]),
        (lambda engine, made: age(engine, made[2]), (5, 5), [2]),
        (lambda engine, made: add(engine, made[4].pk + 1000), (5, 6), [1000]),
    ],
    ids=["whole", "lost", "lost-last", "lost-all", "aged", "too-many"],
)
def test_what_differs_is_found_and_mended(cases, site_engine, capsys, damage, counts, differing):
    damage(site_engine, cases)
    meant = [cases[at].pk if at < 5 else cases[4].pk + at for at in differing]
    found = list(checking.check("cases"))
    assert (sum(part.in_database for part in found), sum(part.in_index for part in found)) == counts
    assert [pk for part in found for pk in part.differing] == meant
    if meant:
        with pytest.raises(CommandError, match=f"{len(meant)} differ"):
            call_command("check_index", "cases")
    call_command("check_index", "cases", "--repair", "-v2")
    said = f"cases: {counts[0]} in the database, {counts[1]} in the index, {len(meant)} differ"
    assert said in capsys.readouterr().out
    call_command("check_index", "cases", "-v2")
    assert "cases: 5 in the database, 5 in the index, 0 differ" in capsys.readouterr().out
    call_command("check_index", "cases")
    assert capsys.readouterr().out == "cases: 0 differ\n", "what the periodic page shows tells no number"
    assert not Change.objects.exists()


def test_what_is_on_its_way_is_no_difference(cases, site_engine):
    age(site_engine, cases[1])
    Change.objects.create(index="cases", object_id=cases[1].pk)
    assert [part.differing for part in checking.check("cases")] == [(), (), ()]


def test_what_changes_while_it_is_looked_at_is_no_difference(cases, site_engine, monkeypatch):
    digests = type(site_engine).digests

    def slowly(self, *where):
        found = digests(self, *where)
        if cases[1].title != "改了题目":  # between reading the index and the database, and it is followed
            cases[1].title = "改了题目"
            age(site_engine, cases[1])
            Change.objects.create(index="cases", object_id=cases[1].pk)
            call_command("update_index", "cases")
        return found

    monkeypatch.setattr(type(site_engine), "digests", slowly)
    assert [part.differing for part in checking.check("cases")] == [(), (), ()]


def test_an_index_that_is_missing_is_said_and_built(prepared, site_engine, capsys):
    with pytest.raises(IndexMissing):
        list(checking.check("cases"))
    with pytest.raises(CommandError, match="cases: not checked"):
        call_command("check_index", "cases")
    call_command("check_index", "cases", "--repair")
    assert "cases: there was none, built with 0 documents" in capsys.readouterr().out
    with pytest.raises(CommandError, match="nothing"):
        call_command("check_index", "nothing")
