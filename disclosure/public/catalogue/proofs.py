"""What this room proves items of the catalogue by, and where people find it: lists and notices."""

from django.urls import reverse

from disclosure.catalogue.evidence import (
    EvidenceSource,
    alike_for_lists,
    nothing_dated,
    past_lists,
    read_lists,
    read_notices,
    register,
)
from disclosure.enums import Proof
from disclosure.publication.duties import CatalogueDuty


def lists_at(duty: CatalogueDuty, code: str) -> str:
    """The list, or all lists of the place where the item speaks of several."""
    if len(duty.programmes) == 1:
        return reverse("disclosure:list", args=[code, *duty.programmes])
    return reverse("disclosure:region", args=[code])


def notices_at(_duty: CatalogueDuty, code: str) -> str:
    """The notices of the place."""
    return reverse("disclosure:notices", args=[code])


def prepare() -> None:
    """Register what this room proves items by."""
    lists = EvidenceSource(read_lists, past_lists, lists_at, is_owed_by_programme=True, alike=alike_for_lists)
    register(Proof.LISTS, lists)
    register(Proof.NOTICES, EvidenceSource(read_notices, nothing_dated, notices_at, always=False))
