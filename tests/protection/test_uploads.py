"""Files are judged by their content in a bounded process, and lose what they betray."""

import io
import threading
import zipfile
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import openpyxl
import pytest
from django.core.files.base import ContentFile
from PIL import Image

from protection import bounded
from protection.file_worker import run
from protection.uploads import ACTIVE, EVIDENCE, AcceptedFile, UploadRefused, private_path, take
from tests.protection import factories
from tests.protection.factories import MADE
from tests.tables import rows_beside

ROWS = rows_beside(__file__, "uploads.csv")


def taken(content: bytes) -> AcceptedFile:
    return take(ContentFile(content, name="x"), EVIDENCE)


def refusal(content: bytes) -> UploadRefused:
    with pytest.raises(UploadRefused) as refused:
        taken(content)
    return refused.value


def test_every_file_that_is_made_stands_in_the_table() -> None:
    assert sorted(row["file"] for row in ROWS) == sorted(MADE)


@pytest.fixture
def readings(monkeypatch) -> list[tuple[bytes, str, bounded.ProcessAnswer]]:
    """Every file that a process of its own was asked about, its kind, and what that said."""
    found, ask = [], bounded.open_file

    def asking(file, kind):
        told = ask(file, kind)
        file.seek(0)
        found.append((file.read(), kind, told))
        return told

    monkeypatch.setattr(bounded, "open_file", asking)
    return found


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["file"])
def test_a_file_is_taken_marked_or_refused_with_what_would_be_right(row, readings) -> None:
    content = MADE[row["file"]]()
    assert len(content) <= EVIDENCE.most_bytes, "the row would test the size alone"
    judge(row, content)
    for read, kind, told in readings:
        assert run.answer(read, kind) == (told.line, told.content), "neither pipe nor limits change a reading"


def judge(row, content: bytes) -> None:
    if row["outcome"] == "refused":
        refused = refusal(content)
        assert (refused.code, bool(str(refused.message))) == (row["what"], True)
        return
    kept = taken(content)
    if row["outcome"] == "marked":
        assert " ".join(kept.active) == row["what"]
        assert all(mark in ACTIVE for mark in kept.active)
    else:
        assert (kept.kind.extension, kept.active) == (row["what"], ())


def test_too_large_is_refused_before_it_is_read() -> None:
    with pytest.raises(UploadRefused) as refused:
        take(SimpleNamespace(size=EVIDENCE.most_picture_bytes + 1), EVIDENCE)
    assert refused.value.code == "too_large"
    assert "30" in str(refused.value.message)
    assert "10" in str(refused.value.message)


def test_a_photo_may_be_larger_than_a_document() -> None:
    """A phone's photo of 48 megapixels has 12 to 25 MB; it is drawn anew, far smaller."""
    more = bytes(EVIDENCE.most_bytes)
    assert taken(MADE["photo with place"]() + more).content.size < EVIDENCE.most_bytes
    for content in (b"%PDF-1.4", b"ID3\x04", b"PK\x03\x04"):
        assert refusal(content + more).code == "too_large"


@pytest.mark.parametrize("file", ["photo with place", "photo of an iPhone"])
def test_a_picture_loses_place_and_camera_and_keeps_its_side_up(file) -> None:
    with Image.open(taken(MADE[file]()).content) as image:
        assert (image.format, image.size) == ("JPEG", (20, 40))
        assert not dict(image.getexif())


@pytest.mark.parametrize(
    ("file", "size"),
    [
        ("photo of 15 megapixels in CMYK", (2500, 1500)),
        ("photo of 48 megapixels", (4032, 3024)),
        ("long screenshot", (1080, 20_000)),
    ],
)
def test_a_large_photo_is_kept_at_a_quarter_and_a_talk_as_it_is(file, size) -> None:
    with Image.open(taken(MADE[file]()).content) as image:
        assert image.size == size


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
    kept = taken(buffer.getvalue()).content
    with zipfile.ZipFile(kept) as archive:
        assert not [name for name in archive.namelist() if name.startswith("docProps")]
        assert not any(b"docProps" in archive.read(name) for name in archive.namelist())
        assert not any(b"CHEN" in archive.read(name) for name in archive.namelist())
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    kept.seek(0)
    assert openpyxl.load_workbook(kept).active["A1"].value == "八月未发"
    kept.seek(0)
    assert take(kept, EVIDENCE).kind.extension == ".xlsx"


