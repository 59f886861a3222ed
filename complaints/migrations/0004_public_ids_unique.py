"""Random keys for addresses, last of three steps: never empty, and each once."""

import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("complaints", "0003_public_ids_filled")]

    operations = [
        migrations.AlterField(
            model_name="attachment",
            name="public_id",
            field=models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
        ),
    ]
