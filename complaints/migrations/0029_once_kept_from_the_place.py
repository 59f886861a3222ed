"""Which cases somebody above read first, kept on the row: no desk opens these again."""

from django.db import migrations, models
from django.db.models import Exists, OuterRef, Q


def fill(apps, schema_editor):
    """Mark what is kept from the place, and what its events say was."""
    events = apps.get_model("complaints", "CaseEvent").objects.filter(case=OuterRef("pk"))
    read_above = events.filter(Q(kind__in=["screen", "raise"]) | Q(status="screening"))
    cases = apps.get_model("complaints", "Case").objects.filter(~Q(sight="place") | Exists(read_above))
    cases.update(once_kept=True)


class Migration(migrations.Migration):
    dependencies = [
        ("complaints", "0028_screening_is_in_nobodys_hands"),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="once_kept",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.AlterField(
            model_name="caseevent",
            name="kind",
            field=models.CharField(
                choices=[
                    ("register", "Registered"),
                    ("screen", "Decided who handles it"),
                    ("accept", "Accepted"),
                    ("decline", "Not accepted"),
                    ("assign", "Assigned"),
                    ("transfer", "Passed to another unit"),
                    ("object", "Returned as not competent"),
                    ("take_back", "Taken back"),
                    ("refer", "Referred outside"),
                    ("request_extension", "Extension requested"),
                    ("approve_extension", "Extension approved"),
                    ("refuse_extension", "Extension refused"),
                    ("ask_complainant", "Question to the complainant"),
                    ("complainant_wrote", "The complainant wrote"),
                    ("note", "Internal note"),
                    ("note_call", "Follow-up call"),
                    ("answer", "Answered"),
                    ("close", "Closed"),
                    ("call_back", "Called back"),
                    ("withdraw", "Withdrawn"),
                    ("reopen", "Reopened"),
                    ("ask_review", "Review requested"),
                    ("add_respondent", "Respondent added"),
                    ("raise", "Read by the office above first"),
                    ("hand_back", "Taken out of the handler's hands"),
                    ("put_back", "Put back who was removed"),
                    ("rule_out", "Kept from an office, as the complainant wishes"),
                ],
                max_length=20,
                verbose_name="kind",
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
