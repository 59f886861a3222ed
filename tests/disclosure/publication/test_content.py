"""What was approved is what is published: any other row, or one more or fewer, is another content."""

import hashlib
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest

from disclosure.models import StagedRow
from disclosure.publication.content import content_digest
from tests.disclosure.lists import household

pytestmark = pytest.mark.django_db

ODD = [
    {"amount": Decimal("0.10"), "holder_name": "欧阳·O'x", "category": "重大疾病"},
    {"amount": Decimal("99999999.99"), "holder_name": "𠮷田\ue000", "category": '"\\n'},
    {"amount": Decimal("1234.5"), "since": date(1999, 12, 31), "people": 32767},
    {"amount": Decimal(0), "public_id": UUID("0a000000-00b0-4c00-8d00-00000000000e")},
]
OTHER = {
    "id_index": "f" * 64,
    "region_id": "320722101201",  # of none of the four
    "holder_name": "另一人",
    "people": 9,
    "amount": Decimal("0.01"),
    "category": "别的",
    "since": date(2001, 1, 1),
    "public_id": UUID(int=7),
}


@pytest.fixture
def draft(load):
    batch = load([household(n) for n in range(len(ODD))])
    for row, odd in zip(StagedRow.objects.order_by("pk"), ODD, strict=True):
        StagedRow.objects.filter(pk=row.pk).update(**odd)
    return batch


def test_it_is_the_digest_by_which_lists_were_frozen_before(draft):
    """A list that waits for its month while the portal is upgraded is still the one that was approved, on
    either database.
    """
    values = StagedRow.objects.order_by("id_index").values_list(*OTHER)
    written = "".join(repr(tuple(str(value) for value in row)) for row in values)
    assert content_digest(draft) == hashlib.sha256(written.encode()).hexdigest()


@pytest.mark.parametrize("name", OTHER)
def test_another_value_is_another_content(draft, name):
    before, row = content_digest(draft), StagedRow.objects.order_by("pk")[0]
    StagedRow.objects.filter(pk=row.pk).update(**{name: OTHER[name]})
    assert content_digest(draft) != before
    StagedRow.objects.filter(pk=row.pk).update(**{name: getattr(row, name)})
    assert content_digest(draft) == before
    row.delete()
    assert content_digest(draft) != before
