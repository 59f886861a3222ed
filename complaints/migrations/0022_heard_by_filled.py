"""Who took the cases down that are there, as far as every word in them is theirs; in pieces, as 0012."""

from django.db import migrations, transaction

PIECE = 500


def fill(apps, schema_editor):
    """Read the log of each case that staff registered; a piece is one short transaction."""
    from complaints.handling import heard

    Case = apps.get_model("complaints", "Case")
    CaseEvent = apps.get_model("complaints", "CaseEvent")
    registered = CaseEvent.objects.filter(kind="register").exclude(actor=None).order_by("pk")
    after = 0
    while piece := list(registered.filter(pk__gt=after).values_list("pk", "case_id")[:PIECE]):
        logs = {}
        ids = [case_id for _event, case_id in piece]
        events = CaseEvent.objects.filter(case__in=ids).order_by("case_id", "sequence")
        for event in events.prefetch_related("attachments"):
            logs.setdefault(event.case_id, []).append(event)
        with transaction.atomic():
            for case_id, log in logs.items():
                if operator := heard.heard_by(log):
                    # Where nothing has been written meanwhile.
                    Case.objects.filter(pk=case_id, latest_event=log[-1].pk).update(heard_by=operator)
        after = piece[-1][0]


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("complaints", "0021_heard_at_the_desk")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
