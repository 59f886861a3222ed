"""Delete the forms that were kept for somebody whose login had ended, and are older than a day."""

from django.core.management.base import BaseCommand

from organizations import kept_forms


class Command(BaseCommand):
    """Run by the periodic work of this room."""

    help = "Delete unsent forms of the staff site that are older than a day."

    def handle(self, *args, **options) -> None:
        """Delete them and say how many."""
        self.stdout.write(f"{kept_forms.purge()} deleted")
