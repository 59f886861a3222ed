"""What lists find cases by, third of three steps: the indexes in the order of the lists."""

from django.db import migrations, models

import complaints.around


class Migration(migrations.Migration):
    dependencies = [
        ("complaints", "0024_what_lists_find_filled"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="caseclock",
            name="case_clock_due",
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                complaints.around.Around("region", digits=6),
                models.OrderBy(models.F("received_at"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                name="case_county_received",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                complaints.around.Around("region", digits=9),
                models.OrderBy(models.F("received_at"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                name="case_township_received",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                complaints.around.Around("region", digits=6),
                models.F("due_first"),
                models.OrderBy(models.F("received_at"), descending=True),
                models.F("id"),
                name="case_county_due",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                complaints.around.Around("region", digits=9),
                models.F("due_first"),
                models.OrderBy(models.F("received_at"), descending=True),
                models.F("id"),
                name="case_township_due",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                models.F("due_first"),
                models.OrderBy(models.F("received_at"), descending=True),
                models.F("id"),
                name="case_all_due",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                complaints.around.Around("region", digits=6),
                models.F("standing"),
                models.F("handler"),
                name="case_county_desk",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                complaints.around.Around("region", digits=9),
                models.F("standing"),
                models.F("handler"),
                name="case_township_desk",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(models.F("standing"), models.F("handler"), name="case_all_desk"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                fields=["unit", "latest_status", "-received_at", "-id"], name="case_unit_status"
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["unit", "standing"], name="case_unit_standing"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["unit", "-received_at", "-id"], name="case_unit_received"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["latest_status", "-received_at", "-id"], name="case_status_received"),
        ),
        migrations.AddIndex(
            model_name="caseclock",
            index=models.Index(fields=["due_on"], name="case_clock_day"),
        ),
    ]
