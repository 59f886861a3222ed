"""Photos and papers: good ones kept, each refusal explained, no place or camera left in a photo."""

import io
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from PIL import Image

from complaints.handling.sent_files import MAXIMUM, shown_name
from complaints.models import Attachment, Draft
from complaints.public import attachments, crowding
from tests.complaints.public.citizen import a_pdf, file, refused, url, walk

pytestmark = pytest.mark.usefixtures("units")


@pytest.fixture
def at_files(client):
    """A client on the page for files."""
    walk(client, until="files")
    return client


def a_photo(name="现场.jpg") -> SimpleUploadedFile:
    """A photo that carries a camera and a place."""
    picture = Image.new("RGB", (32, 24), "#0b5d57")
    exif = Image.Exif()
    exif[0x010F] = "Camera of the citizen"
    exif.get_ifd(0x8825)[1] = "N"
    content = io.BytesIO()
    picture.save(content, "JPEG", exif=exif)
    return SimpleUploadedFile(name, content.getvalue(), "image/jpeg")


def test_several_files_at_once(at_files):
    response = at_files.post(url("files"), {"files": [a_pdf("一.pdf"), a_photo()], "add": "1"})
    assert response.status_code == 302
    shown = at_files.get(url("files")).content.decode()
    assert "一.pdf" in shown
    assert "现场.jpg" in shown
    assert {file.kind for file in Attachment.objects.all()} == {"application/pdf", "image/jpeg"}


def test_files_still_in_the_field_come_along_with_continue(at_files):
    response = at_files.post(url("files"), {"files": [a_pdf()]})
    assert response.url == url("check")
    assert Attachment.objects.count() == 1


def test_going_on_without_files(at_files):
    assert at_files.post(url("files"), {}).url == url("check")


def test_a_photo_loses_camera_and_place(at_files):
    at_files.post(url("files"), {"files": [a_photo()]})
    stored = Attachment.objects.get()
    content = stored.file.open("rb").read()
    assert b"Camera of the citizen" not in content
    assert not Image.open(io.BytesIO(content)).getexif()
    assert "现场" not in stored.file.name, "the stored name says nothing"


def test_a_refused_file_takes_no_other_with_it(at_files):
    wrong = SimpleUploadedFile("程序.exe", b"MZ" + b"\0" * 100)
    page = refused(at_files, url("files"), {"files": [a_pdf("一.pdf"), wrong, a_pdf("二.pdf")]})
    shown = page.content.decode()
    assert "程序.exe" in shown
    assert "PDF" in str(page.context["refused"][0]["message"]), "what would be right is said"
    assert {file.original_name for file in Attachment.objects.all()} == {"一.pdf", "二.pdf"}
    assert "一.pdf" in shown


@pytest.mark.parametrize(
    "content",
    [b"", b"%PDF-1.4" + b"x" * (10 * 1024 * 1024 + 1), b"PK\x03\x04broken", b"\xff\xd8\xff\xe0broken"],
    ids=["empty", "too large", "a broken zip", "a broken photo"],
)
def test_bad_files_are_explained(at_files, content):
    page = refused(at_files, url("files"), {"files": [SimpleUploadedFile("坏.pdf", content)]})
    assert page.context["refused"][0]["name"] == "坏.pdf"
    assert page.context["refused"][0]["message"]
    assert not Attachment.objects.exists()


def test_a_lie_about_the_kind_does_not_help(at_files):
    refused(at_files, url("files"), {"files": [SimpleUploadedFile("照片.jpg", b"<html>", "image/jpeg")]})


def test_ten_files_and_no_more(at_files):
    at_files.post(url("files"), {"files": [a_pdf(f"{n}.pdf") for n in range(MAXIMUM)], "add": "1"})
    page = refused(at_files, url("files"), {"files": [a_pdf("多.pdf")]})
    assert "多.pdf" in page.content.decode()
    assert Attachment.objects.count() == MAXIMUM


def test_forty_photos_get_a_message_each_not_a_bare_refusal(at_files):
    page = refused(at_files, url("files"), {"files": [a_pdf(f"{n}.pdf") for n in range(40)]})
    assert len(page.context["refused"]) == 40 - MAXIMUM
    assert Attachment.objects.count() == MAXIMUM


