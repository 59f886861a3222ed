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
    ("file", "ending"), [("pdf", "pdf"), ("word with a link", "docx"), ("excel", "xlsx")]
)
def test_others_are_taken_as_they_are(db, file, ending):
    document(MADE[file](), ending).clean()
    document(archive({"OFD.xml": "<ofd/>"}), "ofd").clean()
    document("户数,金额\n".encode(), "csv").clean()
