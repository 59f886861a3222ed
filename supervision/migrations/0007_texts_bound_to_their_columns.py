"""Every encrypted column has a key of its own: all rows, in pieces that can be broken off and repeated."""

from django.db import migrations

import protection.fields
from protection.rewriting import bind


def bind_all(apps, schema_editor):
    """Encrypt for its column what was bound to none."""
    for name in ("lead", "leadevent", "leaditem"):
        bind(apps.get_model("supervision", name))


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("supervision", "0006_letter_numbers_tell_nothing"),
    ]

    operations = [
        migrations.AlterField(
            model_name="lead",
            name="summary",
            field=protection.fields.EncryptedTextField(
                help_text="What happened, where, since when, and what the material shows.",
                place="supervision_lead.summary",
                verbose_name="what points to wrongdoing",
            ),
        ),
        migrations.AlterField(
            model_name="leadevent",
            name="reason",
            field=protection.fields.EncryptedTextField(
                blank=True, place="supervision_leadevent.reason", verbose_name="reason"
            ),
        ),
        migrations.AlterField(
            model_name="leaditem",
            name="note",
            field=protection.fields.EncryptedTextField(
                blank=True, place="supervision_leaditem.note", verbose_name="what it shows"
            ),
        ),
        migrations.RunPython(bind_all, elidable=True),
    ]
