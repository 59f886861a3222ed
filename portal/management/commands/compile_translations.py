"""``manage.py compile_translations``: message catalogues without GNU gettext, which not every machine has."""

import os
from pathlib import Path

import polib
from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "Compile every room's .po files to .mo. Files that are up to date are left alone."

    def handle(self, *args, **options) -> None:
        compiled = 0
        for catalogue in sorted(catalogues()):
            target = catalogue.with_suffix(".mo")
            # The .mo bears the time of the .po it was made from, so that one made from an older text, by
            # somebody who read it a moment before it was saved, is never taken for the newer.
            made_from = catalogue.stat().st_mtime_ns
            if target.exists() and target.stat().st_mtime_ns == made_from:
                continue
            try:
                messages = polib.pofile(str(catalogue), check_for_duplicates=True)
            except (OSError, ValueError) as problem:
                raise CommandError(f"{catalogue}: {problem}") from problem
            # Written beside and moved, so that a server that starts meanwhile never reads half a file.
            half = target.with_suffix(".mo.part")
            messages.save_as_mofile(str(half))
            os.utime(half, ns=(made_from, made_from))
            half.replace(target)
            compiled += 1
        if options["verbosity"] > 0:
            self.stdout.write(f"{compiled} catalogues compiled")


def catalogues() -> list[Path]:
    """The .po files of the rooms of this project and of LOCALE_PATHS, not those of installed packages."""
    rooms = [
        Path(app.path) for app in apps.get_app_configs() if Path(app.path).is_relative_to(settings.BASE_DIR)
    ]
    found = [path for folder in settings.LOCALE_PATHS for path in Path(folder).glob("*/LC_MESSAGES/*.po")]
    for room in rooms:
        if ".venv" not in room.parts:
            found += room.glob("locale/*/LC_MESSAGES/django.po")
    return found
