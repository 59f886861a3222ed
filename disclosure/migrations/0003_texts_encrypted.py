"""What was said with an act on a list is encrypted: every row, in pieces that can be broken off and repeated."""

from django.db import migrations

from protection.rewriting import encrypt_once, rewrite


def encrypt_all(apps, schema_editor):
    """Encrypt what stands in clear."""
    rewrite(apps.get_model("disclosure", "batch"), {"reason": encrypt_once})


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("disclosure", "0002_texts_widened")]

    operations = [migrations.RunPython(encrypt_all, elidable=True)]
