"""Reference data of this room: the programmes, and what each role may do with lists."""

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path

from django.db import transaction

from disclosure.models import Programme
from organizations.enums import Role
from organizations.roles import grant

PROGRAMMES = Path(__file__).parent / "data" / "programmes.csv"

_LOOK = ("disclosure.view_batch", "disclosure.view_programme")

ROLE_PERMISSIONS: Mapping[Role, Iterable[str]] = {
    Role.EDITOR: (*_LOOK, "disclosure.add_batch", "disclosure.submit_batch"),
    Role.REVIEWER: (*_LOOK, "disclosure.approve_batch"),
    Role.INSPECTOR: _LOOK,
    Role.ADMINISTRATOR: _LOOK,
}
"""What each role may do in this room; where, its posts say."""

HEAD_PERMISSIONS: Mapping[Role, Iterable[str]] = {Role.ADMINISTRATOR: ("disclosure.change_programme",)}
"""A programme's settings hold for every county, so only the head office changes them."""


@transaction.atomic
def prepare() -> None:
    """Add the programmes that are missing and grant the permissions; what was edited since stays."""
    existing = set(Programme.objects.values_list("code", flat=True))
    with PROGRAMMES.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["code"] not in existing]
    Programme.objects.bulk_create(
        Programme(**{**row, "pays_monthly": row["pays_monthly"] == "yes"}) for row in rows
    )
    grant(ROLE_PERMISSIONS)
    grant(HEAD_PERMISSIONS, head=True)
