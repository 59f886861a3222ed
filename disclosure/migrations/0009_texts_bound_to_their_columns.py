"""Every encrypted column has a key of its own: all rows, in pieces that can be broken off and repeated."""

from django.db import migrations

import protection.fields
from protection.rewriting import bind


def bind_all(apps, schema_editor):
    """Encrypt for its column what was bound to none."""
    for name in ("batch", "proposal", "recipient", "stagedrow"):
        bind(apps.get_model("disclosure", name))


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("disclosure", "0008_in_pieces"),
    ]

    operations = [
        migrations.AlterField(
            model_name="batch",
            name="reason",
            field=protection.fields.EncryptedTextField(
                blank=True,
                help_text="What was said with the last act.",
                place="disclosure_batch.reason",
                verbose_name="reason",
            ),
        ),
        migrations.AlterField(
            model_name="proposal",
            name="reason",
            field=protection.fields.EncryptedTextField(
                place="disclosure_proposal.reason", verbose_name="reason"
            ),
        ),
        migrations.AlterField(
            model_name="recipient",
            name="id_number",
            field=protection.fields.EncryptedTextField(
                place="disclosure_recipient.id_number", verbose_name="ID number"
            ),
        ),
        migrations.AlterField(
            model_name="stagedrow",
            name="id_number",
            field=protection.fields.EncryptedTextField(place="disclosure_recipient.id_number"),
        ),
        migrations.RunPython(bind_all, elidable=True),
    ]
