"""Posts wait for a second administrator; those there are were given under earlier rules and count."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organizations", "0004_account_links"),
    ]

    operations = [
        migrations.AddField(
            model_name="post",
            name="counts",
            field=models.BooleanField(default=True, editable=False, verbose_name="counts"),
        ),
        migrations.AlterField(
            model_name="post",
            name="counts",
            field=models.BooleanField(default=False, editable=False, verbose_name="counts"),
        ),
        migrations.AddField(
            model_name="post",
            name="proposed_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="proposed by",
            ),
        ),
    ]
