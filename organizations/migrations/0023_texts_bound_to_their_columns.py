"""Every encrypted column has a key of its own: all rows, in pieces that can be broken off and repeated."""

from django.db import migrations

import protection.fields
from protection.rewriting import bind


def bind_all(apps, schema_editor):
    """Encrypt for its column what was bound to none."""
    for name in ("factorreset", "keptform", "secondfactor"):
        bind(apps.get_model("organizations", name))


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("organizations", "0022_places_and_ends_wait"),
    ]

    operations = [
        migrations.AlterField(
            model_name="factorreset",
            name="reason",
            field=protection.fields.EncryptedTextField(place="organizations_factorreset.reason"),
        ),
        migrations.AlterField(
            model_name="keptform",
            name="typed",
            field=protection.fields.EncryptedJSONField(place="organizations_keptform.typed"),
        ),
        migrations.AlterField(
            model_name="secondfactor",
            name="next_secret",
            field=protection.fields.EncryptedTextField(
                blank=True, place="organizations_secondfactor.next_secret"
            ),
        ),
        migrations.AlterField(
            model_name="secondfactor",
            name="secret",
            field=protection.fields.EncryptedTextField(blank=True, place="organizations_secondfactor.secret"),
        ),
        migrations.RunPython(bind_all, elidable=True),
    ]
