"""Reference data of this room: the programmes, and what each role may do with lists."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from django.db import transaction

from disclosure.enums import NameMasking
from disclosure.models import Programme
from organizations.enums import Role
from organizations.roles import grant
from protection.data_tables import DataTable


@dataclass(frozen=True)
class ShippedProgramme:
    """A programme that comes with the project; its columns are fields of ``Programme``."""

    code: str
    name: str
    name_en: str
    name_masking: NameMasking
    pays_monthly: bool
    pays_once: bool
    notice_days: int
    ending_share: int
    sort_order: int
    legal_basis: str
    standard_text: str


PROGRAMMES = DataTable(Path(__file__).parent / "data" / "programmes.csv", ShippedProgramme, key=("code",))

_LOOK = ("disclosure.view_batch", "disclosure.view_programme", "disclosure.view_assistancestandard")

#: What each role may do in this room; where, its posts say.
ROLE_PERMISSIONS: Mapping[Role, Iterable[str]] = {
    Role.EDITOR: (*_LOOK, "disclosure.add_batch", "disclosure.submit_batch", "disclosure.propose_batch"),
    Role.REVIEWER: (*_LOOK, "disclosure.approve_batch", "disclosure.propose_batch"),
    Role.INSPECTOR: _LOOK,
    Role.ADMINISTRATOR: (*_LOOK, "disclosure.add_assistancestandard"),
}

#: A programme's settings hold for every county, so only the head office changes them.
HEAD_PERMISSIONS: Mapping[Role, Iterable[str]] = {Role.ADMINISTRATOR: ("disclosure.change_programme",)}


@transaction.atomic
def prepare() -> None:
    """Add the programmes that are missing and grant the permissions; what was edited since stays."""
    existing = set(Programme.objects.values_list("code", flat=True))
    Programme.objects.bulk_create(
        Programme(**asdict(row)) for row in PROGRAMMES.rows if row.code not in existing
    )
    grant(ROLE_PERMISSIONS)
    grant(HEAD_PERMISSIONS, head=True)
