from django.db import migrations

from protection.append_only import triggers


class Migration(migrations.Migration):
    """A lead's events can't be changed or removed, whoever speaks to the database."""

    dependencies = [("supervision", "0001_initial")]

    # All but the encrypted reason, which a rotation of the keys writes anew.
    operations = [
        triggers(
            "supervision_leadevent",
            ("id", "lead_id", "sequence", "kind", "at", "actor_id", "item_id", "status"),
        )
    ]
