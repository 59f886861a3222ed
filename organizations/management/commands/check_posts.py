"""Lists posts that the rules of today would not let anybody give."""

from django.core.management.base import BaseCommand, CommandError

from organizations import both_hands


class Command(BaseCommand):
    """Prints each person who is editor and reviewer in one hand; fails when there is one."""

    help = "List people who are editor and reviewer of one unit, or of units above each other."

    def handle(self, *args, **options):
        """Print login, units and the days; no names, so that the output may stand in a log."""
        pairs = both_hands.found()
        for editor, reviewer in pairs:
            units = f"editor in unit {editor.unit_id}, reviewer in unit {reviewer.unit_id}"
            self.stdout.write(f"{editor.user.username}: {units}")
        if pairs:
            raise CommandError(f"{len(pairs)} in one hand: end one post of each.")
        self.stdout.write("No editor and reviewer in one hand.")
