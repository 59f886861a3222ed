from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("disclosure", "0003_texts_encrypted"),
    ]

    operations = [
        migrations.AddField(
            model_name="batch",
            name="is_in_hand",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.AddField(
            model_name="batch",
            name="reading_until",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="batch",
            name="readings",
            field=models.PositiveSmallIntegerField(default=0, editable=False),
        ),
    ]
