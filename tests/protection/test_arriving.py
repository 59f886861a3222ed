"""A large upload waits on disk sealed, reads as what was sent, and leaves nothing behind."""

import io
import os

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory
from PIL import Image

from protection.uploads import EVIDENCE, take

SECRET = b"%PDF-1.4 " + "陈小满和平镇刘庄村".encode() * 40
LARGE = SECRET + os.urandom(3 * 1024 * 1024) + SECRET


def received(content: bytes, settings, folder):
    settings.FILE_UPLOAD_TEMP_DIR = str(folder)
    files = {"paper": SimpleUploadedFile("paper.pdf", content, "application/pdf")}
    return RequestFactory().post("/complaints/new/files/", files).FILES["paper"]


def open_in(folder) -> list[int]:
    """The descriptors of what is open in a folder, named or not."""
    numbers = [int(name) for name in os.listdir("/proc/self/fd") if os.path.lexists(f"/proc/self/fd/{name}")]
    return [number for number in numbers if str(folder) in os.readlink(f"/proc/self/fd/{number}")]


@pytest.mark.parametrize("size", [len(LARGE), 0, 1], ids=["whole", "small beside", "one byte more"])
def test_it_reads_as_what_was_sent(size, settings, tmp_path) -> None:
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 0
    content = LARGE[:size] or b"x"
    upload = received(content, settings, tmp_path)
    assert upload.size == len(content)
    assert b"".join(upload.chunks()) == content
    upload.seek(len(content) - 1)
    assert upload.read() == content[-1:]


def test_on_disk_it_is_sealed_and_has_no_name(settings, tmp_path) -> None:
    upload = received(LARGE, settings, tmp_path)
    assert not hasattr(upload, "temporary_file_path")
    assert list(tmp_path.iterdir()) == []
    written = [os.pread(number, 8 << 20, 0) for number in open_in(tmp_path)]
    assert len(written) == 1, "the test has lost its sense: nothing is on disk"
    assert len(written[0]) > len(LARGE)
    assert b"%PDF" not in written[0]
    assert "陈小满".encode() not in written[0]
    upload.close()
    assert open_in(tmp_path) == []


def test_a_picture_is_taken_from_it(settings, tmp_path) -> None:
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 0
    buffer = io.BytesIO()
    Image.effect_noise((900, 900), 90).save(buffer, "PNG")
    upload = received(buffer.getvalue(), settings, tmp_path)
    taken = take(upload, EVIDENCE)
    assert taken.kind.extension == ".png"
    assert Image.open(taken.content).size == (900, 900)
