"""Large files: kept, then read by a background task, once, and deleted."""

import io

import pytest

from disclosure.intake import checking, importing
from disclosure.models import Batch, StagedRow
from disclosure.problems import FileRefused
from disclosure.publication import reviewing
from tests.disclosure import lists
from tests.disclosure.conftest import NOVEMBER
from tests.disclosure.lists import GOOD

pytestmark = pytest.mark.django_db


def receive(county, file):
    return importing.receive_list(
        file,
        programme=county.programme,
        region=county.region,
        month=NOVEMBER,
        user=county.editor,
    )


def test_a_received_file_is_read_once_and_deleted(county):
    batch = receive(county, lists.rural_csv([GOOD, {**GOOD, "户主姓名": "1"}]))
    assert not batch.is_checked
    storage, name = batch.file.storage, batch.file.name
    assert storage.exists(name)
    assert "list" not in name
    batch = importing.read_received(batch.pk)
    assert (batch.accepted_count, batch.refused_count) == (0, 2)
    assert not storage.exists(name)
    assert importing.read_received(batch.pk).accepted_count == 0


def test_what_refuses_the_whole_file_is_kept_as_its_refusal(county):
    batch = receive(county, lists.as_csv([["甲"]]))
    batch = importing.read_received(batch.pk)
    assert batch.is_checked
    assert batch.refused_rows.get().code == "headings_missing"
    assert not batch.file


def test_a_check_that_breaks_off_is_told(county, monkeypatch):
    batch = receive(county, lists.rural_csv([GOOD]))
    monkeypatch.setattr(checking, "ListCheck", lambda *args: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        importing.read_received(batch.pk)
    batch.refresh_from_db()
    assert batch.is_checked
    assert not batch.file
    assert batch.refused_rows.get().code == "file_unread"


def test_a_batch_withdrawn_while_it_waits_is_not_read(county, django_capture_on_commit_callbacks):
    batch = receive(county, lists.rural_csv([GOOD]))
    storage, name = batch.file.storage, batch.file.name
    with django_capture_on_commit_callbacks(execute=True):
        reviewing.withdraw(batch, county.editor)
    assert not storage.exists(name)
    assert importing.read_received(batch.pk).accepted_count == 0
    assert not StagedRow.objects.exists()


def test_what_can_be_told_from_outside_is_told_at_once(county):
    with pytest.raises(FileRefused):
        receive(county, io.BytesIO(b"%PDF-1.4"))
    assert not Batch.objects.exists()
