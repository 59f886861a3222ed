"""``manage.py take_up_lists``: read lists again whose reader died, delete what nobody can go on with."""

from django.core.management.base import BaseCommand

from disclosure import tasks
from disclosure.intake import asking, kept_files, storing


class Command(BaseCommand):
    """Run by the background worker itself (data/periodic.csv); may be run at any time."""

    help = "Give lists whose reader died to a worker again; delete files that were read, and half lists."

    def handle(self, *args, **options) -> None:
        tasks.take_up_abandoned()
        asking.sweep()
        kept_files.sweep()
        storing.sweep()
