"""A file that no row names goes after a day; every other file stays."""

import os
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.utils import timezone

from complaints.models import Attachment
from portal.models import PortalDocument
from protection import unowned
from protection.uploads import private_path

pytestmark = pytest.mark.django_db


@pytest.fixture
def keep(settings, tmp_path):
    """``keep(hours, named)`` writes a file so old, with or without a row; all in a folder of this test."""
    settings.STORAGES = {
        **settings.STORAGES,
        "private": {
            "BACKEND": "protection.storage.PrivateFolder",
            "OPTIONS": {"location": str(tmp_path / "private")},
        },
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path / "media")},
        },
    }

    def write(hours, *, named=False):
        name = storages["private"].save(private_path(None, "a.pdf"), ContentFile(b"%PDF"))
        at = (timezone.now() - timedelta(hours=hours)).timestamp()
        os.utime(storages["private"].path(name), (at, at))
        if named:
            Attachment.objects.create(file=name, kind="application/pdf", size=4)
        return name

    return write


def test_nothing_to_sweep_before_the_first_file(keep):
    call_command("sweep_files", verbosity=0)


@pytest.mark.parametrize(
    ("hours", "named", "stays"), [(25, False, False), (23, False, True), (25, True, True), (1, True, True)]
)
def test_what_goes(keep, hours, named, stays):
    name = keep(hours, named=named)
    call_command("sweep_files", verbosity=0)
    assert storages["private"].exists(name) is stays


@pytest.mark.parametrize(
    ("hours", "named", "stays"), [(25, False, False), (23, False, True), (25, True, True)]
)
def test_what_goes_of_pictures_and_documents(keep, hours, named, stays):
    storage = storages["default"]
    name = storage.save("documents/a.pdf", ContentFile(b"%PDF"))
    at = (timezone.now() - timedelta(hours=hours)).timestamp()
    os.utime(storage.path(name), (at, at))
    if named:
        PortalDocument.objects.create(title="x", file=name)
    call_command("sweep_files", verbosity=0)
    assert storage.exists(name) is stays


def test_a_row_that_comes_while_the_files_are_looked_through_keeps_its_file(keep, monkeypatch):
    name = keep(25)
    looked = unowned._all_names

    def slow(storage, folder=""):
        found = list(looked(storage, folder))
        if not folder:
            Attachment.objects.create(file=name, kind="application/pdf", size=4)
        return found

    monkeypatch.setattr(unowned, "_all_names", slow)
    call_command("sweep_files", verbosity=0)
    assert storages["private"].exists(name)


def test_files_of_another_database_are_not_swept(keep, monkeypatch):
    monkeypatch.setattr(unowned, "USUAL", 2)
    kept = [keep(25), keep(25), keep(25), keep(25, named=True)]
    with pytest.raises(CommandError, match="3 files have no row and 1 have one"):
        call_command("sweep_files", verbosity=0)
    assert all(storages["private"].exists(name) for name in kept)
