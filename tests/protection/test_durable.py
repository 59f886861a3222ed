"""What is acknowledged would survive a power cut: each thing is on disk before the next says that it is."""

import threading
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.files.base import ContentFile
from django.db import connection
from django.urls import reverse

from complaints.intake.filing import file_case
from complaints.models import Attachment, Case
from protection import durable, hashing
from protection.storage import PrivateFolder
from tests.complaints.factories import an_intake
from tests.complaints.public import citizen
from tests.organizations.factories import make_places, make_units

HOW = {"sqlite": "PRAGMA synchronous", "postgresql": "SHOW synchronous_commit"}
AT_ONCE = {"sqlite": 2, "postgresql": "on"}
ONCE_A_REQUEST = {"sqlite": 1, "postgresql": "on"}


@pytest.fixture
def units(prepared):
    make_places()
    return make_units()


@pytest.fixture
def seen(monkeypatch):
    """What was waited for, and which rows were written, in their order."""
    events = []
    wait = durable.os.fsync

    def fsync(handle):
        events.append(Path(f"/proc/self/fd/{handle}").resolve())
        wait(handle)

    def execute(run, sql, params, many, context):
        if sql.startswith("INSERT"):
            events.append(sql.split('"')[1])
        return run(sql, params, many, context)

    monkeypatch.setattr(durable.os, "fsync", fsync)
    with connection.execute_wrapper(execute):
        yield events


# ------------------------------------------------------------------ files
@pytest.mark.parametrize("way", ["save", "put_back"])
def test_a_file_is_on_disk_and_so_are_its_folders(tmp_path, seen, way):
    storage = PrivateFolder(location=tmp_path / "private")
    storage.save("other", ContentFile(b"x"))
    seen.clear()
    if way == "save":
        storage.save("2026/11/a", ContentFile(b"x"))
    else:
        storage.put_back("2026/11/a", BytesIO(b"sealed"))
    root = tmp_path / "private"
    assert seen == [root / "2026/11/a", root / "2026/11", root / "2026", root]


def test_one_that_is_sealed_anew_is_too(tmp_path, seen):
    storage = PrivateFolder(location=tmp_path)
    name = storage.save("a", ContentFile(b"x"))
    seen.clear()
    storage.seal_again(name)
    assert seen[-2:] == [tmp_path / name, tmp_path]


def test_what_a_citizen_sends_waits_for_the_disk_before_its_row_and_the_answer(units, client, seen):
    citizen.walk(client, until="files")
    seen.clear()
    assert client.post(citizen.url("files"), {"files": [citizen.a_pdf()]}).status_code == 302
    kept = Path(settings.STORAGES["private"]["OPTIONS"]["location"]) / Attachment.objects.get().file.name
    of_these = [event for event in seen if event in (kept, kept.parent, "complaints_attachment")]
    assert of_these == [kept, kept.parent, "complaints_attachment"]
    if connection.vendor == "sqlite":
        assert seen[-1] == Path(f"{connection.settings_dict['NAME']}-wal")


# ------------------------------------------------------------------ rows
def how():
    with connection.cursor() as cursor:
        cursor.execute(HOW[connection.vendor])
        return cursor.fetchone()[0]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("way", ["domain", "form"])
def test_a_case_is_on_disk_when_its_transaction_ends(units, client, way):
    as_it_was_filed = []

    def execute(run, sql, params, many, context):
        if sql.startswith('INSERT INTO "complaints_case" '):
            as_it_was_filed.append(how())
        return run(sql, params, many, context)

    connection.close()  # what a new connection of a worker has
    with connection.execute_wrapper(execute):
        if way == "domain":
            file_case(an_intake(), submission_key="x")
        else:
            assert citizen.file(client).status_code == 200
    assert Case.objects.count() == 1
    assert as_it_was_filed == [AT_ONCE[connection.vendor]]
    assert how() == ONCE_A_REQUEST[connection.vendor]


@pytest.mark.django_db(transaction=True)
def test_a_filing_that_fails_leaves_the_connection_as_it_was(units):
    with pytest.raises(ZeroDivisionError), durable.acknowledged():
        raise ZeroDivisionError
    assert how() == ONCE_A_REQUEST[connection.vendor]


def test_who_only_reads_waits_for_no_disk(units, client, seen):
    client.get(reverse("complaints:new"))
    assert not [event for event in seen if isinstance(event, Path)]


# ------------------------------------------------------------------ hashes
def test_one_hash_is_computed_at_a_time(monkeypatch):
    """Each takes 100 MB."""
    together, most = threading.Semaphore(0), []
    here = threading.Lock()

    def encode(self, password, salt):
        most.append(here.acquire(blocking=False))
        together.acquire(timeout=0.05)  # as long as others could come
        here.release()
        return "x"

    monkeypatch.setattr(Argon2PasswordHasher, "encode", encode)
    threads = [threading.Thread(target=hashing.InTurn().encode, args=["a", "b"]) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [True] * 4


def test_a_hash_is_the_one_that_it_was_before():
    kept = Argon2PasswordHasher().encode("青花瓷碗", "a-salt-of-enough-length")
    assert hashing.InTurn().verify("青花瓷碗", kept)
    assert not hashing.InTurn().verify("青花瓷盘", kept)
