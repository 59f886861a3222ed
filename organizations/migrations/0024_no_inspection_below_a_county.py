from datetime import timedelta

from django.db import migrations
from django.utils import timezone

COUNTY = 3


def close(apps, schema_editor):
    """Close the inspection groups of townships and villages: they read what is kept from the offices there."""
    units = apps.get_model("organizations", "Unit").objects
    groups = units.filter(kind="inspection", region__level__gt=COUNTY, open_until=None)
    groups.update(open_until=timezone.localdate() - timedelta(days=1))


class Migration(migrations.Migration):
    dependencies = [
        ("organizations", "0023_texts_bound_to_their_columns"),
    ]

    operations = [
        migrations.RunPython(close, migrations.RunPython.noop),
    ]
