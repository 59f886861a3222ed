"""Random keys for the rows that a table has already, for migrations that give it a ``public_id``."""

import uuid
from typing import Any

PIECE = 1000


def fill(model: Any, piece: int = PIECE) -> int:
    """Give every row without a ``public_id`` one, ``piece`` rows a statement; return how many these were.

    Run outside a transaction it keeps no lock for longer than a piece, and goes on where it was broken off.
    """
    filled, last = 0, 0
    while rows := list(
        model.objects.filter(public_id__isnull=True, pk__gt=last).order_by("pk").only("pk")[:piece]
    ):
        for row in rows:
            row.public_id = uuid.uuid4()
        model.objects.bulk_update(rows, ["public_id"])
        filled, last = filled + len(rows), rows[-1].pk
    return filled
