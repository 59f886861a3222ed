"""``manage.py end_notices``: notices whose last day has passed are written down as ended."""

from django.core.management.base import BaseCommand

from disclosure.notices import ending


class Command(BaseCommand):
    """Run by the background worker itself (data/periodic.csv); may be run at any time."""

    help = "Write of notices whose last day has passed that they ended."

    def handle(self, *args, **options) -> None:
        ending.end_over()
