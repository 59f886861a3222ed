"""Words that were replaced do not come back: in catalogues, tables, templates, texts and guides."""

import csv
from fnmatch import fnmatch
from pathlib import Path

import polib
import pytest

ROOT = Path(__file__).parents[2]
with (Path(__file__).parent / "data" / "replaced_words.csv").open(encoding="utf-8", newline="") as table:
    REPLACED = [(row["old"], row["new"], row["allowed"].split()) for row in csv.DictReader(table)]

#: What people read of the site; tests and migrations tell of older states.
READ = (
    "README.zh-hans.md",
    "docs/*.md",
    "*/data/*.csv",
    "*/data/words/*.csv",
    "*/policies/data/*.csv",
    "*/templates/**/*.html",
    "*/templates/**/*.txt",
    "demonstration/*.py",
    "demonstration/data/*.toml",
    "demonstration/texts/**/*.*",
    "supervision/letter.py",
)
CATALOGUES = ("*/locale/*/LC_MESSAGES/django.po", "*/wagtail_words/*/LC_MESSAGES/django.po")


def texts():
    """Yield each file by its path in the repository, with what is read of it."""
    for path in sorted({each for pattern in READ for each in ROOT.glob(pattern)}):
        yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")
    for path in sorted({each for pattern in CATALOGUES for each in ROOT.glob(pattern)}):
        said = [
            text
            for entry in polib.pofile(str(path))
            if not entry.obsolete
            for text in (entry.msgstr, *entry.msgstr_plural.values())
        ]
        yield path.relative_to(ROOT).as_posix(), "\n".join(said)


@pytest.fixture(scope="module")
def shipped():
    return dict(texts())


def test_what_is_read_is_found(shipped):
    assert len(shipped) > 100


@pytest.mark.parametrize(("old", "new", "allowed"), REPLACED, ids=[each[0] for each in REPLACED])
def test_a_replaced_word_is_written_nowhere(shipped, old, new, allowed):
    found = [
        path
        for path, text in shipped.items()
        if old in text and not any(fnmatch(path, pattern) for pattern in allowed)
    ]
    assert not found, f"write {new} instead of {old}"
