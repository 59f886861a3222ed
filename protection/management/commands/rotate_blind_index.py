"""Bring indexes to a new BLIND_INDEX_KEY."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from protection import audit, chain, rotating
from protection.blind_index import keys
from protection.models import LogHead


class Command(BaseCommand):
    help = (
        "Compute all indexes anew after a new BLIND_INDEX_KEY was put in place, and the one before it in "
        "front of BLIND_INDEX_OLD_KEYS. The site works meanwhile; broken off, it is taken up where it was."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.BLIND_INDEX_OLD_KEYS:
            raise CommandError("BLIND_INDEX_OLD_KEYS is empty: put the key before BLIND_INDEX_KEY there.")
        wrong = chain.seal_again()
        part = ""
        for name, _last in rotating.rotate():
            if name != part:
                self.stdout.write(f"{name} …")
                part = name
        if part:
            key = rotating.fingerprint(keys()[0])
            audit.record("protection.rotate_blind_index", LogHead.objects.get(lane=1), key=key)
        if wrong:
            lanes = ", ".join(map(str, wrong))
            raise CommandError(f"Lanes {lanes} of the log end under none of the keys: see verify_log.")
        self.stdout.write(
            self.style.SUCCESS(
                "Everything that can be computed again is under the first key. Keep the old ones: receipts "
                "given out, backup codes and older links of the log are found by them."
            )
        )
