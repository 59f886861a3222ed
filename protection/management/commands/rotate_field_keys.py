"""Encrypt every encrypted value anew with the first of FIELD_ENCRYPTION_KEYS."""

from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError

from protection.fields import encrypted_fields
from protection.private_files import seal_all
from protection.rewriting import rotate


class Command(BaseCommand):
    help = (
        "Encrypt all encrypted fields, and the keys of private files, anew with the first of "
        "FIELD_ENCRYPTION_KEYS; then the old keys can go."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        total, refused = 0, []
        for model in filter(encrypted_fields, apps.get_models()):
            done = rotate(model)
            self.stdout.write(f"{model._meta.label}: {done.rows}")
            total += done.rows
            refused += [f"{number} in {model._meta.db_table}.{name}" for name, number in done.refused.items()]
        files = seal_all()
        self.stdout.write(f"private files: {files.sealed + files.wrapped}, not there: {files.missing}")
        if refused or files.refused:
            raise CommandError(
                "Keep the old keys until it is known why these fit none of them, or not their place: "
                + ", ".join([*refused, *files.refused])
            )
        self.stdout.write(self.style.SUCCESS(f"{total} rows are encrypted with the first key."))
