"""``manage.py take_up_imports``: read files of cases on whose reader died, delete what was read."""

from django.core.management.base import BaseCommand

from complaints import tasks


class Command(BaseCommand):
    """Run by the background worker itself (data/periodic.csv); may be run at any time."""

    help = "Give files of other systems' cases whose reader died to a worker again."

    def handle(self, *args, **options) -> None:
        tasks.take_up_imports()
