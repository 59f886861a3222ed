"""``manage.py remind_editors``: editors are told what the catalogue asks of their places."""

from django.core.management.base import BaseCommand
from django.urls import reverse

from disclosure.catalogue import reminding


class Command(BaseCommand):
    """Run by the background worker itself (data/periodic.csv), once a day in the morning."""

    help = "Write to editors about what is due, late or stale by the disclosure catalogue."

    def handle(self, *args, **options) -> None:
        reminding.remind(reverse("disclosure_duties"))
