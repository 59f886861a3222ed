"""Classes that hold a long number: an ID number, a telephone or an account that slipped into the column."""

from django.db import migrations

MOST_DIGITS = 4  # as disclosure/intake/parsing.py has it


def empty_them(apps, schema_editor):
    """Empty them. A list in review that had one must be uploaded again: its content is no longer the same."""
    for name in ("StagedRow", "Recipient"):
        rows = apps.get_model("disclosure", name).objects
        for value in rows.exclude(category="").values_list("category", flat=True).distinct():
            if sum(map(str.isdecimal, value)) > MOST_DIGITS:
                rows.filter(category=value).update(category="")


class Migration(migrations.Migration):
    dependencies = [
        ("disclosure", "0004_reading_leases"),
    ]

    operations = [
        migrations.RunPython(empty_them, migrations.RunPython.noop),
    ]
