"""A document to be published holds nothing that acts by itself."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from portal.models import PortalDocument
from tests.protection.making_files import MADE, archive


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
