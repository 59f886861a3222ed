"""Every encrypted column has a key of its own: all rows, in pieces that can be broken off and repeated."""

from django.db import migrations

import protection.fields
from protection.rewriting import bind


def bind_all(apps, schema_editor):
    """Encrypt for its column what was bound to none."""
    for name in ("attachment", "case", "caseevent", "complainant", "draft"):
        bind(apps.get_model("complaints", name))


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("complaints", "0026_own_pins"),
    ]

    operations = [
        migrations.AlterField(
            model_name="attachment",
            name="original_name",
            field=protection.fields.EncryptedTextField(
                blank=True, place="complaints_attachment.original_name", verbose_name="name it was sent under"
            ),
        ),
        migrations.AlterField(
            model_name="case",
            name="narrative",
            field=protection.fields.EncryptedTextField(
                place="complaints_case.narrative", verbose_name="what happened"
            ),
        ),
        migrations.AlterField(
            model_name="case",
            name="title",
            field=protection.fields.EncryptedTextField(place="complaints_case.title", verbose_name="title"),
        ),
        migrations.AlterField(
            model_name="caseevent",
            name="reason",
            field=protection.fields.EncryptedTextField(
                blank=True, place="complaints_caseevent.reason", verbose_name="reason"
            ),
        ),
        migrations.AlterField(
            model_name="caseevent",
            name="text",
            field=protection.fields.EncryptedTextField(
                blank=True, place="complaints_caseevent.text", verbose_name="text for the complainant"
            ),
        ),
        migrations.AlterField(
            model_name="complainant",
            name="address",
            field=protection.fields.EncryptedTextField(
                blank=True, place="complaints_complainant.address", verbose_name="address"
            ),
        ),
        migrations.AlterField(
            model_name="complainant",
            name="id_number",
            field=protection.fields.EncryptedTextField(
                blank=True, place="complaints_complainant.id_number", verbose_name="ID number"
            ),
        ),
        migrations.AlterField(
            model_name="complainant",
            name="name",
            field=protection.fields.EncryptedTextField(
                blank=True, place="complaints_complainant.name", verbose_name="name"
            ),
        ),
        migrations.AlterField(
            model_name="complainant",
            name="phone",
            field=protection.fields.EncryptedTextField(
                blank=True, place="complaints_complainant.phone", verbose_name="telephone"
            ),
        ),
        migrations.AlterField(
            model_name="draft",
            name="payload",
            field=protection.fields.EncryptedJSONField(
                blank=True, default=dict, place="complaints_draft.payload"
            ),
        ),
        migrations.RunPython(bind_all, elidable=True),
    ]
