"""Where uploads are kept: in folders, or in a bucket of an S3-like server; private ones without address."""

from pathlib import Path

import boto3
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from django.core.files.storage.handler import StorageHandler
from django.urls import reverse
from moto.moto_server.threaded_moto_server import ThreadedMotoServer

from complaints.models import Attachment
from portal.settings.files import storages
from protection.backups import files
from protection.backups.archive import PRIVATE
from tests.complaints.factories import make_case, make_staff
from tests.organizations.factories import make_places, make_units


@pytest.fixture(scope="module")
def server():
    """The address of an S3-like server with one empty bucket, ``uploads``."""
    running = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    running.start()
    host, port = running.get_host_and_port()
    yield f"http://{host}:{port}"
    running.stop()


@pytest.fixture
def bucket(server, monkeypatch):
    """The bucket as boto3 sees it."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "tests-only")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "tests-only")
    made = boto3.resource("s3", endpoint_url=server, region_name="us-east-1").Bucket("uploads")
    made.create()
    yield made
    made.objects.delete()
    made.delete()


@pytest.fixture(params=["folder", "bucket"])
def kept(request, tmp_path):
    """Django's storages under either setting."""
    if request.param == "folder":
        return StorageHandler(storages("", tmp_path))
    request.getfixturevalue("bucket")
    return in_the_bucket(request.getfixturevalue("server"))


def in_the_bucket(server: str) -> StorageHandler:
    return StorageHandler(storages(f"s3://uploads/portal?endpoint={server}&region=us-east-1", Path("unused")))


def test_a_file_is_kept_read_and_removed(kept):
    private = kept["private"]
    name = private.save("2026/10/ab12.pdf", ContentFile(b"%PDF"))
    with private.open(name) as file:
        assert file.read() == b"%PDF"
    assert private.size(name) == 4
    assert private.save("2026/10/ab12.pdf", ContentFile(b"other")) != name, "nothing is written over"
    private.delete(name)
    assert not private.exists(name)


def test_a_private_file_has_no_address(kept):
    name = kept["private"].save("2026/10/ab12.pdf", ContentFile(b"%PDF"))
    with pytest.raises(ValueError, match="not accessible"):
        kept["private"].url(name)


def test_a_backup_takes_a_file_as_it_is_kept_and_puts_it_back(kept, monkeypatch):
    private = kept["private"]
    monkeypatch.setattr(files, "storage_of", lambda area: private)
    name = private.save("2026/10/ab12.pdf", ContentFile(b"%PDF"))
    assert files.first_file(private) == name
    with private.open_as_kept(name) as file:
        raw = file.read()
    files.remove_all(PRIVATE)
    assert files.first_file(private) == ""
    with pytest.raises(FileNotFoundError):
        private.open_as_kept(name)
    files.put_back(PRIVATE, name, [raw[:10], raw[10:]])
    with private.open(name) as file:
        assert file.read() == b"%PDF"
    files.put_back(PRIVATE, name, [raw])  # two rows may name it
    with pytest.raises(FileExistsError):
        files.put_back(PRIVATE, name, [raw, b"x"])


def test_what_is_private_and_what_editors_publish_stay_apart(bucket, server):
    kept = in_the_bucket(server)
    kept["private"].save("a.pdf", ContentFile(b"%PDF"))
    kept["default"].save("b.pdf", ContentFile(b"%PDF"))
    assert {stored.key for stored in bucket.objects.all()} == {"portal/private/a.pdf", "portal/media/b.pdf"}


def test_staff_get_an_attachment_out_of_the_bucket(bucket, server, db, client, monkeypatch):
    make_places()
    staff = make_staff(make_units())
    monkeypatch.setattr(Attachment._meta.get_field("file"), "storage", in_the_bucket(server)["private"])
    paper = Attachment(case=make_case(), kind="application/pdf", size=4)
    paper.file.save("evidence.pdf", ContentFile(b"%PDF"))
    assert [stored.key for stored in bucket.objects.all()] == [f"portal/private/{paper.file.name}"]

    client.force_login(staff["handler"])
    response = client.get(reverse("complaints_attachment", args=[paper.case.number, paper.public_id]))
    assert b"".join(response) == b"%PDF"


@pytest.mark.parametrize(
    "address",
    ["http://files.example.cn/uploads", "s3://", "s3://key:secret@uploads", "s3://uploads?acl=public-read"],
)
def test_another_address_is_refused_in_words(address):
    with pytest.raises(ImproperlyConfigured, match="FILES_URL must look like"):
        storages(address, Path("unused"))
