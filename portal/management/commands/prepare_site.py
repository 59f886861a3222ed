"""``manage.py prepare_site``: every room's reference data, from the bottom room up."""

from importlib import import_module
from importlib.util import find_spec

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import transaction


class Command(BaseCommand):
    help = "Lay down the reference data of every room. A second run changes nothing that people edited."

    def handle(self, *args, **options) -> None:
        # Makes the table of the database cache where settings ask for one; does nothing for other caches.
        call_command("createcachetable", verbosity=0)
        # From below: a room's data may build on that of the rooms before it.
        for room in settings.ROOMS:
            if find_spec(f"{room}.setup") is None:
                continue
            with transaction.atomic():
                import_module(f"{room}.setup").prepare()
            if options["verbosity"] > 0:
                self.stdout.write(f"{room}: prepared")
