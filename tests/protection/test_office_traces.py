"""An office file loses who wrote it and where, wherever in it that stands, and keeps what was written."""

import io
import struct
import zipfile

import pytest
from django.core.files.base import ContentFile
from PIL import Image

from protection.uploads import EVIDENCE, AcceptedFile, take
from tests.protection.factories import archive, document, located, picture, relations

WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
NAME, MAIL = "陈小满", "13905180001@qq.com"
BY = f'w:id="1" w:author="{NAME}" w:initials="{NAME}"'


def taken(content: bytes) -> AcceptedFile:
    return take(ContentFile(content, name="x"), EVIDENCE)


def parts_of(kept: AcceptedFile) -> dict[str, bytes]:
    with zipfile.ZipFile(kept.content) as file:
        return {name: file.read(name) for name in file.namelist()}


def book(parts: dict[str, bytes | str]) -> bytes:
    root = relations(("officeDocument", "xl/workbook.xml", ""))
    types = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
    return archive({"[Content_Types].xml": types, "_rels/.rels": root, "xl/workbook.xml": "<x/>", **parts})


def assert_nobody(parts: dict[str, bytes]) -> None:
    for name, content in parts.items():
        assert not [told for told in (NAME, MAIL) if told.encode() in content], name


@pytest.mark.parametrize(
    ("part", "text", "stays"),
    [
        (
            "word/document.xml",
            f"<w:p {WORD}><w:del {BY}><w:delText>三千</w:delText></w:del></w:p>",
            "三千",
        ),
        ("word/document.xml", f"<w:p {WORD}><w:ins {BY}><w:t>三千</w:t></w:ins></w:p>", "三千"),
        ("word/comments.xml", f"<w:comments {WORD}><w:comment {BY}>未发</w:comment></w:comments>", "未发"),
        (
            "word/people.xml",
            f'<q:people xmlns:q="q"><q:person q:author="{NAME}"><q:presenceInfo q:userId="S::{MAIL}"/>'
            "</q:person></q:people>",
            "people",
        ),
        (
            "word/document.xml",
            f'<w:p {WORD}><w:docPr descr="C:\\Users\\{NAME}\\图\\低保证.jpg"/><w:t>八月</w:t></w:p>',
            "低保证.jpg",
        ),
    ],
    ids=["struck out", "added", "comment", "people", "folder of a picture"],
)
def test_a_word_file_loses_names_and_keeps_what_was_written(part, text, stays) -> None:
    kept = taken(document({part: text}))
    parts = parts_of(kept)
    assert_nobody(parts)
    assert stays in parts[part].decode()
    assert kept.active == ()


def test_a_workbook_loses_names_and_folders() -> None:
    kept = taken(
        book(
            {
                "xl/workbook.xml": '<workbook xmlns:a="urn:ac" xmlns:mc="urn:mc">'
                f'<fileSharing userName="{NAME}"/><mc:AlternateContent><mc:Choice Requires="a">'
                f'<a:absPath url="D:\\资料\\{NAME}\\"/></mc:Choice></mc:AlternateContent><sheets/>'
                "</workbook>",
                "xl/persons/person.xml": "<personList>"
                f'<person displayName="{NAME}" userId="{MAIL}" id="{{1}}"/></personList>',
                "xl/comments1.xml": f"<comments><authors><author>{NAME}</author><author>tc={{1}}</author>"
                "</authors><comment authorId='0'>少发</comment></comments>",
                "xl/pivotCache/pivotCacheDefinition1.xml": f'<p refreshedBy="{NAME}"/>',
                "xl/worksheets/_rels/sheet1.xml.rels": relations(
                    ("hyperlink", f"file:///C:/Users/{NAME}/b.xlsx", "External"),
                    ("hyperlink", "https://www.gov.cn/", "External"),
                ),
            }
        )
    )
    parts = parts_of(kept)
    assert_nobody(parts)
    assert b"AlternateContent" not in parts["xl/workbook.xml"]
    assert b"<sheets" in parts["xl/workbook.xml"]
    assert "{1}" in parts["xl/persons/person.xml"].decode()
    assert "少发" in parts["xl/comments1.xml"].decode()
    assert "tc={1}" in parts["xl/comments1.xml"].decode()
    assert b"https://www.gov.cn/" in parts["xl/worksheets/_rels/sheet1.xml.rels"]
    assert kept.active == ()


def test_what_is_written_in_two_bytes_a_letter_is_read_too() -> None:
    text = f'<?xml version="1.0" encoding="UTF-16"?><w:p {WORD}><w:ins {BY}/></w:p>'
    assert_nobody(parts_of(taken(document({"word/footer1.xml": text.encode("utf-16")}))))


@pytest.mark.parametrize(
    ("part", "content"),
    [
        ("word/x.xml", b'<w author="a"'),
        ("word/x.xml", b'<!DOCTYPE w [<!ENTITY a "b">]><w author="a">&a;</w>'),
        ("word/media/a.jpeg", b"\xff\xd8\xff\xe1broken"),
        ("word/media/a.tiff", b"II*\0" + b"\0" * 40),
    ],
)
def test_what_cannot_be_cleaned_is_kept_and_marked(part, content) -> None:
    kept = taken(document({part: content}))
    assert kept.active == ("unreadable",)
    assert parts_of(kept)[part] == content


def test_a_photo_inside_loses_place_and_camera_keeps_its_side_and_every_point() -> None:
    hidden = located("JPEG") + b"behind the end Camera"
    kept = taken(document({"word/media/image1.jpeg": hidden}))
    inside = parts_of(kept)["word/media/image1.jpeg"]
    assert kept.active == ()
    assert b"Camera" not in inside
    assert b"2026:11:27" not in inside
    with Image.open(io.BytesIO(inside)) as after, Image.open(io.BytesIO(hidden)) as before:
        assert dict(after.getexif()) == {0x0112: 6}
        assert after.tobytes() == before.tobytes()


@pytest.mark.parametrize("save", [{}, {"progressive": True}, {"comment": b"Camera"}])
def test_photos_of_other_makes_stay_whole(save) -> None:
    content = picture("JPEG", 300, 200, **save)
    kept = taken(document({"word/media/image1.jpg": content}))
    inside = parts_of(kept)["word/media/image1.jpg"]
    assert kept.active == ()
    assert b"Camera" not in inside
    with Image.open(io.BytesIO(inside)) as after, Image.open(io.BytesIO(content)) as before:
        assert after.tobytes() == before.tobytes()


def test_a_screenshot_inside_loses_its_words() -> None:
    content = located("PNG")
    assert b"Camera" in content
    inside = parts_of(taken(document({"word/media/image1.png": content})))["word/media/image1.png"]
    assert b"Camera" not in inside
    with Image.open(io.BytesIO(inside)) as after:
        after.load()
        assert not dict(after.getexif())
    assert struct.unpack(">I", inside[16:20]) == (40,)
