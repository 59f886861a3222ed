"""What people wrote is encrypted, second of three steps: every row, in pieces that can be broken off and repeated."""

from django.db import migrations

from protection.rewriting import encrypt_once, rewrite


def encrypt_all(apps, schema_editor):
    """Encrypt what stands in clear."""
    rewrite(apps.get_model("complaints", "case"), dict.fromkeys(["title", "narrative"], encrypt_once))
    rewrite(apps.get_model("complaints", "caseevent"), dict.fromkeys(["reason", "text"], encrypt_once))


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("complaints", "0007_texts_widened")]

    operations = [migrations.RunPython(encrypt_all, elidable=True)]
