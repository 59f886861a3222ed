"""``manage.py publish_lists``: approved lists whose month has begun become public."""

from django.core.management.base import BaseCommand

from disclosure import tasks


class Command(BaseCommand):
    """Run by the background worker itself (data/periodic.csv); may be run at any time."""

    help = "Publish approved lists whose month has begun."

    def handle(self, *args, **options) -> None:
        tasks.publish_begun()
