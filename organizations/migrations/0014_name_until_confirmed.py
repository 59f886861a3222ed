"""Until a second administrator confirms another name, words count for the one before."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organizations", "0013_who_proposed_a_reset"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="known_as",
            field=models.CharField(
                blank=True, default="", editable=False, max_length=64, verbose_name="known as"
            ),
        ),
    ]
