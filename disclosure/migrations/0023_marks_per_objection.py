import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("disclosure", "0022_objections_open"),
    ]

    operations = [
        migrations.AlterField(
            model_name="confirmedobjection",
            name="row",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="disclosure.recipient",
            ),
        ),
        # Marks of before are of no objection that could be told: they stay.
        migrations.AddField(
            model_name="confirmedobjection",
            name="source",
            field=models.CharField(default="", max_length=64),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name="confirmedobjection",
            constraint=models.UniqueConstraint(
                fields=("source", "row"), name="one_mark_per_objection_and_row"
            ),
        ),
    ]
