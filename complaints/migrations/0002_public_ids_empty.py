"""Random keys for addresses, first of three steps: a column that may be empty, so that no table is rewritten."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("complaints", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="attachment", name="public_id", field=models.UUIDField(null=True, editable=False)
        ),
    ]
