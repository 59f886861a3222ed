"""Random keys for addresses, first of three steps: a column that may be empty, so that no table is rewritten."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("supervision", "0001_initial")]

    operations = [
        # Numbers of leads are drawn now: a series shows its gaps.
        migrations.DeleteModel(name="LeadSeries"),
        migrations.AddField(
            model_name="lead", name="public_id", field=models.UUIDField(null=True, editable=False)
        ),
        migrations.AddField(
            model_name="leaditem", name="public_id", field=models.UUIDField(null=True, editable=False)
        ),
        migrations.AddField(
            model_name="transfer", name="public_id", field=models.UUIDField(null=True, editable=False)
        ),
    ]
