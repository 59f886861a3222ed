"""Traces of names in the cases that are there, in pieces that can be broken off and taken up again."""

from django.db import migrations, transaction

PIECE = 500


def trace_all(apps, schema_editor):
    """Keep the traces of each case: words for respondents, title, story, the complainant's messages."""
    from complaints.parties import traces

    Trace = apps.get_model("complaints", "Trace")
    cases = apps.get_model("complaints", "Case").objects.order_by("pk")
    after = 0
    while piece := list(cases.filter(pk__gt=after, traces=None)[:PIECE]):
        with transaction.atomic():
            for case in piece:
                said = case.respondents.filter(derived=False).exclude(name="").values_list("name", flat=True)
                events = case.events.filter(kind__in=("complainant_wrote", "ask_review", "note_call"))
                texts = [case.title, case.narrative, *(event.text for event in events)]
                keys = sorted(traces.digests(said, texts))
                Trace.objects.bulk_create(Trace(case=case, key=key) for key in keys)
        after = piece[-1].pk


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("complaints", "0011_traces_of_names")]

    operations = [migrations.RunPython(trace_all, migrations.RunPython.noop, elidable=True)]
