"""What ``manage.py check`` says about the keys of this room and the values under them."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.checks import Error, Tags, Warning, register
from django.core.exceptions import ImproperlyConfigured
from django.db import connections

from protection import blind_index, unbound
from protection.backups import BackupError, age
from protection.fields import encrypted_fields


@register(Tags.security, deploy=True)
def keys_are_keys(app_configs: object, **kwargs: object) -> list[Error]:
    """Say which key is missing or none; without them the first filing would fail, and not the start."""
    found = []
    try:
        unbound.cipher()
    except ImproperlyConfigured as error:
        hint = "Give Fernet keys, newest first: cryptography.fernet.Fernet.generate_key() makes one."
        found.append(Error(str(error), hint=hint, id="protection.E011"))
    try:
        blind_index.derive("check", "check", 1)
    except ImproperlyConfigured as error:
        found.append(Error(str(error), hint=_random_hint(), id="protection.E012"))
    key, blind = settings.SECRET_KEY, settings.BLIND_INDEX_KEY
    is_shared = blind == key or blind in settings.FIELD_ENCRYPTION_KEYS
    if not found and (is_shared or _is_one_letter(blind)):
        message = "BLIND_INDEX_KEY is another key of this site, or one letter again and again."
        found.append(Error(message, hint=_random_hint(), id="protection.E013"))
    if key in settings.SECRET_KEY_FALLBACKS or blind in settings.BLIND_INDEX_OLD_KEYS:
        message = "A key in force stands among the keys before it, too."
        found.append(
            Error(message, hint="Put a new key in front, and keep the old ones.", id="protection.E014")
        )
    return found


@register(Tags.security, deploy=True)
def backups_have_public_keys(app_configs: object, **kwargs: object) -> list[Error]:
    """Say what of BACKUP_RECIPIENTS is no public key: above all a private one, which must not be here."""
    try:
        if settings.BACKUP_RECIPIENTS:
            age.recipients(settings.BACKUP_RECIPIENTS)
    except BackupError as error:
        return [Error(str(error), id="protection.E015")]
    return []


@register(Tags.database)
def values_are_bound(
    app_configs: object, databases: Sequence[str] | None = None, **kwargs: object
) -> list[Warning]:
    """Name the columns with tokens of a release before each column had a key: they open nowhere.

    A warning, since ``migrate`` asks for checks too, and is what mends it.
    """
    return [
        Warning(
            f"{column} holds values of an earlier release, which open nowhere.",
            hint="manage.py migrate binds them, once. Where it has run, somebody put them there, or they fit "
            "no key: see docs/operations.md.",
            id="protection.W017",
        )
        for alias in databases or ()
        for column in _unbound(connections[alias])
    ]


def _unbound(connection: Any) -> Iterator[str]:
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
        for model in apps.get_models():
            table = model._meta.db_table
            for field in encrypted_fields(model) if table in there else ():
                found = f"SELECT 1 FROM {quote(table)} WHERE {quote(str(field.column))} LIKE %s LIMIT 1"  # noqa: S608
                cursor.execute(found, [f"{unbound.TOKEN_START}%"])
                if cursor.fetchone():
                    yield f"{table}.{field.column}"


def _is_one_letter(key: str) -> bool:
    return len(set(key)) < 8


def _random_hint() -> str:
    return (
        "secrets.token_urlsafe(32) makes one. Receipts and names are found by it: see BLIND_INDEX_OLD_KEYS."
    )
