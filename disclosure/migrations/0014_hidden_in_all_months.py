"""Who is hidden now is hidden in the lists of earlier months too: their rows, and the totals of those."""

from django.db import migrations
from django.db.models import F, Max

LENGTHS = (2, 4, 6, 9, 12)


def hide_in_all_months(apps, schema_editor):
    proposals = apps.get_model("disclosure", "Proposal").objects.filter(holds=True)
    recipients = apps.get_model("disclosure", "Recipient").objects
    for proposal in proposals.only("programme", "id_index", "decided_at"):
        household = recipients.filter(programme=proposal.programme_id, id_index=proposal.id_index)
        rows = household.select_related("valid_from", "valid_until").defer("id_number")
        for row in rows:
            if row.valid_from.published_at is not None:
                _take_out(apps, row, proposal.decided_at)
        household.update(is_hidden=True)


def _take_out(apps, row, decided_at):
    """From the totals that were no longer current when two people decided; those of then are right."""
    totals = apps.get_model("disclosure", "ListTotal").objects.filter(programme=row.programme_id)
    ended = row.valid_until.published_at if row.valid_until else None
    for length in LENGTHS:
        of_place = totals.filter(region=row.region_id[:length])
        before = of_place.filter(batch__published_at__lte=decided_at)
        current_then = before.aggregate(at=Max("batch__published_at"))["at"]
        if current_then is None:
            continue
        earlier = of_place.filter(
            batch__published_at__gte=row.valid_from.published_at,
            batch__published_at__lt=min(current_then, ended) if ended else current_then,
            households__gt=0,
            people__gte=row.people,
        )
        earlier.update(
            households=F("households") - 1,
            people=F("people") - row.people,
            amount=F("amount") - row.amount,
            hidden=F("hidden") + 1,
        )


class Migration(migrations.Migration):
    dependencies = [("disclosure", "0013_lists_through_time")]

    operations = [migrations.RunPython(hide_in_all_months, migrations.RunPython.noop)]
