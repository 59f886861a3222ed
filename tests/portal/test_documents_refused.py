"""A document to be published holds nothing that acts by itself."""

import hashlib
import io
import zipfile

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from portal.models import PortalDocument
from tests.organizations.factories import make_person
from tests.protection.factories import MADE, archive
from tests.protection.factories import document as word


def document(content: bytes, ending: str) -> PortalDocument:
    return PortalDocument(title="办法", file=ContentFile(content, name=f"file.{ending}"))


@pytest.mark.parametrize(
    ("file", "ending", "word"),
    [
        ("pdf with a script", "pdf", "脚本"),
        ("pdf with a packed script", "pdf", "脚本"),
        ("pdf that starts a program", "pdf", "启动"),
        ("pdf with a file inside", "pdf", "嵌在"),
        ("word with macros", "docx", "宏"),
        ("word with a template elsewhere", "docx", "别处"),
        ("word with an object", "docx", "嵌在"),
        ("bomb", "docx", "PDF"),
    ],
)
def test_what_acts_by_itself_is_refused_with_what_would_be_right(db, file, ending, word):
    with pytest.raises(ValidationError) as refused:
        document(MADE[file](), ending).clean()
    assert word in str(refused.value)


@pytest.mark.parametrize(
    ("content", "ending"),
    [
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600, "docx"),
        (rb"{\rtf1\ansi{\object\objocx}}", "docx"),
        (rb"{\rtf1\ansi{\object\objocx}}", "csv"),
        (b"<html><script>alert(1)</script>", "pdf"),
        (b"MZ" + b"\0" * 600, "csv"),
        (archive({"xl/workbook.xml": "<x/>", "[Content_Types].xml": "<Types/>"}), "docx"),
        (archive({"word/document.xml": "<x/>"}), "ofd"),
    ],
    ids=lambda value: str(value)[:16],
)
def test_what_is_not_what_its_name_says_is_refused(db, content, ending):
    """Word opens a file of another kind by its content, objects and macros in it: none was looked into."""
    with pytest.raises(ValidationError) as refused:
        document(content, ending).clean()
    assert "名称" in str(refused.value)


@pytest.mark.parametrize(
    ("file", "ending"), [("pdf", "pdf"), ("word with a link", "docx"), ("excel", "xlsx")]
)
def test_others_are_taken_as_they_are(db, file, ending):
    document(MADE[file](), ending).clean()
    document(archive({"OFD.xml": "<ofd/>"}), "ofd").clean()
    document("户数,金额\n".encode(), "csv").clean()
    document("户数,金额\n".encode("utf-16"), "csv").clean()
    document("户数,金额\n".encode("gb18030"), "csv").clean()


WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


@pytest.mark.parametrize(
    ("part", "text"),
    [
        ("word/document.xml", f"<w:p {WORD}><w:del><w:delText>举报人</w:delText></w:del></w:p>"),
        ("word/document.xml", f"<w:p {WORD}><w:ins w:author='x'/></w:p>"),
        ("word/document.xml", f"<w:p {WORD}><w:moveFrom/></w:p>"),
        ("word/header1.xml", f"<w:p {WORD}><w:rPrChange/></w:p>"),
        ("word/comments.xml", f"<w:comments {WORD}><w:comment/></w:comments>"),
    ],
)
def test_what_still_shows_how_it_was_written_is_refused(db, part, text):
    with pytest.raises(ValidationError) as refused:
        document(word({part: text}), "docx").clean()
    assert "修订" in str(refused.value)
    assert "批注" in str(refused.value)


def test_comments_of_a_workbook_are_refused(db):
    book = openpyxl.Workbook()
    book.active["A1"].comment = openpyxl.comments.Comment("举报人说的", "孙继财")
    buffer = io.BytesIO()
    book.save(buffer)
    with pytest.raises(ValidationError):
        document(buffer.getvalue(), "xlsx").clean()


def test_what_is_published_names_no_author_and_keeps_its_name(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    book = openpyxl.Workbook()
    book.active["A1"] = "公示"
    book.properties.creator = "SUN-JICAI"
    buffer = io.BytesIO()
    book.save(buffer)
    made = document(buffer.getvalue(), "xlsx")
    made.clean()
    made.save()
    assert made.filename.endswith(".xlsx")
    with made.file.open() as file, zipfile.ZipFile(file) as kept:
        assert not any(b"SUN-JICAI" in kept.read(name) for name in kept.namelist())
    with made.file.open() as file:
        assert openpyxl.load_workbook(file).active["A1"].value == "公示"


def test_what_an_editor_sends_in_is_kept_without_its_author(db, client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    client.force_login(make_person("编辑", is_superuser=True))
    sent = word(
        {"word/footer1.xml": "<w author='孙继财'/>", "docProps/core.xml": "<creator>孙继财</creator>"}
    )
    fields = {"title": "办法", "file": SimpleUploadedFile("办法.docx", sent), "collection": 1}
    assert client.post(reverse("wagtaildocs:add"), fields).status_code == 302
    kept = PortalDocument.objects.get()
    with kept.file.open() as file:
        content = file.read()
    assert (kept.file_size, kept.file_hash) == (len(content), hashlib.sha1(content).hexdigest())
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert not any("孙继财".encode() in parts.read(name) for name in parts.namelist())
