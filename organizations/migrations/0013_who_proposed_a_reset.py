from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organizations", "0012_post_has_counted"),
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
                ],
                max_length=8,
            ),
        ),
    ]
