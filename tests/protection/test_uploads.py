"""Files are judged by their content, stored under random names, and pictures lose what they betray."""

import io
import zipfile
from types import SimpleNamespace

import openpyxl
import pytest
from django.core.files.base import ContentFile
from PIL import Image

from protection.uploads import EVIDENCE, UploadRefused, clean, clean_image, inspect_upload, private_path


def picture(kind: str = "JPEG", **save) -> ContentFile:
    buffer = io.BytesIO()
    Image.new("RGB", (40, 20), "white").save(buffer, kind, **save)
    return ContentFile(buffer.getvalue(), name="x")


def archive(names: dict[str, bytes]) -> ContentFile:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in names.items():
            file.writestr(name, content)
    return ContentFile(buffer.getvalue(), name="x")


def workbook() -> ContentFile:
    buffer = io.BytesIO()
    openpyxl.Workbook().save(buffer)
    return ContentFile(buffer.getvalue(), name="x")


@pytest.mark.parametrize(
    ("file", "extension"),
    [
        (picture("JPEG"), ".jpg"),
        (picture("PNG"), ".png"),
        (picture("WEBP"), ".webp"),
        (ContentFile(b"%PDF-1.7\n%%EOF\n", name="x"), ".pdf"),
        (workbook(), ".xlsx"),
        (archive({"word/document.xml": b"<w/>", "[Content_Types].xml": b"<t/>"}), ".docx"),
        (ContentFile(b"\0\0\0\x1cftypM4A \0\0\0\0M4A mp42isom", name="x"), ".m4a"),
        (ContentFile(b"\0\0\0\x18ftypisom\0\0\0\0isommp42", name="x"), ".mp4"),
        (ContentFile(b"#!AMR\n" + b"\0" * 50, name="x"), ".amr"),
    ],
)
def test_the_kind_is_read_from_the_content(file: ContentFile, extension: str) -> None:
    assert inspect_upload(file, EVIDENCE).extension == extension
    assert file.tell() == 0


@pytest.mark.parametrize(
    ("file", "code"),
    [
        (ContentFile(b"", name="photo.jpg"), "empty"),
        (ContentFile(b"MZ" + b"\0" * 100, name="photo.jpg"), "kind"),
        (ContentFile(b"<html><script>alert(1)</script>", name="photo.jpg"), "kind"),
        (ContentFile(b"<svg xmlns='http://www.w3.org/2000/svg'/>", name="photo.svg"), "kind"),
        (archive({"a.exe": b"MZ"}), "kind"),
        (archive({"xl/workbook.xml": b"", "xl/vbaProject.bin": b"x"}), "kind"),
        (ContentFile(b"PK\x03\x04 not an archive", name="list.xlsx"), "broken"),
        (ContentFile(picture("JPEG").read()[:60], name="photo.jpg"), "broken"),
        (archive({"xl/workbook.xml": b"\0" * (201 * 1024 * 1024)}), "bomb"),
    ],
)
def test_what_is_not_taken_says_why(file: ContentFile, code: str) -> None:
    with pytest.raises(UploadRefused) as refused:
        inspect_upload(file, EVIDENCE)
    assert refused.value.code == code
    assert str(refused.value.message)


def test_too_large_is_refused_before_it_is_read() -> None:
    file = SimpleNamespace(size=EVIDENCE.most_bytes + 1)
    with pytest.raises(UploadRefused) as refused:
        inspect_upload(file, EVIDENCE)
    assert refused.value.code == "too_large"
    assert "10" in str(refused.value.message)


def test_a_picture_loses_place_and_camera_and_keeps_its_side_up() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010F] = "Camera"
    exif.get_ifd(0x8825)[1] = "N"
    file = picture("JPEG", exif=exif)
    cleaned = clean_image(file, inspect_upload(file, EVIDENCE))
    with Image.open(cleaned) as image:
        assert not dict(image.getexif())
        assert image.size == (20, 40)


def test_stored_names_hold_nothing_of_the_sender() -> None:
    path = private_path(None, "王小明的低保证.JPG")
    assert path.endswith(".jpg")
    assert "王" not in path
    assert path != private_path(None, "王小明的低保证.JPG")
    assert private_path(None, "x.j/..%00").count("/") == 2
    assert private_path(None, "无扩展名").rpartition("/")[2].isalnum()


def test_a_workbook_loses_who_made_it_and_still_opens() -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "八月未发"
    book.properties.creator = book.properties.lastModifiedBy = "CHEN-XIAOMAN"
    buffer = io.BytesIO()
    book.save(buffer)
    file = ContentFile(buffer.getvalue(), name="x")
    cleaned = clean(file, inspect_upload(file, EVIDENCE))
    with zipfile.ZipFile(cleaned) as archive:
        assert not [name for name in archive.namelist() if name.startswith("docProps")]
        assert not any(b"docProps" in archive.read(name) for name in archive.namelist())
        assert not any(b"CHEN" in archive.read(name) for name in archive.namelist())
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    cleaned.seek(0)
    assert openpyxl.load_workbook(cleaned).active["A1"].value == "八月未发"
    cleaned.seek(0)
    assert inspect_upload(cleaned, EVIDENCE).extension == ".xlsx"


def test_a_word_file_loses_its_author() -> None:
    file = archive(
        {
            "[Content_Types].xml": b'<T><Override PartName="/docProps/core.xml" ContentType="c"/><Keep/></T>',
            "_rels/.rels": b'<R><Relationship Target="docProps/core.xml"/>'
            b'<Relationship Target="word/document.xml"/></R>',
            "word/document.xml": "<w>八月未发</w>".encode(),
            "docProps/core.xml": "<creator>陈小满</creator>".encode(),
        }
    )
    with zipfile.ZipFile(clean(file, inspect_upload(file, EVIDENCE))) as kept:
        assert kept.namelist() == ["[Content_Types].xml", "_rels/.rels", "word/document.xml"]
        assert kept.read("_rels/.rels") == b'<R><Relationship Target="word/document.xml"/></R>'
        assert kept.read("[Content_Types].xml") == b"<T><Keep/></T>"
        assert kept.read("word/document.xml").decode() == "<w>八月未发</w>"


def test_a_large_photo_is_read_at_a_quarter_and_a_huge_one_refused() -> None:
    buffer = io.BytesIO()
    Image.new("CMYK", (5000, 3000)).save(buffer, "JPEG")
    file = ContentFile(buffer.getvalue(), name="x")
    with Image.open(clean_image(file, inspect_upload(file, EVIDENCE))) as image:
        assert (image.size, image.mode) == ((2500, 1500), "RGB")
    buffer = io.BytesIO()
    Image.new("1", (6000, 5000)).save(buffer, "PNG")
    with pytest.raises(UploadRefused) as refused:
        inspect_upload(ContentFile(buffer.getvalue(), name="x"), EVIDENCE)
    assert refused.value.code == "too_many_pixels"
