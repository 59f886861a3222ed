"""Every string of the code is in each room's catalogues, and every Chinese one is translated."""

import ast
import re
import shutil
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def catalogues(script):
    """script/catalogues.py."""
    return script("catalogues")


@pytest.mark.parametrize("language", ["zh_Hans", "en"])
@pytest.mark.parametrize("room", settings.ROOMS)
def test_no_entry_is_empty_or_fuzzy(catalogues, room, language):
    assert catalogues.incomplete(room, language) == []


@pytest.mark.parametrize("room", settings.ROOMS)
def test_the_code_has_no_string_that_the_catalogues_lack(catalogues, room):
    if not shutil.which("xgettext"):
        pytest.skip(catalogues.HOW_TO_GET)
    found = catalogues.extract(ROOT / room)
    assert found, "no strings found at all"
    assert catalogues.stale(room, "zh_Hans", found) == []
    assert catalogues.stale(room, "en", found) == []


def test_placeholders_survive_translation(catalogues):
    """``%(name)s`` lost in translation would be an error at the moment that the text is shown."""
    wrong = []
    for room in settings.ROOMS:
        for entry in catalogues.current(catalogues.opened(catalogues.catalogue_path(room, "zh_Hans"))):
            if entry.msgid_plural:
                pairs = [(entry.msgid_plural, text) for text in entry.msgstr_plural.values()]
            else:
                pairs = [(entry.msgid, entry.msgstr)]
            for source, text in pairs:
                pattern = r"%\(\w+\)[sd]|\{\w*\}" if "%(" in source or "{" in source else r"%[sd]"
                if text and set(re.findall(pattern, source)) != set(re.findall(pattern, text)):
                    wrong.append(f"{room}: {source!r} → {text!r}")
    assert wrong == []


def test_two_rooms_translate_one_string_alike(catalogues):
    """All catalogues are one at run time, and the upper room's wins: what means two things has a context."""
    told: dict[tuple[str | None, str], dict[str, str]] = {}
    for room in settings.ROOMS:
        for entry in catalogues.current(catalogues.opened(catalogues.catalogue_path(room, "zh_Hans"))):
            text = entry.msgstr or str(entry.msgstr_plural)
            told.setdefault((entry.msgctxt, entry.msgid), {})[text] = room
    assert {key: rooms for key, rooms in told.items() if len(rooms) > 1} == {}


def test_no_string_is_translated_inside_another():
    """``f"{_('…')}"``: xgettext sees the outer string alone, and the inner one would stay English."""
    for room in settings.ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            inner = [
                called.func.id
                for outer in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
                if isinstance(outer, ast.JoinedStr)
                for called in ast.walk(outer)
                if isinstance(called, ast.Call) and isinstance(called.func, ast.Name)
                if called.func.id in ("_", "gettext", "gettext_lazy", "ngettext", "pgettext")
            ]
            assert not inner, path
