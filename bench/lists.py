"""Every page of lists that citizens and editors open, while the lists of a county grow.

Floor: the same rows fetched by primary key and rendered by the same template in the same frame, behind the
same middleware.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse

from bench import listmaking, making, row_floor
from bench.harness import Bench, Pair
from bench.listmaking import LIST, MONTHS, VILLAGES

TIMES = 5
EARLIER = MONTHS[-4]
#: Nobody has it, and an index knows so at once or never.
NOBODY = "欧阳无名"


@dataclass(frozen=True)
class Page:
    """One page: its address, the rows that it shows, and what is sent where it is not asked for by GET."""

    address: str
    rows: QuerySet
    posted: dict[str, Any] | None = None
    is_staff: bool = False


def pairs(sizes: list[int]) -> Iterator[Pair]:
    """Each page while the lists grow."""
    county = listmaking.County()
    public, staff = Client(), Client()
    staff.force_login(county.editor)
    for size in sizes:
        county.grow(size)
        for name, page in {**_of_the_public(), **_of_staff(county)}.items():
            client = staff if page.is_staff else public
            floor = row_floor.remember(client, page.address, name, page.rows, posted=page.posted)
            work = partial(_ask, client, page.address, page.posted)
            yield Pair(size, work, partial(_ask, client, floor), name=name)


def _ask(client: Client, address: str, posted: Any = None) -> None:
    for _ in range(TIMES):
        row_floor.ask(client, address, posted)


def _of_the_public() -> dict[str, Page]:
    from disclosure.models import Notice, Recipient

    village, township = VILLAGES[0], VILLAGES[0][:9]
    rows = Recipient.objects.filter(region_id=village).order_by("pk")
    here = rows.filter(valid_until=None)
    changed = Recipient.objects.filter(region__parent_id=township, valid_from__month=MONTHS[-1])
    address, none = f"/lists/{village}/{LIST}", Recipient.objects.none()
    return {
        "list": Page(f"{address}/", here),
        "csv": Page(f"{address}.csv", here),
        "place-month": Page(f"/lists/{village}/?month={EARLIER:%Y-%m}", none),
        "month": Page(f"{address}/?month={EARLIER:%Y-%m}", here),
        "day": Page(f"{address}/?on={EARLIER:%Y-%m}-20", here),
        "changes": Page(f"{address}/changes/", rows.filter(valid_from__month=MONTHS[-1])),
        "township-changes": Page(
            f"/lists/{township}/{LIST}/changes/", changed.order_by("region_id", "pk")[:50]
        ),
        "row": Page(f"/lists/rows/{here[1].public_id}/", rows.filter(id_index=here[1].id_index)),
        "notices": Page(
            f"/lists/{village}/notices/", Notice.objects.filter(region_id=village, closed_at=None)
        ),
    }


def _of_staff(county: listmaking.County) -> dict[str, Page]:
    from disclosure.models import Recipient, RefusedRow

    last = county.batches[-1]
    address = reverse("batch:inspect", args=[last.pk])
    rows = Recipient.objects.filter(region_id=VILLAGES[0])
    row = rows.filter(valid_until=None).order_by("pk")[1]
    findings = RefusedRow.objects.filter(batch=last, is_warning=False)
    opened = Recipient.objects.filter(valid_from=last).order_by("region_id", "pk")
    made = making.name(0)
    named = Recipient.objects.filter(holder_name__startswith=made, valid_until=None)
    pages = {
        "batch": (address, findings[:50], None),
        "batch-changed": (f"{address}?show=changed", opened[:50], None),
        "findings-deep": (f"{address}?show=refused&p=2", findings[50:100], None),
        "staff-row": (
            reverse("batch:row", args=[row.public_id]),
            rows.filter(id_index=row.id_index),
            None,
        ),
        "nobody": (reverse("batch:rows"), Recipient.objects.none(), {"words": NOBODY}),
        "somebody": (reverse("batch:rows"), named.order_by("region_id", "pk")[:30], {"words": made}),
    }
    return {f"staff-{name}": Page(*page, is_staff=True) for name, page in pages.items()}


BENCH = Bench(
    "lists",
    f"{TIMES} requests for each page of lists, of months, of a row and of staff",
    "the same rows by primary key in the same frame",
    "households of the last list",
    pairs,
)
