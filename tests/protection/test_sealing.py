"""Private files are encrypted on the disk and come back as they were, and nothing else in their place."""

import io
import tracemalloc
from io import StringIO
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from django.core.files.base import ContentFile, File
from django.core.management import CommandError, call_command
from django.http import FileResponse
from hypothesis import given
from hypothesis import strategies as st

from complaints.models import Attachment
from protection.sealing import HEAD, MAGIC, PIECE, Opened, Unsealable, seal
from protection.storage import PrivateFolder
from protection.uploads import private_storage

SECRET = "青花瓷碗放在桌上".encode()


@pytest.fixture
def folder(tmp_path):
    return PrivateFolder(location=tmp_path)


def sealed(content: bytes, name: str = "a") -> bytes:
    return b"".join(seal([content], name))


def opened(raw: bytes, name: str = "a") -> bytes:
    return io.BufferedReader(Opened(io.BytesIO(raw), name)).read()


@given(st.lists(st.binary(max_size=300), max_size=6), st.integers(0, 3))
def test_what_was_sealed_comes_back(blocks, pieces) -> None:
    content = b"x" * (pieces * PIECE) + b"".join(blocks)
    raw = b"".join(seal([b"x" * (pieces * PIECE), *blocks], "a"))
    assert opened(raw) == content
    assert Opened(io.BytesIO(raw), "a").size == len(content)


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE])
def test_every_length_and_every_place(size) -> None:
    content = bytes(index % 251 for index in range(size))
    file = io.BufferedReader(Opened(io.BytesIO(sealed(content)), "a"))
    assert file.seek(0, io.SEEK_END) == size
    for start in {0, size // 2, max(0, size - 3), size + 5}:
        file.seek(start)
        assert file.read(PIECE + 7) == content[start : start + PIECE + 7]


def test_nothing_of_it_is_on_the_disk(folder, tmp_path) -> None:
    name = folder.save("2026/11/paper.pdf", ContentFile(SECRET * 20_000))
    raw = tmp_path.joinpath(name).read_bytes()
    assert raw.startswith(MAGIC)
    assert SECRET not in raw
    assert folder.size(name) == len(SECRET) * 20_000
    with folder.open(name) as file:
        assert file.read() == SECRET * 20_000
    with folder.open(name) as file:
        assert b"".join(file.chunks()) == SECRET * 20_000


PIECES = sealed(b"a" * PIECE + b"b" * PIECE + b"c" * 10)
BEGIN = len(PIECES) - (2 * (PIECE + 16) + 10 + 16)


@pytest.mark.parametrize(
    "raw",
    [
        PIECES[:-1],
        PIECES[: BEGIN + 2 * (PIECE + 16)],
        PIECES[: BEGIN + PIECE + 16],
        PIECES[:BEGIN],
        PIECES[:BEGIN]
        + PIECES[BEGIN + PIECE + 16 : BEGIN + 2 * (PIECE + 16)]
        + PIECES[BEGIN : BEGIN + PIECE + 16],
        PIECES[:-5] + b"?" + PIECES[-4:],
        PIECES + b"more",
        PIECES + sealed(b"d")[BEGIN:],
        sealed(b"d" * 100)[:BEGIN] + PIECES[BEGIN:],
        PIECES[:60] + bytes([PIECES[60] ^ 1]) + PIECES[61:],
        PIECES[:8] + b"\xff\xff" + PIECES[10:],
        PIECES[: BEGIN - 20],
    ],
    ids=[
        "a byte",
        "last piece",
        "two pieces",
        "all pieces",
        "turned round",
        "changed",
        "more",
        "another's piece",
        "another's key",
        "key changed",
        "length changed",
        "key cut off",
    ],
)
def test_what_was_tampered_with_does_not_open(raw) -> None:
    with pytest.raises(Unsealable):
        opened(raw)


def test_a_file_in_the_place_of_another_does_not_open(folder, tmp_path) -> None:
    here, there = (folder.save(name, ContentFile(name.encode())) for name in ("here.pdf", "there.pdf"))
    tmp_path.joinpath(here).replace(tmp_path / there)
    with pytest.raises(Unsealable):
        folder.open(there).read()


def test_one_that_was_cut_off_is_refused_before_a_byte_is_sent() -> None:
    with pytest.raises(Unsealable):
        Opened(io.BytesIO(PIECES[: BEGIN + 2 * (PIECE + 16)]), "a")


@pytest.mark.parametrize("place", range(HEAD))
def test_one_with_a_broken_mark_is_not_handed_out_as_it_stands(folder, place) -> None:
    name = folder.save("a.pdf", ContentFile(SECRET))
    path = Path(folder.path(name))
    raw = path.read_bytes()
    path.write_bytes(raw[:place] + bytes([raw[place] ^ 1]) + raw[place + 1 :])
    with pytest.raises(Unsealable):
        folder.open(name)


def test_a_server_finds_no_descriptor_to_send_from(folder) -> None:
    response = FileResponse(folder.open(folder.save("a.pdf", ContentFile(SECRET))))
    assert response["Content-Length"] == str(len(SECRET))
    with pytest.raises(io.UnsupportedOperation):
        response.file_to_stream.fileno()
    assert b"".join(response) == SECRET


def test_twenty_megabytes_are_not_held_in_memory(folder, tmp_path) -> None:
    big = tmp_path / "big"
    big.write_bytes(b"x" * 20 * 1024 * 1024)
    tracemalloc.start()
    try:
        with big.open("rb") as file:
            name = folder.save("a.mp4", File(file))
        folder.seal_again(name)
        with folder.open(name) as kept:
            assert sum(len(block) for block in kept.chunks()) == 20 * 1024 * 1024
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert most < 6 * 1024 * 1024


def test_one_that_was_deleted_meanwhile_does_not_come_back(folder, monkeypatch, settings) -> None:
    settings.PRIVATE_FILES_IN_CLEAR = True
    path = Path(folder.path("a.pdf"))
    path.write_bytes(SECRET)

    def deleted_while_sealing(blocks, name):
        path.unlink()
        return [b"sealed"]

    monkeypatch.setattr("protection.storage.seal", deleted_while_sealing)
    with pytest.raises(FileNotFoundError):
        folder.seal_again("a.pdf")
    assert list(path.parent.iterdir()) == []


@pytest.mark.django_db
def test_one_that_fits_no_key_is_named_and_the_others_go_on(settings) -> None:
    papers = [Attachment(kind="application/pdf", size=5) for _ in range(2)]
    for paper in papers:
        paper.file.save("paper.pdf", ContentFile(b"x"))
    old, new = settings.FIELD_ENCRYPTION_KEYS, Fernet.generate_key().decode()
    Path(papers[0].file.path).write_bytes(sealed(SECRET)[:60])
    settings.FIELD_ENCRYPTION_KEYS = [new, *old]
    with pytest.raises(CommandError, match=papers[0].file.name):
        call_command("encrypt_files", stdout=StringIO())
    settings.FIELD_ENCRYPTION_KEYS = [new]
    with private_storage().open(papers[1].file.name) as file:
        assert file.read() == b"x"


def test_a_large_upload_on_disk_is_not_moved_in_clear(folder, tmp_path) -> None:
    """Django moves an upload that it keeps in a temporary file; that would be the file in clear."""
    waiting = tmp_path / "upload.tmp"
    waiting.write_bytes(SECRET * 1000)

    class Upload(File):
        def temporary_file_path(self) -> str:
            return str(waiting)

    with waiting.open("rb") as file:
        name = folder.save("kept.pdf", Upload(file, "kept.pdf"))
    assert SECRET not in tmp_path.joinpath(name).read_bytes()


@pytest.mark.django_db
def test_a_file_put_there_in_clear_is_refused_and_never_made_the_sites_own(folder) -> None:
    """Somebody who can write into the folder exchanges a paper, or puts another in a deleted one's place."""
    attachment = Attachment(kind="application/pdf", size=5)
    attachment.file.save("paper.pdf", ContentFile(b"x"))
    path = Path(attachment.file.path)
    path.write_bytes(SECRET)
    with pytest.raises(Unsealable):
        attachment.file.storage.open(attachment.file.name)
    for command in ("encrypt_files", "rotate_field_keys"):
        with pytest.raises(CommandError, match=attachment.file.name):
            call_command(command, stdout=StringIO())
    assert path.read_bytes() == SECRET


@pytest.mark.django_db
def test_files_of_an_earlier_release_are_read_and_then_encrypted(settings) -> None:
    settings.PRIVATE_FILES_IN_CLEAR = True
    storage = private_storage()
    attachment = Attachment(kind="application/pdf", size=5)
    attachment.file.save("paper.pdf", ContentFile(b"x"))
    path = storage.path(attachment.file.name)
    with open(path, "wb") as file:
        file.write(SECRET)
    with storage.open(attachment.file.name) as file:
        assert file.read() == SECRET
    output = StringIO()
    call_command("encrypt_files", stdout=output)
    assert "1 files encrypted" in output.getvalue()
    settings.PRIVATE_FILES_IN_CLEAR = False
    with open(path, "rb") as file:
        assert SECRET not in file.read()
    old = settings.FIELD_ENCRYPTION_KEYS
    new = Fernet.generate_key().decode()
    settings.FIELD_ENCRYPTION_KEYS = [new, *old]
    call_command("rotate_field_keys", stdout=StringIO())
    settings.FIELD_ENCRYPTION_KEYS = [new]
    with storage.open(attachment.file.name) as file:
        assert file.read() == SECRET