def test_a_file_can_be_removed(at_files, django_capture_on_commit_callbacks):
    at_files.post(url("files"), {"files": [a_pdf("一.pdf"), a_pdf("二.pdf")], "add": "1"})
    first = Attachment.objects.get(
        original_name__isnull=False, pk=min(Attachment.objects.values_list("pk", flat=True))
    )
    with django_capture_on_commit_callbacks(execute=True):
        at_files.post(url("files"), {"remove": str(first.public_id)})
    assert [file.original_name for file in Attachment.objects.all()] == ["二.pdf"]
    assert not first.file.storage.exists(first.file.name)


@pytest.mark.parametrize("number", ["", "0", "999999", "-1", "x", "9" * 40, "１"])
def test_removing_what_is_not_there_changes_nothing(at_files, number):
    at_files.post(url("files"), {"files": [a_pdf()], "add": "1"})
    assert at_files.post(url("files"), {"remove": number}).status_code == 302
    assert Attachment.objects.count() == 1


def test_another_persons_file_cannot_be_removed(at_files):
    other = Draft.objects.create(key_index="x" * 64)
    theirs = Attachment.objects.create(draft=other, kind="application/pdf", size=1, original_name="别人.pdf")
    at_files.post(url("files"), {"remove": str(theirs.public_id)})
    assert Attachment.objects.filter(pk=theirs.pk).exists()


def test_add_without_a_file_says_what_to_do(at_files):
    page = refused(at_files, url("files"), {"add": "1"})
    assert "error-summary" in page.content.decode()


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("证明.pdf", "证明.pdf"),
        ("C:\\Users\\某某\\证明.pdf", "证明.pdf"),
        ("../../etc/passwd", "passwd"),
        ("a\u202efdp.exe\x00", "afdp.exe"),
        ("长" * 200 + ".pdf", "长" * 75 + "….pdf"),
    ],
)
def test_file_names_are_shown_without_folders_and_tricks(sent, shown):
    assert shown_name(sent) == shown


def test_a_file_without_a_name_gets_one():
    assert shown_name(None)
    assert shown_name("")


def test_all_drafts_together_hold_only_so_much(client, monkeypatch):
    walk(client, until="files")
    monkeypatch.setattr(crowding, "has_room", lambda size, draft: not Attachment.objects.exists())
    page = refused(client, url("files"), {"files": [a_pdf("一.pdf"), a_pdf("二.pdf")], "add": "1"})
    assert "二.pdf" in page.content.decode()
    assert [paper.original_name for paper in Attachment.objects.all()] == ["一.pdf"]
    other = Client()
    walk(other, until="files")
    refused(other, url("files"), {"files": [a_pdf()], "add": "1"})
    assert other.post(url("files"), {}).status_code == 302, "what happened can be told without files"


def test_one_case_holds_only_so_much(client, monkeypatch):
    shown = file(client, files={"files": [a_pdf("一.pdf")]}).context["confirmation"]
    client.post(reverse("complaints:status"), {"receipt": shown.receipt, "pin": shown.pin})
    monkeypatch.setattr(attachments, "HELD_BY_CASE", a_pdf().size)
    refused(
        client,
        reverse("complaints:write"),
        {"first_reader": "office", "text": "还有一份", "files": [a_pdf("二.pdf")]},
    )
    assert Attachment.objects.count() == 1


MARKERS = ("青花瓷碗", "蓝色雨衣", "铁皮柜子")


@pytest.mark.django_db(transaction=True)
def test_nothing_written_or_sent_stands_in_the_data_folder(client):
    """As a thief would look: through every byte of the files of the database and of the upload."""
    paper = SimpleUploadedFile(f"{MARKERS[0]}.pdf", b"%PDF-1.7\n" + MARKERS[1].encode() + b"\n%%EOF\n")
    file(
        client, files={"files": [paper]}, story={"narrative": f"他把钱放在{MARKERS[2]}里，要我先交钱才给办。"}
    )
    kept = Attachment.objects.get(case__isnull=False)
    with kept.file.open("rb") as opened:
        assert MARKERS[1].encode() in opened.read()
    assert MARKERS[2] in kept.case.narrative

    places = [Path(kept.file.path)]
    if connection.vendor == "sqlite":
        database = Path(connection.settings_dict["NAME"])
        places += database.parent.glob(f"{database.name}*")
        assert kept.case.number.encode() in b"".join(place.read_bytes() for place in places)
    for place in places:
        stolen = place.read_bytes()
        for marker in MARKERS:
            for encoding in ("utf-8", "utf-16-le", "utf-16-be", "gb18030"):
                assert marker.encode(encoding) not in stolen, place.name
