"""The app in use stays until another one is set up; one that was being set up is begun anew."""

from django.db import migrations

import protection.fields


class Migration(migrations.Migration):
    dependencies = [
        ("organizations", "0007_sessions"),
    ]

    operations = [
        migrations.AddField(
            model_name="secondfactor",
            name="next_secret",
            field=protection.fields.EncryptedTextField(blank=True),
        ),
    ]
