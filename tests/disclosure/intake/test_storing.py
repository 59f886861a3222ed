"""Rows that a request stores some at a time: whoever dies on the way leaves nothing that counts, and nothing
that stays.
"""

from datetime import timedelta
from itertools import count

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from disclosure.enums import BatchState
from disclosure.intake import checking, importing, storing
from disclosure.models import Batch, Recipient, RefusedRow, StagedRow
from disclosure.problems import FileRefused, ListActNotAllowed
from disclosure.publication import publishing, reviewing, versions
from protection import rotating
from protection.models import IndexRotation
from tests.disclosure import lists
from tests.disclosure.conftest import NOVEMBER, OCTOBER
from tests.disclosure.lists import household, name

pytestmark = pytest.mark.django_db

WRITES = ("INSERT", "UPDATE", "DELETE")
ROWS = [household(n) for n in range(5)]
#: One is refused by itself, one contradicts an earlier one.
FILE = [
    *ROWS,
    {**household(7), "合计（元）": "六百"},
    {**household(8), "户主身份证号": ROWS[1]["户主身份证号"]},
]


class Died(BaseException):
    """As a process that is killed: nobody tidies up."""


@pytest.fixture(autouse=True)
def _in_pieces(monkeypatch):
    for module in (checking, versions):
        monkeypatch.setattr(module, "PIECE", 2)
        monkeypatch.setattr(module, "FEW", 1)
    monkeypatch.setattr(storing, "PIECE", 2)


@pytest.fixture
def earlier(county, release):
    """A list that another of the same month took the place of."""
    first = release(ROWS)
    release([household(n) for n in (0, 8, 9)])
    return first


@pytest.fixture
def acts(county, load, earlier):
    return {
        "import": lambda: load(FILE, month=NOVEMBER),
        "bring back": lambda: versions.bring_back(earlier, county.editor, "恢复"),
    }


def dying(step):
    """Die before writing for the time number ``step``."""
    left = [step]

    def execute(execute, sql, params, many, context):
        if sql.lstrip().upper().startswith(WRITES):
            if left[0] == 0:
                raise Died
            left[0] -= 1
        return execute(sql, params, many, context)

    return connection.execute_wrapper(execute)


def a_while_later():
    Batch.objects.filter(checked_at=None).update(reading_until=timezone.now() - timedelta(seconds=1))
    call_command("take_up_lists")


@pytest.mark.parametrize("act", ["import", "bring back"])
def test_who_dies_at_any_step_leaves_nothing_that_counts_and_nothing_that_stays(act, acts, county):
    before = set(Batch.objects.values_list("pk", flat=True))
    shown = set(Recipient.objects.current().values_list("pk", flat=True))
    stored = set()
    for step in count():
        try:
            with dying(step):
                batch = acts[act]()
        except Died:
            pass
        else:
            break
        half = Batch.objects.exclude(pk__in=before).first()
        if half and not half.is_checked:
            assert "still_reading" in reviewing.reasons_against("submit", half, county.editor)
            with pytest.raises(ListActNotAllowed):
                reviewing.submit(half, county.editor, "有行")
            stored.add(StagedRow.objects.filter(batch=half).count())
        elif half:  # died when all was done
            assert half.staged_rows.count() == half.accepted_count == 5 - 1
            half.delete()
        a_while_later()
        assert set(Batch.objects.values_list("pk", flat=True)) == before
        assert not StagedRow.objects.exists()
        assert not RefusedRow.objects.exists()
    assert stored >= {0, 2, 4}
    assert set(Recipient.objects.current().values_list("pk", flat=True)) == shown
    if act == "import":
        assert (batch.accepted_count, batch.refused_count) == (4, 3)
    else:
        assert (batch.state, batch.accepted_count) == (BatchState.SUBMITTED, 5)
    assert batch.staged_rows.count() == batch.accepted_count


def test_what_is_stored_by_somebody_who_lives_is_not_swept(acts, county):
    with pytest.raises(Died), dying(6):
        acts["import"]()
    call_command("take_up_lists")
    assert Batch.objects.filter(checked_at=None).count() == 1
    assert StagedRow.objects.exists()


