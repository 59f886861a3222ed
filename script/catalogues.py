"""What ``script/messages`` does: keep each room's ``locale/*/LC_MESSAGES/django.po`` in step with its code.

Strings are taken out with gettext's xgettext through Django's makemessages, in a copy of the room, and merged
here: a new string comes in empty (zh_Hans) or as itself (en), one that is gone goes, nothing is ever guessed
as "fuzzy", and a catalogue whose strings did not change is not written, so that no date alone makes a
difference.
"""

import contextlib
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import polib
from environment import ROOMS, ROOT

SOURCE_LANGUAGE = "en"
LANGUAGES = ["zh_Hans", SOURCE_LANGUAGE]
PLURAL_FORMS = {"zh_Hans": "nplurals=1; plural=0;", "en": "nplurals=2; plural=(n != 1);"}
SOURCES = ("*.py", "*.html", "*.txt")
HOW_TO_GET = "no xgettext: apt-get install gettext"


def main(arguments: list[str]) -> int:
    """Update the catalogues, or only check them; gives 1 when one is out of date or incomplete."""
    only_check = "--check" in arguments
    rooms = [name for name in arguments if name != "--check"] or ROOMS
    if not set(rooms) <= set(ROOMS):
        print("usage: script/messages [--check] [ROOM ...]", file=sys.stderr)
        return 64
    if not shutil.which("xgettext"):
        print(HOW_TO_GET, file=sys.stderr)
        return 69
    set_up_django()
    problems = []
    for room in rooms:
        found = extract(ROOT / room)
        for language in LANGUAGES:
            if only_check:
                problems += stale(room, language, found)
            else:
                update(room, language, found)
            problems += incomplete(room, language)
    for problem in problems:
        print(problem)
    print(f"{len(problems)} to be done" if problems else "All catalogues are complete")
    return 1 if problems else 0


def set_up_django() -> None:
    """The little of Django that makemessages needs: no settings of ours, so that no room has to import."""
    import django
    from django.conf import settings

    settings.configure(USE_I18N=True)
    django.setup()


def extract(room: Path) -> polib.POFile:
    """All strings of a room's code and templates, as an untranslated catalogue."""
    from django.core.management import call_command

    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / room.name
        for pattern in SOURCES:
            for path in room.rglob(pattern):
                target = copy / path.relative_to(room)
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(path, target)
        (copy / "locale").mkdir(parents=True, exist_ok=True)
        with contextlib.chdir(copy):
            call_command("makemessages", locale=["en"], no_location=True, no_wrap=True, verbosity=0)
        made = copy / "locale" / "en" / "LC_MESSAGES" / "django.po"
        return polib.pofile(str(made)) if made.exists() else polib.POFile()


def update(room: str, language: str, found: polib.POFile) -> None:
    """Write the room's catalogue when its strings changed; an empty one is not made."""
    path = catalogue_path(room, language)
    old = opened(path)
    new = polib.POFile(wrapwidth=0)
    new.metadata = {
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Language": language,
        "MIME-Version": "1.0",
        "Plural-Forms": PLURAL_FORMS[language],
    }
    for entry in found:
        new.append(merged(entry, old.find(entry.msgid, msgctxt=entry.msgctxt or False), language))
    if not new or {str(entry) for entry in new} == {str(entry) for entry in old}:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    new.save(str(path))
    print(f"wrote {path.relative_to(ROOT)}")


def merged(entry: polib.POEntry, old: polib.POEntry | None, language: str) -> polib.POEntry:
    """The entry with the translation that it had; in English, a new one is its own translation."""
    result = polib.POEntry(
        msgid=entry.msgid,
        msgid_plural=entry.msgid_plural,
        msgctxt=entry.msgctxt,
        comment=entry.comment,
        flags=[flag for flag in entry.flags if flag != "fuzzy"],
    )
    if language == SOURCE_LANGUAGE:
        result.msgstr = "" if entry.msgid_plural else entry.msgid
        if entry.msgid_plural:
            result.msgstr_plural = {0: entry.msgid, 1: entry.msgid_plural}
    elif old is not None and "fuzzy" not in old.flags:
        result.msgstr, result.msgstr_plural = old.msgstr, dict(old.msgstr_plural)
    if entry.msgid_plural and not result.msgstr_plural:
        result.msgstr_plural = {0: ""}
    return result


def stale(room: str, language: str, found: polib.POFile) -> list[str]:
    """Strings of the code that the room's catalogue lacks, and those of the catalogue that left the code."""
    known = {(entry.msgctxt, entry.msgid) for entry in opened(catalogue_path(room, language))}
    asked = {(entry.msgctxt, entry.msgid) for entry in found}
    return [
        f"{room} {language}: {problem}: {msgid!r}"
        for problem, entries in (
            ("not in the catalogue", asked - known),
            ("no longer in the code", known - asked),
        )
        for _context, msgid in sorted(entries, key=str)
    ]


def incomplete(room: str, language: str) -> list[str]:
    """Entries of a catalogue without a translation, or with one that was guessed."""
    return [
        f"{room} {language}: {'fuzzy' if entry.fuzzy else 'not translated'}: {entry.msgid!r}"
        for entry in current(opened(catalogue_path(room, language)))
        if not entry.translated()
    ]


def current(catalogue: polib.POFile) -> Iterator[polib.POEntry]:
    """The entries that are in use."""
    return (entry for entry in catalogue if not entry.obsolete)


def catalogue_path(room: str, language: str) -> Path:
    """Where a room keeps a language."""
    return ROOT / room / "locale" / language / "LC_MESSAGES" / "django.po"


def opened(path: Path) -> polib.POFile:
    """The catalogue at ``path``, empty when there is none."""
    return polib.pofile(str(path)) if path.exists() else polib.POFile()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
