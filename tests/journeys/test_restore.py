"""The drill: a site is backed up while it is used, and everything that was in it is found in another.

With the real clients of the database: SQLite's backup interface, or pg_dump and pg_restore.
"""

import contextlib
import io
import os
import shutil
import signal
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import connections

from complaints.identity import receipts
from complaints.intake.filing import file_case
from complaints.intake.found_again import phone_index
from complaints.models import Attachment, Case
from disclosure.intake import importing
from disclosure.models import Programme, Recipient
from disclosure.publication import publishing, reviewing
from organizations.models import Region, Session
from protection.backups import about, files, making
from search.workbench.case_search import CaseQuestion, ask
from tests import databases
from tests.complaints.factories import an_intake
from tests.disclosure import lists

PAPER = "青花瓷碗放在桌上".encode() * 20_000


@pytest.fixture
def site(bureau, tmp_path, monkeypatch):
    """Cases with receipts and files, a published list; a key, and a place for backups."""
    monkeypatch.setattr(settings, "SEARCH_URL", "")
    monkeypatch.setattr(settings, "SEARCH_INDEX_PATH", tmp_path / "search.sqlite3")
    filed = [file_case(an_intake(title=f"第{n}件"), submission_key=f"restore-{n}") for n in range(3)]
    paper = Attachment(case=filed[0].case, kind="application/pdf", size=len(PAPER))
    paper.file.save("paper.pdf", ContentFile(PAPER))
    batch = importing.import_list(
        lists.rural_csv([lists.household(serial) for serial in range(1, 6)]),
        programme=Programme.objects.get(pk="rural-dibao"),
        region=Region.objects.get(pk="320722"),
        month=lists.date(2026, 10, 1),
        user=bureau["editor"],
    )
    reviewing.submit(batch, bureau["editor"], "已核对")
    publishing.publish(reviewing.approve(batch, bureau["reviewer"]), bureau["reviewer"])
    key = tmp_path / "key.txt"
    public = said("backup_key", key).strip().partition("=")[2]
    monkeypatch.setattr(settings, "BACKUP_RECIPIENTS", [public])
    (tmp_path / "backups").mkdir()
    return SimpleNamespace(filed=filed, people=bureau, key=key, folder=tmp_path / "backups")


def said(command, *words, **options) -> str:
    out = io.StringIO()
    call_command(command, *words, stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def elsewhere(tmp_path):
    """``with`` it, the site has an empty database and no files; what was there is back afterwards."""

    @contextlib.contextmanager
    def moved():
        folders = [Path(settings.DATA_DIR) / "private", Path(settings.MEDIA_ROOT)]
        kept = [(folder, tmp_path / f"kept-{folder.name}") for folder in folders if folder.exists()]
        for folder, aside in kept:
            shutil.move(folder, aside)
        try:
            with databases.empty():
                yield
        finally:
            for folder, aside in kept:
                shutil.rmtree(folder, ignore_errors=True)
                shutil.move(aside, folder)

    return moved


def test_a_restored_site_has_every_receipt_file_and_index(site, elsewhere, client):
    client.force_login(site.people["handler"])
    rows = dict(Recipient.objects.values_list("public_id", "id_index"))
    assert "1 files in private/" in said("backup", to=str(site.folder))
    (backup,) = site.folder.iterdir()
    assert PAPER[:60] not in backup.read_bytes()
    assert "Every digest is right" in said("verify_backup", backup, identity=site.key)
    with pytest.raises(CommandError, match="not empty"):
        said("restore", backup, identity=site.key)

    with elsewhere():
        assert "Put back as of" in said("restore", backup, identity=site.key)
        for filed in site.filed:
            assert receipts.open_case(filed.receipt, filed.pin, client_key="drill").pk == filed.case.pk
        with Attachment.objects.get().file.open() as file:
            assert file.read() == PAPER
        assert dict(Recipient.objects.values_list("public_id", "id_index")) == rows
        assert Case.objects.filter(complainant__phone_index=phone_index("13905180001")).count() == 3
        assert not Session.objects.exists(), "nobody comes back logged in"
        said("migrate", verbosity=0)
        said("verify_log")
        said("rebuild_index")
        assert ask(site.people["inspector"], CaseQuestion("低保")).total == 3


def test_what_is_no_whole_backup_of_this_site_is_refused_and_nothing_is_left(site, elsewhere, monkeypatch):
    said("backup", to=str(site.folder))
    (backup,) = site.folder.iterdir()
    whole, bad = backup.read_bytes(), site.folder / "bad.tar.age"
    other = site.folder / "other.txt"
    said("backup_key", other)
    middle = len(whole) // 2
    damages = [
        (b"", site.key, "no age file"),
        (b"x" * 3000, site.key, "no age file"),
        (whole[:middle], site.key, "cut off or damaged"),
        (whole[:-1], site.key, "cut off or damaged"),
        (whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :], site.key, "cut off or damaged"),
        (whole, other, "does not open"),
        (whole, bad, "no private key"),
    ]
    with elsewhere():
        for content, key, words in damages:
            bad.write_bytes(content)
            for command in ("verify_backup", "restore"):
                with pytest.raises(CommandError, match=words):
                    said(command, bad, identity=key)
        with monkeypatch.context() as changed:
            changed.setattr(
                settings, "FIELD_ENCRYPTION_KEYS", ["YW5vdGhlci1rZXktYW5vdGhlci1rZXktYW5vdGhlciE="]
            )
            with pytest.raises(CommandError, match="FIELD_ENCRYPTION_KEYS lacks"):
                said("restore", backup, identity=site.key)
        assert "Put back as of" in said("restore", backup, identity=site.key), "all of that left it empty"


@pytest.mark.forks
def test_a_killed_backup_leaves_nothing_that_looks_whole(site):
    read, written = os.pipe()
    connections.close_all()  # a child has no part in its parent's
    child = os.fork()
    if not child:
        held = files.NamedFile.opened

        def slowly(named):
            os.write(written, b"!")
            signal.pause()
            return held(named)

        files.NamedFile.opened = slowly
        with contextlib.suppress(BaseException):
            making.make(site.folder, settings.BACKUP_RECIPIENTS)
        os._exit(1)
    os.close(written)  # a child that dies before it writes ends the reading
    assert os.read(read, 1) == b"!", "the database is in it, the files are to come"
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    (left,) = site.folder.iterdir()
    assert left.name.startswith(".")
    assert left.suffix == making.PARTIAL
    said("backup", to=str(site.folder))
    assert [each.name.endswith(making.ENDING) for each in site.folder.iterdir()] == [True], "swept up"


def test_a_file_that_is_gone_with_its_row_still_there_is_named(site):
    paper = Attachment.objects.get()
    paper.file.storage.delete(paper.file.name)
    with pytest.raises(CommandError, match=paper.file.name):
        said("backup", to=str(site.folder))
    (backup,) = site.folder.iterdir()
    assert paper.file.name in said("verify_backup", backup, identity=site.key)


def test_somebody_elses_archive_to_the_same_key_is_refused(site, monkeypatch):
    """A public key is no secret: whoever can write where backups lie could put another database there."""
    with monkeypatch.context() as stranger:
        stranger.setattr(about, "signature", lambda text: ["0" * 64])
        said("backup", to=str(site.folder))
    (forged,) = site.folder.iterdir()
    with pytest.raises(CommandError, match="was not written by this site"):
        said("verify_backup", forged, identity=site.key)
