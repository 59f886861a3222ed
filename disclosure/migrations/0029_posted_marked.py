"""Totals say of postings from before that their sheet hangs."""

from django.db import migrations
from django.db.models import Exists, OuterRef


def mark(apps, schema_editor):
    """One statement: postings are found by their list and place."""
    postings = apps.get_model("disclosure", "BoardPosting")._base_manager
    here = postings.filter(batch_id=OuterRef("batch_id"), region_id=OuterRef("region_id"))
    totals = apps.get_model("disclosure", "ListTotal")._base_manager
    totals.filter(Exists(here)).update(is_posted=True)


class Migration(migrations.Migration):
    dependencies = [
        ("disclosure", "0028_what_hangs_on_boards"),
    ]

    operations = [migrations.RunPython(mark, migrations.RunPython.noop)]
