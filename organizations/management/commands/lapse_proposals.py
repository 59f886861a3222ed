"""Ends what waits for a second administrator and on which nobody decided in time."""

from django.core.management.base import BaseCommand

from organizations import lapsing


class Command(BaseCommand):
    """Lets proposals lapse, and prints how many."""

    help = "End what waits for a second administrator who did not decide on it in time."

    def handle(self, *args, **options):
        """Print the number alone, so that the output may stand in a log."""
        self.stdout.write(f"Lapsed: {lapsing.lapse()}")
