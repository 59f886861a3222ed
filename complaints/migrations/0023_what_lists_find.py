"""What lists find cases by, first of three steps: the columns, empty."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("complaints", "0022_heard_by_filled"),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="due_first",
            field=models.DateField(editable=False, null=True, verbose_name="first due"),
        ),
        migrations.AddField(
            model_name="case",
            name="due_provisional",
            field=models.BooleanField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="case",
            name="latest_status",
            field=models.CharField(
                choices=[
                    ("screening", "Waiting for who handles it"),
                    ("registered", "Registered"),
                    ("handling", "Being handled"),
                    ("waiting", "Waiting for the complainant"),
                    ("answered", "Answered"),
                    ("review", "Under review"),
                    ("closed", "Closed"),
                    ("declined", "Not accepted"),
                    ("referred", "Referred elsewhere"),
                ],
                editable=False,
                max_length=12,
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="standing",
            field=models.CharField(
                choices=[("open", "Open"), ("ended", "Ended"), ("written", "Ended, and written to since")],
                editable=False,
                max_length=12,
                null=True,
            ),
        ),
    ]
