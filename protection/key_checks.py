"""What ``manage.py check --deploy`` says about the keys of this room."""

from django.conf import settings
from django.core.checks import Error, Tags, register
from django.core.exceptions import ImproperlyConfigured

from protection import blind_index, encryption
from protection.backups import BackupError, age


@register(Tags.security, deploy=True)
def keys_are_keys(app_configs: object, **kwargs: object) -> list[Error]:
    """Say which key is missing or none; without them the first filing would fail, and not the start."""
    found = []
    try:
        encryption.cipher()
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


def _is_one_letter(key: str) -> bool:
    return len(set(key)) < 8


def _random_hint() -> str:
    return (
        "secrets.token_urlsafe(32) makes one. Receipts and names are found by it: see BLIND_INDEX_OLD_KEYS."
    )
