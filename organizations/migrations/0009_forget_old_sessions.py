"""Sessions from before stand in Django's table with their keys in clear; nobody can use them any more."""

from django.db import migrations


def forget(apps, schema_editor):
    apps.get_model("sessions", "Session").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [
        ("organizations", "0008_next_secret"),
        ("sessions", "0001_initial"),
    ]

    operations = [migrations.RunPython(forget, migrations.RunPython.noop)]
