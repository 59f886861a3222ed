from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("disclosure", "0012_the_catalogue")]

    operations = [
        migrations.AddIndex(
            model_name="listtotal",
            index=models.Index(fields=["region", "programme", "month"], name="total_of_month"),
        ),
    ]
