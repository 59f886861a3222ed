"""Every entry of every audit log in one keyed chain, written in the transaction of the entry itself.

A link holds a keyed digest of the entry and one of itself with the link before it, so who has the database
but not ``BLIND_INDEX_KEY`` can neither change, add, move nor remove an entry unseen (``verifying``). The last
ones go unseen with a head from before them put back: a seal kept elsewhere shows it (``verify_log --seal``).

There are several lanes, each a chain with a head of its own. A transaction takes the first head that nobody
holds: no transaction waits for another's entries, and none can be in a circle of waiting for heads. On
SQLite, where there is one writer at a time, the first lane is the only one.
"""

import datetime
from collections.abc import Sequence
from typing import Any

from django.db import connection, models, transaction
from django.db.models.signals import post_save

from protection import guards
from protection.blind_index import blind_index, keys
from protection.canonical import canonical
from protection.models import LinkKind, LogHead, LogLink

#: More than there are transactions that write at once; one that finds no head free waits for one.
LANES = 8
PIECE = 1000
#: What of an entry is chained. A column that a later release adds is not, until a second form says so.
FORM = "1"
_COMMON = (
    "content_type_id",
    "label",
    "action",
    "data",
    "timestamp",
    "uuid",
    "user_id",
    "revision_id",
    "content_changed",
    "deleted",
)

#: The logs in the chain: a short name, the model, and the columns that are digested.
LOGS: dict[str, tuple[type[models.Model], tuple[str, ...]]] = {}


def register_log(name: str, model: type[models.Model], object_field: str = "object_id") -> None:
    """Take a log of Wagtail's kind into the chain, and guard its table. Called when the app is ready."""
    LOGS[name] = (model, (object_field, *_COMMON))
    guards.LOGS[model._meta.db_table] = name

    def link_entry(sender: Any, instance: Any, created: bool, raw: bool = False, **kwargs: Any) -> None:
        if created:
            link(name, instance)

    post_save.connect(link_entry, sender=model, weak=False, dispatch_uid=f"protection.chain.{name}")


def link(name: str, entry: Any) -> LogLink:
    """Write the link of an entry that was stored just now: three small queries."""
    values = [getattr(entry, field) for field in LOGS[name][1]]
    with transaction.atomic(savepoint=False):
        head = _free_head()
        made = _next(
            head, name, entry.pk, entry.timestamp, content_of(name, entry.pk, values), LinkKind.WRITTEN
        )
        made.save()
        _move(head)
    return made


def adopt() -> int:
    """Chain the entries that have no link, oldest first, in pieces; returns how many there were."""
    done = 0
    for name, (_model, fields) in sorted(LOGS.items()):
        last = 0
        while rows := list(
            unlinked(name).filter(pk__gt=last).order_by("pk").values_list("pk", *fields)[:PIECE]
        ):
            last = rows[-1][0]
            at = fields.index("timestamp") + 1
            with transaction.atomic():
                head = _free_head()
                links = [
                    _next(head, name, row[0], row[at], content_of(name, row[0], row[1:]), LinkKind.ADOPTED)
                    for row in rows
                ]
                LogLink.objects.bulk_create(links)
                _move(head)
            done += len(rows)
    return done


def unlinked(name: str) -> models.QuerySet:
    """The entries of a log that are in no link."""
    model = LOGS[name][0]
    links = LogLink.objects.filter(log=name, entry=models.OuterRef("pk"))
    return model._base_manager.filter(~models.Exists(links))


def open_lanes(heads: type[models.Model] = LogHead) -> None:
    """Make the heads of empty lanes; those that are there stay."""
    for lane in range(1, LANES + 1):
        heads._base_manager.get_or_create(lane=lane, defaults={"seal": seal_of(lane, 0, "")})


def content_of(name: str, pk: int, values: Sequence[Any], key: str | None = None) -> str:
    """The keyed digest of one entry, whose columns come in the order of ``LOGS``."""
    return blind_index(canonical([FORM, name, pk, *values]), "audit-log-entry", key)


def digest_of(previous: str, link: LogLink, key: str | None = None) -> str:
    """The keyed digest of a link that follows one with the digest ``previous``."""
    values = (link.lane, link.number, link.kind, link.log, link.entry, link.at, link.content)
    return blind_index(canonical([previous, *values]), "audit-log-link", key)


def seal_of(lane: int, number: int, digest: str, key: str | None = None) -> str:
    """The keyed digest that only the right head has."""
    return blind_index(canonical([lane, number, digest]), "audit-log-head", key)


def seal_again() -> list[int]:
    """Seal the heads with the newest key that an older one has sealed; return the lanes that fit none."""
    wrong = []
    for lane in LogHead.objects.order_by("lane").values_list("lane", flat=True):
        with transaction.atomic():
            head = LogHead.objects.select_for_update().get(lane=lane)
            seals = [seal_of(lane, head.number, head.digest, key) for key in keys()]
            if head.seal not in seals:
                wrong.append(lane)
            elif head.seal != seals[0]:
                LogHead.objects.filter(lane=lane).update(seal=seals[0])
    return wrong


def _free_head() -> LogHead:
    heads = LogHead.objects.order_by("lane")
    if connection.vendor == "sqlite":
        return heads.get(lane=1)
    return heads.select_for_update(skip_locked=True).first() or heads.select_for_update().get(lane=1)


def _next(head: LogHead, name: str, pk: int, at: datetime.datetime, content: str, kind: LinkKind) -> LogLink:
    """Give the link that comes next, and let the head in memory stand at it."""
    made = LogLink(
        lane=head.lane, number=head.number + 1, kind=kind, log=name, entry=pk, at=at, content=content
    )
    made.digest = digest_of(head.digest, made)
    head.number, head.digest = made.number, made.digest
    return made


def _move(head: LogHead) -> None:
    seal = seal_of(head.lane, head.number, head.digest)
    LogHead.objects.filter(lane=head.lane).update(number=head.number, digest=head.digest, seal=seal)
