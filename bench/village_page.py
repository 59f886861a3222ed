"""A village's public list as a browser asks for it, for the first time and again.

Floor: the same table rendered from values at hand in the site's own frame, behind the same middleware; of a
repeated visit, a view that answers 304 and does nothing else.
"""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from functools import partial

from django.test import Client
from django.utils import timezone

from bench import making, public_floor
from bench.harness import Bench, Pair
from organizations.enums import Role

TIMES = 20
BATCH = 5_000
HOUSEHOLDS = 40  # on the page that is asked for, whatever the size of the table


def pairs(sizes: list[int]) -> Iterator[Pair]:
    """The same page of one village while the table of all rows grows."""
    from disclosure.enums import BatchState
    from disclosure.models import ID_NUMBERS, Batch, ListTotal, Programme, Recipient
    from disclosure.publication import totals
    from protection.blind_index import blind_index
    from protection.encryption import encrypt

    user = making.make_person("publisher", Role.EDITOR)
    programme = Programme.objects.get(pk="rural-dibao")
    batch = Batch.objects.create(
        programme=programme,
        region_id=making.COUNTY,
        month=date(2026, 10, 1),
        state=BatchState.PUBLISHED,
        published_at=timezone.make_aware(datetime(2026, 10, 9)),
        uploaded_by=user,
        source_name="list.csv",
    )
    token = encrypt("320722196001010000", ID_NUMBERS)
    codes = making.villages()
    client = Client()
    page = f"/lists/{codes[0]}/rural-dibao/"

    def row(serial: int) -> Recipient:
        village = codes[0] if serial < HOUSEHOLDS else codes[1 + serial % (len(codes) - 1)]
        return Recipient(
            programme=programme,
            region_id=village,
            holder_name=making.name(serial),
            id_number=token,
            id_index=blind_index(str(serial), "bench"),
            people=2,
            amount=Decimal(500),
            since=date(2020, 4, 1),
            valid_from=batch,
        )

    present = 0
    for size in sizes:
        for start in range(present, size, BATCH):
            Recipient.objects.bulk_create([row(serial) for serial in range(start, min(start + BATCH, size))])
        present = size
        ListTotal.objects.filter(batch=batch).delete()
        totals.write(batch, totals.figures(batch))

        def get(address: str, status: int = 200, **headers: str) -> None:
            for _ in range(TIMES):
                response = client.get(address, headers=headers)
                assert response.status_code == status, response.status_code

        floor, shown = public_floor.remember(client, page, "village")
        assert shown.content.decode().count("/complaints/new/?row=") == HOUSEHOLDS
        again = partial(get, status=304, **{"if-none-match": shown["ETag"]})
        yield Pair(size, partial(get, page), partial(get, floor))
        yield Pair(size, partial(again, page), partial(again, "/bench/unchanged/"), name="again")


BENCH = Bench(
    "village-page",
    f"{TIMES} requests for one village's list of {HOUSEHOLDS} households, the first time and again",
    "the same table from values at hand in the same frame; an answer 304 and nothing else",
    "rows in the table",
    pairs,
)
