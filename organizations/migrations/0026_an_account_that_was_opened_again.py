from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organizations", "0025_find_places_by_name"),
    ]

    operations = [
        migrations.AlterField(
            model_name="accountdoubt",
            name="kind",
            field=models.CharField(
                choices=[
                    ("link", "chose a password behind a link that was handed over"),
                    ("name", "was given another name or login"),
                    ("address", "typed the e-mail address to which the link went"),
                    ("reset", "proposed that the second factor be reset"),
                    ("opened", "opened the account that was closed"),
                ],
                max_length=8,
            ),
        ),
    ]
