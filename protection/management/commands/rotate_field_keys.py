"""Encrypt every encrypted value anew with the first of FIELD_ENCRYPTION_KEYS."""

from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError

from protection.encryption import rotate
from protection.fields import EncryptedTextField
from protection.private_files import seal_all
from protection.rewriting import rewrite


class Command(BaseCommand):
    help = (
        "Encrypt all encrypted fields, and the keys of private files, anew with the first of "
        "FIELD_ENCRYPTION_KEYS; then the old keys can go."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        total = 0
        for model in apps.get_models():
            columns = [
                str(field.column)
                for field in model._meta.local_concrete_fields
                if isinstance(field, EncryptedTextField)
            ]
            if columns and not model._meta.proxy and model._meta.managed:
                rows = rewrite(model, columns, rotate)
                self.stdout.write(f"{model._meta.label}: {rows}")
                total += rows
        files = seal_all()
        self.stdout.write(f"private files: {files.sealed + files.wrapped}, not there: {files.missing}")
        if files.refused:
            raise CommandError(
                f"Keep the old keys until it is known why these fit none of them: {', '.join(files.refused)}"
            )
        self.stdout.write(self.style.SUCCESS(f"{total} rows are encrypted with the first key."))
