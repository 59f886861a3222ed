"""Public pages of months: a village's list of earlier, of a day, what a month changed, a row, the statistics.

A county has two lists, a twentieth of the second with another amount; the village that is asked for has as
many households at every size. Floor: the same page rendered from values at hand in the site's own frame,
behind the same middleware.
"""

from collections.abc import Iterator
from datetime import date, datetime
from functools import partial

from django.test import Client
from django.utils import timezone

from bench import public_floor
from bench.harness import Bench, Pair
from bench.publishing import BEFORE, MONTH, Lists

TIMES = 10
HOUSEHOLDS = 40  # in the village that is asked for
LIST = "rural-dibao"


class OneSmallVillage(Lists):
    """All but the first households live in the other villages."""

    def village(self, serial: int) -> str:
        """Say where a household lives."""
        return self.villages[0 if serial < HOUSEHOLDS else 1 + serial % (len(self.villages) - 1)]


def pairs(sizes: list[int]) -> Iterator[Pair]:
    """Each page while the lists grow."""
    client = Client()
    for size in sizes:
        lists = OneSmallVillage(size)
        _publish_both(lists)
        for name, address in _pages(lists.villages[0]).items():
            floor, _shown = public_floor.remember(client, address, name)
            yield Pair(size, partial(_get, client, address), partial(_get, client, floor), name=name)


def _publish_both(lists: Lists) -> None:
    """Make both lists public, each in its own month."""
    from disclosure.models import Batch

    lists.again()
    lists.publish_next()
    for month in (BEFORE, MONTH):
        moment = timezone.make_aware(datetime(month.year, month.month, 10))
        Batch.objects.filter(month=month).update(published_at=moment)


def _pages(village: str) -> dict[str, str]:
    from disclosure.models import Recipient

    township, county = village[:9], village[:6]
    row = Recipient.objects.filter(region_id=village, valid_until=None).order_by("pk")[0]
    earlier = f"month={BEFORE:%Y-%m}"
    return {
        "month": f"/lists/{village}/{LIST}/?{earlier}",
        "day": f"/lists/{village}/{LIST}/?on={date(2026, 9, 20)}",
        "county-month": f"/lists/{county}/{LIST}/?{earlier}",
        "changes": f"/lists/{village}/{LIST}/changes/",
        "township-changes": f"/lists/{township}/{LIST}/changes/",
        "row": f"/lists/rows/{row.public_id}/",
        "statistics": f"/lists/{county}/statistics/",
        "statistics-month": f"/lists/{county}/statistics/?{earlier}",
    }


def _get(client: Client, address: str) -> None:
    for _ in range(TIMES):
        response = client.get(address)
        assert response.status_code == 200, (address, response.status_code)


BENCH = Bench(
    "public-history",
    f"{TIMES} requests for each page of months, changes, a row and statistics",
    "the same page from values at hand in the same frame",
    "rows of either list",
    pairs,
)
