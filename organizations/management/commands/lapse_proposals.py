"""Ends proposed posts on which nobody decided in time."""

from django.core.management.base import BaseCommand

from organizations import proposals


class Command(BaseCommand):
    """Lets proposals lapse, and prints how many."""

    help = "End proposed posts that no second administrator decided on in time."

    def handle(self, *args, **options):
        """Print the number alone, so that the output may stand in a log."""
        self.stdout.write(f"Lapsed: {proposals.lapse()}")