def parts_of(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(taken(content).content) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_a_word_file_loses_its_author_wherever_that_lies() -> None:
    core = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
    parts = parts_of(
        factories.document(
            {
                "[Content_Types].xml": factories.types(
                    factories.WORD_MAIN, ("/who/core.xml", "c"), ("/word/kept.xml", "k")
                ),
                "_rels/.rels": factories.relations(
                    (core, "who/core.xml", ""), ("officeDocument", "word/document.xml", "")
                ),
                "who/core.xml": "<creator>陈小满</creator>",
                "docProps/app.xml": "<Company>陈小满</Company>",
            }
        )
    )
    names = {"[Content_Types].xml", "_rels/.rels", "word/document.xml", "word/_rels/document.xml.rels"}
    assert set(parts) == names
    assert "core.xml" not in parts["_rels/.rels"] + parts["[Content_Types].xml"]
    assert "kept.xml" in parts["[Content_Types].xml"]
    assert parts["word/document.xml"] == "<w>八月未发</w>"


def test_what_would_run_or_be_fetched_is_gone_and_the_words_are_kept() -> None:
    parts = parts_of(MADE["word with macros"]())
    assert "word/vbaProject.bin" not in parts
    assert not any("vba" in text or "macro" in text for text in parts.values())
    assert parts["word/document.xml"] == "<w>八月未发</w>"
    for file in ("word with a template elsewhere", "word with a picture elsewhere"):
        assert not any("evil" in text for text in parts_of(MADE[file]()).values())
    link = parts_of(MADE["word with a link"]())
    assert "https://www.gov.cn/" in link["word/_rels/document.xml.rels"]


@pytest.mark.parametrize(("limit", "most"), [("MEMORY", 1024), ("SECONDS", 0)])
def test_a_file_beyond_the_limits_ends_its_process_alone(monkeypatch, limit, most) -> None:
    monkeypatch.setattr(bounded, limit, most)
    refused = refusal(MADE["photo"]())
    assert (refused.code, "PDF" in str(refused.message)) == ("beyond_limits", True)


def test_the_process_gets_neither_keys_nor_settings(monkeypatch) -> None:
    program = "import os, json, sys; sys.stdin.buffer.read(); print(json.dumps(dict(os.environ)))"
    monkeypatch.setattr(bounded, "PROGRAM", program)
    assert set(bounded.open_file(io.BytesIO(b"x"), ".jpg").line) <= {"LC_CTYPE"}


def test_of_thirty_at_once_few_are_opened_and_the_others_told(monkeypatch) -> None:
    """Two processes at most, three threads in all; the rest hears at once that it should come again."""
    running, most, told, lock = [0], [0], [0], threading.Lock()
    ask, go_on = bounded._ask, threading.Event()

    def counted(file, kind):
        with lock:
            running[0] += 1
            most[0] = max(most[0], running[0])
        try:
            go_on.wait(4)
            return ask(file, kind)
        finally:
            with lock:
                running[0] -= 1

    def send(_number):
        try:
            return taken(MADE["photo"]()).kind.extension
        except UploadRefused as refused:
            with lock:
                told[0] += 1
                if told[0] == 27:
                    go_on.set()
            return refused.code

    monkeypatch.setattr(bounded, "_ask", counted)
    monkeypatch.setattr(bounded, "WAITING_SECONDS", 60)
    with ThreadPoolExecutor(30) as pool:
        answers = list(pool.map(send, range(30)))
    assert most[0] <= bounded.AT_ONCE
    assert set(answers) == {".jpg", "busy"}
    assert taken(MADE["photo"]()).kind.extension == ".jpg", "the places were given back"
