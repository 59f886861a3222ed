"""What people wrote is encrypted, first of three steps: columns that hold a token, and a log that lets them be filled."""

from django.db import migrations

import protection.fields
from protection.append_only import triggers


def without(table):
    """Take the triggers of the first migration away."""
    on = triggers(table)
    return migrations.RunPython(on.reverse_code, on.code)


class Migration(migrations.Migration):
    dependencies = [("complaints", "0006_alarms_about_looking")]

    operations = [
        without("complaints_caseevent"),
        migrations.AlterField(
            model_name="case",
            name="narrative",
            field=protection.fields.EncryptedTextField(verbose_name="what happened"),
        ),
        migrations.AlterField(
            model_name="case",
            name="title",
            field=protection.fields.EncryptedTextField(verbose_name="title"),
        ),
        migrations.AlterField(
            model_name="caseevent",
            name="reason",
            field=protection.fields.EncryptedTextField(blank=True, verbose_name="reason"),
        ),
        migrations.AlterField(
            model_name="caseevent",
            name="text",
            field=protection.fields.EncryptedTextField(blank=True, verbose_name="text for the complainant"),
        ),
    ]
