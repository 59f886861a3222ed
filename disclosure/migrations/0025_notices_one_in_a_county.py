"""One open notice of a household within a county: one elsewhere does not bar it."""

from django.db import migrations, models
from django.db.models.functions import Substr


class Migration(migrations.Migration):
    dependencies = [
        ("disclosure", "0024_hidden_in_no_count"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="notice", name="one_open_notice_per_household"),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.UniqueConstraint(
                models.F("id_index"),
                models.F("programme"),
                models.F("kind"),
                Substr("region", 1, 6),
                condition=models.Q(("closed_at__isnull", True)),
                name="one_open_notice_in_a_county",
            ),
        ),
    ]
