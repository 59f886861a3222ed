"""Whether an objection to a notice is open stands with the notice, also after it was taken back."""

from django.db import migrations, models


def note_those_held(apps, schema_editor):
    """Notices that an objection holds have one; of others the next event of the case says it."""
    apps.get_model("disclosure", "Notice").objects.filter(state="suspended").update(has_objection=True)


class Migration(migrations.Migration):
    dependencies = [
        ("disclosure", "0021_board_postings"),
    ]

    operations = [
        migrations.AddField(
            model_name="notice",
            name="has_objection",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(fields=["id_index"], name="notice_of_household"),
        ),
        migrations.RunPython(note_those_held, migrations.RunPython.noop),
    ]
