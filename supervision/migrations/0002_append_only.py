from django.db import migrations

from supervision import append_only


class Migration(migrations.Migration):
    """A lead's events can't be changed or removed, whoever speaks to the database."""

    dependencies = [("supervision", "0001_initial")]

    operations = [migrations.RunPython(append_only.install, append_only.remove, elidable=False)]
