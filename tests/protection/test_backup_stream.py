"""The stream of a backup: bounded memory, an end that shows, keys that are told apart."""

import io
import json
import tracemalloc

import pytest
from django.conf import settings
from django.db import connection

from protection import blind_index
from protection.backups import BackupError, about, age
from protection.backups.archive import Reader, Writer

MEGABYTE = 1024 * 1024


@pytest.fixture
def pair(tmp_path):
    """A public key, and the file with its private half."""
    path = tmp_path / "key.txt"
    return age.make_identity(path), path


def archive(entries):
    writer = Writer(0)
    for name, blocks in entries.items():
        yield from writer.entry(name, sum(map(len, blocks)), blocks)
    yield from writer.end()


def test_it_is_written_and_read_in_bounded_memory(pair, tmp_path):
    public, path = pair
    large = [bytes(MEGABYTE)] * 48
    to, keys = age.recipients([public]), age.identities(path)
    tracemalloc.start()
    with (tmp_path / "large.age").open("wb") as target:
        age.encrypt(archive({"a": large, "b": [b"end"]}), target, to)
    with age.opened(tmp_path / "large.age", keys) as stream:
        sizes = {entry.name: sum(map(len, entry.blocks)) for entry in Reader(stream).entries()}
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert sizes == {"a": 48 * MEGABYTE, "b": 3}
    assert peak < 12 * MEGABYTE


def test_what_breaks_off_the_blocks_is_what_is_raised(pair, tmp_path):
    def broken():
        yield b"begun"
        raise OSError(5, "the disk is gone")

    with pytest.raises(OSError, match="the disk is gone"):
        age.encrypt(broken(), io.BytesIO(), age.recipients([pair[0]]))


def test_a_full_disk_is_said(pair):
    class Full(io.BytesIO):
        def write(self, block):
            raise OSError(28, "No space left on device")

    with pytest.raises(BackupError, match="No space left"):
        age.encrypt(iter([bytes(MEGABYTE)]), Full(), age.recipients([pair[0]]))


def test_a_file_that_grows_while_it_is_read_is_no_entry():
    with pytest.raises(BackupError, match="changed while it was read"):
        list(Writer(0).entry("a", 3, [b"four"]))


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ([], "is empty"),
        ([""], "no public key"),
        (["age1nonsense"], "no public key"),
        (["AGE-SECRET-KEY-1QQQQQQ"], "holds a private key"),
    ],
)
def test_what_is_no_public_key_is_refused_in_words(written, words):
    with pytest.raises(BackupError, match=words):
        age.recipients(written)


def test_a_private_key_is_for_its_owner_alone_and_overwrites_nothing(pair):
    public, path = pair
    assert path.stat().st_mode & 0o777 == 0o600
    assert str(age.identities(path)[0].to_public()) == public
    with pytest.raises(BackupError, match="Name a new file"):
        age.make_identity(path)


def told(**changes):
    """What a backup of this very site says of itself, with some of it changed."""
    own = {
        "format": about.FORMAT,
        "made_at": "2026-11-28T00:00:00+00:00",
        "engine": connection.vendor,
        "migrations": ["protection.0001_the_chain_over_the_logs"],
        "fields": about.fingerprints(settings.FIELD_ENCRYPTION_KEYS),
        "blind": about.fingerprints(blind_index.keys()),
        "settings": about.remembered(),
        "rows": {},
    }
    return json.dumps(own | changes).encode()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, None),
        ({"engine": "oracle"}, "is of oracle"),
        ({"migrations": ["portal.9999_later"]}, "later release"),
        ({"fields": ["00"]}, "FIELD_ENCRYPTION_KEYS lacks 00"),
        ({"blind": ["00"]}, "no receipt would open"),
        ({"settings": {"LOG_KEPT_DAYS": "2000"}}, "LOG_KEPT_DAYS was 2000"),
    ],
)
def test_what_does_not_fit_this_site_is_said(changes, words):
    made = about.read(told(**changes))
    said = [*about.refusals(made), *about.lacking_keys(made), *about.other_settings(made)]
    assert len(said) == bool(words)
    assert words is None or words in said[0]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (told(format=2), "has form 2"),
        (b"{}", "none of ours"),
        (b"\xff", "none of ours"),
        (b"[1]", "none of ours"),
    ],
)
def test_another_form_of_archive_is_refused(content, words):
    with pytest.raises(BackupError, match=words):
        about.read(content)
