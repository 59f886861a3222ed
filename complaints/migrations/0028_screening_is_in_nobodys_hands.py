"""What is read first again is in nobody's hands: an older release left it to who worked on it there."""

from django.db import migrations


def free(apps, schema_editor):
    """Take what waits for a decision from its handlers; a case leaves that state by an act only."""
    cases = apps.get_model("complaints", "Case").objects
    cases.filter(latest_status="screening", handler__isnull=False).update(handler=None)


class Migration(migrations.Migration):
    dependencies = [("complaints", "0027_texts_bound_to_their_columns")]

    operations = [migrations.RunPython(free, migrations.RunPython.noop)]
