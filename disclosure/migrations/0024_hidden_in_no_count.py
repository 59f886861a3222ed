"""Who is hidden now is counted in nothing that lists added, ended or changed.

Until now all of these numbers counted hidden households; each is counted once here, as it was at publication.
"""

from django.db import migrations
from django.db.models import F
from django.db.models.functions import Greatest

LENGTHS = (2, 4, 6, 9, 12)
WAS_PUBLIC = ("published", "replaced", "taken-down")
COMPARED = ("region_id", "holder_name", "people", "amount", "category", "since")


def count_nobody_hidden(apps, schema_editor):
    proposals = apps.get_model("disclosure", "Proposal").objects.filter(holds=True)
    recipients = apps.get_model("disclosure", "Recipient").objects
    done = set()
    for programme, id_index in proposals.values_list("programme", "id_index"):
        if (programme, id_index) in done:
            continue
        done.add((programme, id_index))
        household = recipients.filter(programme=programme, id_index=id_index)
        rows = household.filter(valid_from__published_at__isnull=False)
        rows = list(rows.select_related("valid_from", "valid_until").defer("id_number"))
        for village in {row.region_id for row in rows}:
            _take_out(apps, programme, village, [row for row in rows if row.region_id == village])


def _take_out(apps, programme, village, rows):
    places = [village[:length] for length in LENGTHS if length <= len(village)]
    public = apps.get_model("disclosure", "Batch").objects.filter(
        programme=programme, region__in=places, state__in=WAS_PUBLIC, published_at__isnull=False
    )
    lists = list(public.order_by("published_at"))
    for number, batch in enumerate(lists):
        versions = {
            one.pk
            for one in lists[: number + 1]
            if one.month == batch.month and one.region_id.startswith(batch.region_id)
        }
        added, removed, changed = _counted(rows, batch, versions)
        totals = apps.get_model("disclosure", "ListTotal").objects.filter(programme=programme)
        if not totals.filter(batch=batch, region=village, is_compared=True).exists():
            continue
        with_it = totals.filter(
            region__in=places, month=batch.month, batch__published_at__gte=batch.published_at
        )
        if number + 1 < len(lists):
            with_it = with_it.filter(batch__published_at__lt=lists[number + 1].published_at)
        with_it.update(
            added=Greatest(F("added") - added, 0),
            removed=Greatest(F("removed") - removed, 0),
            changed=Greatest(F("changed") - changed, 0),
        )


def _counted(rows, batch, versions):
    opened = [
        row
        for row in rows
        if row.valid_from_id in versions
        and not (
            row.valid_until
            and row.valid_until.published_at
            and row.valid_until.published_at <= batch.published_at
        )
    ]
    closed = [row for row in rows if row.valid_until_id in versions and row.valid_from_id not in versions]
    if not (opened and closed):
        return len(opened), len(closed), 0
    same = any(all(getattr(row, name) == getattr(opened[0], name) for name in COMPARED) for row in closed)
    return 0, len(closed) - 1, 0 if same else 1


class Migration(migrations.Migration):
    dependencies = [("disclosure", "0023_marks_per_objection")]

    operations = [migrations.RunPython(count_nobody_hidden, migrations.RunPython.noop)]
