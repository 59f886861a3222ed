from django.db import migrations, models

import disclosure.models.indexed


class Migration(migrations.Migration):
    dependencies = [
        ("disclosure", "0032_english_words"),
        ("organizations", "0025_find_places_by_name"),
    ]

    operations = [
        migrations.AddField(
            model_name="batch",
            name="closed_amount",
            field=models.DecimalField(decimal_places=2, editable=False, max_digits=14, null=True),
        ),
        migrations.AddField(
            model_name="batch",
            name="closed_count",
            field=models.PositiveIntegerField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="batch",
            name="ended_count",
            field=models.PositiveIntegerField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="batch",
            name="opened_amount",
            field=models.DecimalField(decimal_places=2, editable=False, max_digits=14, null=True),
        ),
        migrations.AddField(
            model_name="batch",
            name="opened_count",
            field=models.PositiveIntegerField(editable=False, null=True),
        ),
        migrations.AddIndex(
            model_name="recipient",
            index=models.Index(
                disclosure.models.indexed.ListKey("valid_from"),
                models.F("region"),
                models.F("id"),
                name="recipient_opened_in",
            ),
        ),
        migrations.AddIndex(
            model_name="recipient",
            index=models.Index(
                disclosure.models.indexed.ListKey("valid_until"),
                models.F("region"),
                models.F("id"),
                condition=models.Q(("valid_until__isnull", False)),
                name="recipient_closed_in",
            ),
        ),
        migrations.AddIndex(
            model_name="recipient",
            index=models.Index(
                disclosure.models.indexed.InCodePoints("holder_name"), models.F("id"), name="recipient_called"
            ),
        ),
        migrations.AddIndex(
            model_name="refusedrow",
            index=models.Index(
                condition=models.Q(("is_warning", False)),
                fields=["batch", "row", "id"],
                name="faults_in_file_order",
            ),
        ),
        migrations.AddIndex(
            model_name="refusedrow",
            index=models.Index(
                condition=models.Q(("is_warning", True)),
                fields=["batch", "row", "id"],
                name="warnings_in_file_order",
            ),
        ),
    ]
