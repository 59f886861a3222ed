"""Programmes that pay once (临时救助): their lists carry the amount and the reason of each payment."""

from django.db import migrations, models


def pay_once(apps, schema_editor):
    apps.get_model("disclosure", "Programme").objects.filter(code="temporary").update(pays_once=True)


class Migration(migrations.Migration):
    dependencies = [
        ("disclosure", "0005_no_numbers_in_categories"),
    ]

    operations = [
        migrations.AddField(
            model_name="programme",
            name="pays_once",
            field=models.BooleanField(
                default=False,
                help_text="Lists carry the amount and the reason of each payment.",
                verbose_name="pays a single amount",
            ),
        ),
        migrations.RunPython(pay_once, migrations.RunPython.noop),
    ]
