"""Encrypt the private files of an earlier release, which kept them in clear."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from protection.private_files import seal_all


class Command(BaseCommand):
    help = (
        "Encrypt files of a release that kept them in clear: set PRIVATE_FILES_IN_CLEAR=true for this "
        "command, and for the site until it has run. Can be repeated, and run while the site is up."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        files = seal_all()
        self.stdout.write(
            f"{files.sealed} files encrypted, {files.wrapped} were so already, {files.missing} not there."
        )
        if files.refused:
            raise CommandError(
                f"Damaged, of none of the keys, or in clear and not meant to be: {', '.join(files.refused)}"
            )
