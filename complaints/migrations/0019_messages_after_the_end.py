"""Cases that had ended when the complainant wrote are found by their latest event."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("complaints", "0018_around_of_drafts"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="caseevent",
            name="case_event_status",
        ),
        migrations.AddIndex(
            model_name="caseevent",
            index=models.Index(fields=["status", "kind"], name="case_event_status_kind"),
        ),
    ]
