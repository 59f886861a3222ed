"""Bringing the rows of all lists to a new key (``protection.rotating``, ``household_key``)."""

from collections.abc import Iterator

from django.db import transaction
from django.db.models import OuterRef, Subquery

from disclosure import own_index
from disclosure.intake import household_key
from disclosure.intake.staging import INDEX_PURPOSE
from disclosure.models import Batch, Notice, Programme, Proposal, Recipient, StagedRow
from disclosure.publication.content import content_digest
from protection import rotating
from protection.blind_index import blind_index
from protection.models import IndexRotation

_FIELDS = ("holder_name", "id_number", "id_index", "own_index")
_OF_NOTICES = ("id_number", "id_index")


def register_parts() -> None:
    """Name the part of this room. Called when the app is ready."""
    rotating.register_part(household_key.PART, households)


def households(after: int) -> Iterator[int]:
    """Write the indexes of every household anew; what was frozen before is frozen again as it stands then."""
    frozen = _frozen()
    for _last in rotating.reindex(StagedRow, 0, _FIELDS, _index):
        yield after
    for last in rotating.reindex(Recipient, after, _FIELDS, _index):
        after = last
        yield last
    # Whoever was storing rows when it began has done so by now.
    for _last in rotating.reindex(StagedRow, 0, _FIELDS, _index):
        yield after
    for _last in rotating.reindex(Notice, 0, _OF_NOTICES, _index_of_notice):
        yield after
    _bring_proposals()
    for batch in Batch.objects.filter(pk__in=frozen):
        Batch.objects.filter(pk=batch.pk).update(content_digest=content_digest(batch))


def _bring_proposals() -> None:
    """Give the proposals about a household its index: who is hidden stays so in next month's list."""
    of_row = Recipient.objects.filter(pk=OuterRef("row")).values("id_index")
    Proposal.objects.filter(row__isnull=False).update(id_index=Subquery(of_row))


def _index(row: StagedRow | Recipient) -> dict[str, str]:
    return {
        "id_index": blind_index(row.id_number, INDEX_PURPOSE),
        "own_index": own_index.index_of(row.holder_name, row.id_number),
    }


def _index_of_notice(row: Notice) -> dict[str, str]:
    return {"id_index": blind_index(row.id_number, INDEX_PURPOSE)}


def _frozen() -> list[int]:
    """The batches whose rows are as they were submitted: told before any is touched, and kept.

    A batch that somebody changed stays one, and is refused when it is to be published.
    """
    state = IndexRotation.objects.get(name=household_key.PART)
    if "frozen" not in state.data:
        _wait_for_acts()
        batches = Batch.objects.exclude(content_digest="").filter(staged_rows__isnull=False).distinct()
        frozen = [batch.pk for batch in batches if content_digest(batch) == batch.content_digest]
        state.data = {"frozen": frozen}
        state.save(update_fields=["data"])
    return list(state.data["frozen"])


def _wait_for_acts() -> None:
    """Let those end that began before the key changed: each of them holds one of these."""
    with transaction.atomic():
        list(Programme.objects.select_for_update().values_list("pk", flat=True))
    with transaction.atomic():
        list(Batch.objects.filter(published_at=None).select_for_update().values_list("pk", flat=True))
