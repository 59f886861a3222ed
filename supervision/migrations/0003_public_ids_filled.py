"""Random keys for addresses, second of three steps: every row gets one, in pieces that can be broken off."""

from django.db import migrations

from protection.public_ids import fill


def fill_all(apps, schema_editor):
    """Give a key to the rows that are there."""
    for name in ("lead", "leaditem", "transfer"):
        fill(apps.get_model("supervision", name))


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("supervision", "0002_public_ids_empty")]

    operations = [migrations.RunPython(fill_all, migrations.RunPython.noop, elidable=True)]
