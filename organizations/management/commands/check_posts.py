"""Lists posts that the rules of today would not let anybody give."""

from django.core.management.base import BaseCommand, CommandError

from organizations import both_hands, names


class Command(BaseCommand):
    """Prints who is editor and reviewer in one hand, and whose account no words mean; fails for either."""

    help = (
        "List people who are editor and reviewer of one unit, or of units above each other, and posts of "
        "accounts whose name is no person's as people write it, so that no words mean their holder."
    )

    def handle(self, *args, **options):
        """Print login, units and what is wrong; no names, so that the output may stand in a log."""
        wrong = [said for said in (self._one_hand(), self._no_name()) if said]
        if wrong:
            raise CommandError(" ".join(wrong))
        self.stdout.write("No editor and reviewer in one hand, and every holder has a person's name.")

    def _one_hand(self) -> str:
        pairs = both_hands.found()
        for editor, reviewer in pairs:
            units = f"editor in unit {editor.unit_id}, reviewer in unit {reviewer.unit_id}"
            self.stdout.write(f"{editor.user.username}: {units}")
        return f"{len(pairs)} in one hand: end one post of each." if pairs else ""

    def _no_name(self) -> str:
        found = names.posts_without()
        for post in found:
            self.stdout.write(f"{post.user.username}: {post.role} in unit {post.unit_id}, no person's name")
        return f"{len(found)} posts of accounts without a person's name: mend the name." if found else ""