def test_who_was_given_up_for_dead_stores_no_more(load, monkeypatch):
    """A machine that stood still for a minute finds its batch gone."""
    real = storing.store_rows

    def slow(*piece):
        real(*piece)
        a_while_later()

    monkeypatch.setattr(storing, "store_rows", slow)
    with pytest.raises(FileRefused, match="file_unread"):
        load(ROWS)
    assert not Batch.objects.exists()
    assert not StagedRow.objects.exists()


def test_a_file_that_is_refused_at_its_end_leaves_nothing(load, monkeypatch):
    monkeypatch.setattr(checking, "MOST_REFUSED", 1)
    with pytest.raises(FileRefused, match="file_too_many_refused"):
        load(FILE)
    assert not Batch.objects.exists()
    assert not StagedRow.objects.exists()


def test_a_later_month_that_becomes_public_meanwhile_refuses_the_list(county, load, monkeypatch):
    batch = reviewing.submit(load(ROWS, month=NOVEMBER), county.editor)
    reviewing.approve(batch, county.reviewer)
    real = importing.take_back_rows

    def meanwhile(*args):
        Batch.objects.filter(pk=batch.pk).update(month=OCTOBER)
        publishing.publish(Batch.objects.get(pk=batch.pk), county.reviewer)
        Batch.objects.filter(pk=batch.pk).update(month=NOVEMBER)
        return real(*args)

    monkeypatch.setattr(importing, "take_back_rows", meanwhile)
    with pytest.raises(ListActNotAllowed, match="month_not_later"):
        load(ROWS)
    assert list(Batch.objects.all()) == [batch]


def test_the_rows_brought_back_are_those_of_then_numbered_through(acts, earlier):
    batch = acts["bring back"]()
    rows = list(batch.staged_rows.order_by("row").values_list("row", "holder_name"))
    assert [row for row, _name in rows] == [1, 2, 3, 4, 5]
    assert {holder for _row, holder in rows} == {name(n) for n in range(5)}


def test_no_version_is_brought_back_while_the_key_changes(acts, settings, county):
    settings.BLIND_INDEX_OLD_KEYS = [settings.BLIND_INDEX_KEY]
    settings.BLIND_INDEX_KEY = "another-key-of-forty-characters-at-least"
    before = Batch.objects.count()
    rotating.begin("disclosure.households")
    assert IndexRotation.objects.filter(is_done=False).exists()
    with pytest.raises(ListActNotAllowed, match="key_changes"):
        acts["bring back"]()
    assert Batch.objects.count() == before
    assert not StagedRow.objects.exists()


def test_one_withdrawn_while_it_is_brought_back_is_not_submitted(
    acts, county, monkeypatch, django_capture_on_commit_callbacks
):
    real = versions.content_digest

    def meanwhile(batch):
        reviewing.withdraw(batch, county.editor)
        return real(batch)

    monkeypatch.setattr(versions, "content_digest", meanwhile)
    with (
        django_capture_on_commit_callbacks(execute=True),
        pytest.raises(ListActNotAllowed, match="wrong_state"),
    ):
        acts["bring back"]()
    assert Batch.objects.latest("pk").state == BatchState.WITHDRAWN
    assert not StagedRow.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("way", ["upload", "bring-back"])
def test_a_request_stores_no_two_pieces_in_one_transaction(county, upload, do, earlier, way):
    """Between two, others can write."""
    told = []

    def note(execute, sql, params, many, context):
        if sql.startswith("INSERT") and StagedRow._meta.db_table in sql:
            rows = len(params) if many else 1
            told.append(rows)
            transaction.on_commit(lambda: told.append("committed"))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        if way == "upload":
            upload(lists.rural_csv(ROWS), month="2026-11")
            assert told == [2, "committed", 2, "committed", 1, "committed"]
        else:
            do(county.editor, earlier, "bring-back", "恢复")
            assert told == [1, 1, "committed", "committed", 1, 1, "committed", "committed", 1, "committed"]
    assert Batch.objects.latest("pk").staged_rows.count() == 5
