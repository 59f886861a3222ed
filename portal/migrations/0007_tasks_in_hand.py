"""An index by which tasks that run, and that failed, are found among all those that are done.

Every worker looks for them each 10 seconds (portal/background.py). The table is django-tasks-db's, which has an
index for those that are ready only.
"""

from django.db import migrations

CREATE = """
CREATE INDEX portal_tasks_in_hand ON django_tasks_database_dbtaskresult (status, exception_class_path)
"""


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0006_living_workers"),
        ("django_tasks_database", "0021_conditional_partial_index_ordering"),
    ]

    operations = [migrations.RunSQL(CREATE, "DROP INDEX portal_tasks_in_hand")]
