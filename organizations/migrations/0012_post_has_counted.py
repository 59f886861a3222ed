"""Whether a post ever counted is kept apart from whether it does now.

Until now a post stopped counting in two ways only: its unit was given a wider place, which the log has as a
further proposal after it had counted; or it was taken back on the day that it was given, and was never held.
"""

from django.db import migrations, models

GIVEN = ("organizations.appoint", "organizations.confirm_post")
PROPOSED = "organizations.propose"


def remember(apps, schema_editor):
    """Fill the column from ``counts``, and for posts that wait again from the log."""
    posts = apps.get_model("organizations", "Post").objects
    posts.filter(counts=True).update(has_counted=True)
    entries = apps.get_model("wagtailcore", "ModelLogEntry").objects.filter(
        content_type__app_label="organizations", content_type__model="post", action__in=(*GIVEN, PROPOSED)
    )
    given: set[str] = set()
    asked_again: set[int] = set()
    for post, action in entries.order_by("pk").values_list("object_id", "action").iterator():
        if action in GIVEN:
            given.add(post)
        elif post in given:
            asked_again.add(int(post))
    posts.filter(counts=False, pk__in=asked_again).update(has_counted=True)


class Migration(migrations.Migration):
    dependencies = [
        ("organizations", "0011_kept_forms"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
    ]

    operations = [
        migrations.AddField(
            model_name="post",
            name="has_counted",
            field=models.BooleanField(default=False, editable=False, verbose_name="has counted"),
        ),
        migrations.RunPython(remember, migrations.RunPython.noop),
    ]
