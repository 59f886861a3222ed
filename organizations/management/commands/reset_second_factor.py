"""Take off the second factor of somebody who lost it."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from organizations import resets
from organizations.models import User


class Command(BaseCommand):
    """The person has to set up a new one at the next login; nobody else is let in by it."""

    help = "Reset the second factor of a member of staff, who sets up a new one at the next login."

    def add_arguments(self, parser) -> None:
        """Whose, on whose word and why."""
        parser.add_argument("username")
        parser.add_argument("--by", required=True, help="login of the administrator who asked for it")
        parser.add_argument("--reason", required=True)

    def handle(self, *args, username: str, by: str, reason: str, **options) -> None:
        """Reset, with an entry in the audit log."""
        people = {user.username: user for user in User.objects.filter(username__in=[username, by])}
        if username not in people or by not in people:
            raise CommandError("There is no such login.")
        try:
            resets.by_hand(people[username], user=people[by], reason=reason)
        except ValidationError as refused:
            raise CommandError(" ".join(refused.messages)) from refused
