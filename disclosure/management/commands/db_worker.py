"""``manage.py db_worker``: django-tasks' worker, which first takes up what the last one had in hand."""

from django_tasks_db.management.commands.db_worker import Command as WorkerCommand

from disclosure import tasks


class Command(WorkerCommand):
    """Runs the tasks of the queue; see ``--help`` of django-tasks."""

    def handle(self, *args, **options) -> None:
        tasks.take_up_abandoned()
        super().handle(*args, **options)
