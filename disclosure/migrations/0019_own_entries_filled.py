"""Rows from before are found by their own people too: all of them, in pieces that can be broken off and
repeated.
"""

import logging

from django.db import migrations, models, transaction
from django.db.models.functions import Cast

from disclosure import own_index
from protection.encryption import Undecipherable, decrypt

ROWS_AT_ONCE = 500
PLACE = "disclosure_recipient.id_number"

logger = logging.getLogger(__name__)


def fill_all(apps, schema_editor):
    """Compute the index of rows that have none; a number that fits no key leaves its row without."""
    for name in ("recipient", "stagedrow"):
        _fill(apps.get_model("disclosure", name))


def _fill(model):
    rows = model._base_manager.filter(own_index="").order_by("pk")
    rows = rows.annotate(token=Cast("id_number", models.TextField()))
    last, left = 0, 0
    while piece := list(rows.filter(pk__gt=last).values_list("pk", "holder_name", "token")[:ROWS_AT_ONCE]):
        filled = []
        for pk, holder_name, token in piece:
            try:
                filled.append(model(pk=pk, own_index=own_index.index_of(holder_name, decrypt(token, PLACE))))
            except Undecipherable:
                left += 1
        with transaction.atomic():
            model._base_manager.bulk_update(filled, ["own_index"])
        last = piece[-1][0]
    if left:
        logger.error(
            "%s: %d numbers fit no key; nobody finds their own entry there", model._meta.db_table, left
        )


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("disclosure", "0018_found_by_their_own"),
    ]

    operations = [
        migrations.RunPython(fill_all, migrations.RunPython.noop, elidable=True),
    ]
