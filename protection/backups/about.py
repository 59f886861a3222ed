"""What a backup says of itself: what made it, and by which keys it can be read, without naming one."""

import datetime
import hashlib
import hmac
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from importlib import import_module
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.cache import caches
from django.core.cache.backends.db import DatabaseCache
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from protection import blind_index
from protection.backups import BackupError
from protection.backups.databases import DatabaseSnapshot

#: The number of this form of archive; another is refused.
FORMAT = 1
#: Settings that are no secret and that a site put back should have again.
REMEMBERED = (
    "ALARM_LIMITS",
    "ALLOWED_HOSTS",
    "CLAMD_UNREACHABLE",
    "LOG_KEPT_DAYS",
    "PROXY_COUNT",
    "SECOND_FACTOR_GRACE_DAYS",
    "SECOND_FACTOR_ROLES",
    "SESSION_COOKIE_AGE",
    "STAFF_SESSION_HOURS",
    "WAGTAILADMIN_BASE_URL",
)


@dataclass(frozen=True)
class About:
    """The first entry of an archive. ``fields`` and ``blind`` are fingerprints of keys, ``rows`` by table."""

    format: int
    made_at: str
    engine: str
    migrations: list[str]
    fields: list[str]
    blind: list[str]
    settings: dict[str, str]
    rows: dict[str, int]

    def as_json(self) -> bytes:
        """Give the entry's content."""
        return json.dumps(asdict(self), indent=1, ensure_ascii=False).encode()


def about(taken: DatabaseSnapshot) -> About:
    """Describe the site at the moment of the snapshot."""
    names = taken.ask("SELECT app, name FROM django_migrations ORDER BY app, name")
    return About(
        format=FORMAT,
        made_at=datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        engine=connection.vendor,
        migrations=[f"{app}.{name}" for app, name in names],
        fields=fingerprints(settings.FIELD_ENCRYPTION_KEYS),
        blind=fingerprints(blind_index.keys()),
        settings=remembered(),
        rows=count(taken.ask),
    )


def read(content: bytes) -> About:
    """Read the first entry. Raises BackupError for another form of archive."""
    try:
        told = json.loads(content)
        number = told["format"]
        if number == FORMAT:
            return About(**told)
    except (ValueError, KeyError, TypeError) as error:
        raise BackupError("The backup does not say what it is: it is none of ours.") from error
    raise BackupError(
        f"The backup has form {number}, this release reads form {FORMAT}. Put it back with the release that "
        "made it, then bring that site up to date (manage.py migrate)."
    )


def refusals(made: About) -> list[str]:
    """Say what keeps a backup from being put back with this release and this database."""
    found = []
    if made.engine != connection.vendor:
        found.append(
            f"The backup is of {made.engine} and DATABASE_URL of {connection.vendor}: put it back into such."
        )
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    if later := sorted(set(made.migrations) - known):
        found.append(
            f"The backup was made by a later release: this one does not know {', '.join(later[:3])}. Install "
            "that release, or one after it."
        )
    return found


def lacking_keys(made: About) -> list[str]:
    """Say which keys of the backup this site lacks, with what to do."""
    found = []
    own, old = fingerprints(settings.FIELD_ENCRYPTION_KEYS), fingerprints(blind_index.keys())
    day = made.made_at[:10]
    if lacks := [each for each in made.fields if each not in own]:
        found.append(
            f"FIELD_ENCRYPTION_KEYS lacks {', '.join(lacks)}: stories, identities, files would stay closed. "
            f"Set the keys that the site had on {day}, from where the keys are kept."
        )
    if lacks := [each for each in made.blind if each not in old]:
        found.append(
            f"BLIND_INDEX_KEY is another than that of {day} ({', '.join(lacks)}), and so are "
            "BLIND_INDEX_OLD_KEYS: no receipt would open. Set the keys that the site had then."
        )
    return found


def other_settings(made: About) -> list[str]:
    """Say which settings are others than on the site that was backed up."""
    own = remembered()
    return [
        f"{name} was {value}, and is {own[name]}"
        for name, value in made.settings.items()
        if name in own and own[name] != value
    ]


def remembered() -> dict[str, str]:
    """The settings of ``REMEMBERED`` in words."""
    return {name: str(getattr(settings, name)) for name in REMEMBERED if hasattr(settings, name)}


def fingerprints(keys: Iterable[str]) -> list[str]:
    """Give each key's fingerprint, by which it is known and from which it cannot be computed."""
    return [hmac.digest(key.encode(), b"backup-fingerprint", hashlib.sha256).hex()[:16] for key in keys]


def digest_of(blocks: Iterable[bytes]) -> str:
    """The plain digest of what comes in blocks."""
    whole = hashlib.sha256()
    for block in blocks:
        whole.update(block)
    return whole.hexdigest()


def signature(text: str) -> list[str]:
    """The keyed digests by which the site knows its own backup, the newest key's first."""
    return blind_index.every(text, "backup-manifest")


def count(ask: Any) -> dict[str, int]:
    """Count the rows of every table that a backup takes."""
    quote, left = connection.ops.quote_name, set(left_out())
    tables = {
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    }
    return {
        table: ask(f"SELECT COUNT(*) FROM {quote(table)}")[0][0]  # noqa: S608 - our own names
        for table in sorted(tables - left)
    }


def left_out() -> list[str]:
    """Tables of which a backup takes no rows: sessions, which must not come to life again, and the cache."""
    store = import_module(settings.SESSION_ENGINE).SessionStore
    kept = [caches[alias] for alias in settings.CACHES]
    tables = [cache._table for cache in kept if isinstance(cache, DatabaseCache)]  # type: ignore[attr-defined]
    return [store.get_model_class()._meta.db_table, *tables]
