"""Records that the audit entry of the act that wrote them vouches for, by a keyed digest of each.

The chain holds the entries of the logs (``chain``). What a case or a lead lives by are events in tables of
their own; who may change tables could rewrite who did one, when and with what words. The entry of the act
therefore names each event it wrote, with a digest of all that it says, and is itself in the chain. Texts are
digested in clear, so that new encryption keys change nothing, under the index key of the day, as links are.
What an act writes once and nothing changes, a story or who brought it, is vouched for in the same way.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from wagtail.log_actions import registry

from protection.blind_index import blind_index, every
from protection.canonical import canonical
from protection.encryption import Undecipherable

#: Where an entry's data names them: ``[[name, primary key, digest], …]``.
FACT = "events"
#: What is digested. A column that a later release adds is not, until a second form says so.
FORM = "1"
PURPOSE = "audit-log-event"
#: Half of the digest is as hard to meet by chance, and a lead of five hundred pieces names as many.
DIGEST_LENGTH = 32
PIECE = 1000
#: The sequence of the record with which each owner begins.
FIRST = 1


@dataclass(frozen=True)
class VouchedRecords:
    """Records whose digests stand in entries about ``owner``; ``columns`` begin with what points to it.

    ``in_order``: an owner has any number of them, by ``sequence``.
    """

    model: type[models.Model]
    owner: type[models.Model]
    columns: tuple[str, ...]
    in_order: bool = True


@dataclass(frozen=True)
class Reference:
    """One record as an entry names it."""

    name: str
    pk: int
    digest: str


RECORDS: dict[str, VouchedRecords] = {}


def register_records(name: str, model: type[models.Model], owner: str, columns: Sequence[str]) -> None:
    """Name records that are vouched for, in order by ``sequence`` under ``owner``, a foreign key. Called when
    the app is ready.
    """
    field = model._meta.get_field(owner)
    RECORDS[name] = VouchedRecords(model, field.related_model, (field.attname, "sequence", *columns))  # type: ignore[arg-type, union-attr]


def register_single_records(name: str, model: type[models.Model], columns: Sequence[str]) -> None:
    """Name a record that is written with the first act about a case or a lead and never changed.

    A model that is named again, with more columns, is vouched for by the later name; entries that have the
    earlier one are still verified by it.
    """
    RECORDS[name] = VouchedRecords(model, model, ("pk", *columns), in_order=False)


def facts(records: Iterable[models.Model]) -> list[list[Any]]:
    """What the entry of their act says of records that were stored just now."""
    found = []
    for record in records:
        name = [name for name, each in RECORDS.items() if isinstance(record, each.model)][-1]
        found.append([name, record.pk, _shortened(blind_index(_said(name, record), PURPOSE))])
    return found


def named(data: Any) -> list[Reference]:
    """The records that the data of an entry name."""
    return [Reference(*each) for each in data.get(FACT, ())] if isinstance(data, dict) else []


def broken(references: Iterable[Reference]) -> Iterator[tuple[Reference, bool]]:
    """Yield those whose record is no longer as it was written, with whether there is one at all."""
    wanted: dict[str, list[Reference]] = {}
    for reference in references:
        wanted.setdefault(reference.name, []).append(reference)
    for name, some in wanted.items():
        there = _stored(RECORDS[name].model, [reference.pk for reference in some])
        for reference in some:
            record = there.get(reference.pk)
            if record is None:
                yield reference, reference.pk in there
            elif reference.digest not in map(_shortened, every(_said(name, record), PURPOSE)):
                yield reference, True


def unnamed() -> Iterator[tuple[str, int, Any]]:
    """Yield name, key and time of records that no entry names, though an earlier one of their owner is.

    Those from before there were digests come first under each owner; none can follow one that is named, nor
    stand before the one that an owner begins with.
    """
    for name, followed in sorted(RECORDS.items()):
        if not followed.in_order:
            continue
        owners, after = followed.owner._base_manager.order_by("pk"), 0
        while piece := list(owners.filter(pk__gt=after).values_list("pk", flat=True)[:PIECE]):
            yield from _unnamed(name, followed, piece)
            after = piece[-1]


def _unnamed(name: str, followed: VouchedRecords, owners: list[int]) -> Iterator[tuple[str, int, Any]]:
    owner = followed.columns[0]
    rows = followed.model._base_manager.filter(**{f"{owner}__in": owners}).order_by(owner, "sequence")
    # The records first: what is committed between the two readings has its entry in the second.
    records = list(rows.values_list(owner, "pk", "at", "sequence"))
    known = {reference.pk for reference in _named_about(name, followed.owner, owners)}
    begun: set[int] = set()
    for whose, pk, at, sequence in records:
        if pk in known:
            begun.add(whose)
        elif whose in begun or sequence < FIRST:
            yield name, pk, at


def _named_about(name: str, owner: type[models.Model], keys: list[int]) -> Iterator[Reference]:
    entries = registry.get_log_model_for_model(owner)._base_manager.filter(
        content_type=ContentType.objects.get_for_model(owner),
        object_id__in=[str(key) for key in keys],
        data__has_key=FACT,
    )
    for data in entries.order_by().values_list("data", flat=True).iterator():
        yield from (reference for reference in named(data) if reference.name == name)


def _stored(model: type[models.Model], keys: list[int]) -> dict[int, Any]:
    """The records by key; None for one whose text no key opens, which therefore is not as it was written."""
    rows = model._base_manager.order_by()
    try:
        return dict(rows.in_bulk(keys))
    except Undecipherable:
        if len(keys) == 1:
            return {keys[0]: None}
        half = len(keys) // 2
        return _stored(model, keys[:half]) | _stored(model, keys[half:])


def _said(name: str, record: Any) -> str:
    values = [getattr(record, column) for column in RECORDS[name].columns]
    return canonical([FORM, name, record.pk, *values])


def _shortened(digest: str) -> str:
    return digest[:DIGEST_LENGTH]
