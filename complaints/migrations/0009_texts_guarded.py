"""What people wrote is encrypted, third of three steps: the log is closed again.

All but the encrypted columns, which a rotation of the keys writes anew.
"""

from django.db import migrations

from protection.append_only import triggers


class Migration(migrations.Migration):
    dependencies = [("complaints", "0008_texts_encrypted")]

    operations = [
        triggers(
            "complaints_caseevent",
            ("id", "case_id", "sequence", "kind", "at", "actor_id", "data", "status"),
        ),
    ]
