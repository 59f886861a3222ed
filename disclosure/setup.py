"""Reference data of this room: the programmes, the catalogue, and what each role may do with lists."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from django.db import transaction

from disclosure import national_figures
from disclosure.enums import CataloguePart, NameMasking, Proof
from disclosure.models import CatalogueItem, Programme
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
    fewest_households: int
    sort_order: int
    legal_basis: str
    standard_text: str


PROGRAMMES = DataTable(Path(__file__).parent / "data" / "programmes.csv", ShippedProgramme, key=("code",))


@dataclass(frozen=True)
class ShippedItem:
    """A row of the disclosure catalogue that comes with the project (民办函〔2019〕52号, as several counties
    copy it); its columns are fields of ``CatalogueItem``. What no copy says legibly is empty.
    """

    number: int
    matter: CataloguePart
    name: str
    name_en: str
    content: str
    basis: str = ""
    days: int = 0
    channels: str = ""
    is_channels_open: bool = False
    proof: Proof = Proof.NOTHING
    programmes: tuple[str, ...] = ()
    renewed_months: int = 0
    note: str = ""


CATALOGUE = DataTable(Path(__file__).parent / "data" / "catalogue.csv", ShippedItem, key=("number",))

_LOOK = (
    "disclosure.view_batch",
    "disclosure.view_programme",
    "disclosure.view_assistancestandard",
    "disclosure.view_catalogueitem",
    "disclosure.view_notapplicable",
)

#: What each role may do in this room; where, its posts say.
ROLE_PERMISSIONS: Mapping[Role, Iterable[str]] = {
    Role.EDITOR: (*_LOOK, "disclosure.add_batch", "disclosure.submit_batch", "disclosure.propose_batch"),
    Role.REVIEWER: (*_LOOK, "disclosure.approve_batch", "disclosure.propose_batch"),
    Role.INSPECTOR: _LOOK,
    Role.ADMINISTRATOR: (
        *_LOOK,
        "disclosure.add_assistancestandard",
        "disclosure.add_notapplicable",
        "disclosure.change_notapplicable",
    ),
}

#: A programme's settings and the catalogue hold for every county, so only the head office changes them.
HEAD_PERMISSIONS: Mapping[Role, Iterable[str]] = {
    Role.ADMINISTRATOR: (
        "disclosure.change_programme",
        "disclosure.add_catalogueitem",
        "disclosure.change_catalogueitem",
    )
}


@transaction.atomic
def prepare() -> None:
    """Add the programmes and the rows of the catalogue that are missing, and grant the permissions; what was
    edited since stays.
    """
    existing = set(Programme.objects.values_list("code", flat=True))
    Programme.objects.bulk_create(
        Programme(**{**asdict(row), "standard_text": national_figures.fill(row.standard_text)})
        for row in PROGRAMMES.rows
        if row.code not in existing
    )
    _add_catalogue()
    grant(ROLE_PERMISSIONS)
    grant(HEAD_PERMISSIONS, head=True)


def _add_catalogue() -> None:
    existing = set(CatalogueItem.objects.values_list("number", flat=True))
    shipped = {row.number: row for row in CATALOGUE.rows if row.number not in existing}
    CatalogueItem.objects.bulk_create(_item(row) for row in shipped.values())
    through = CatalogueItem.programmes.through
    through.objects.bulk_create(
        through(catalogueitem_id=pk, programme_id=programme)
        for pk, number in CatalogueItem.objects.filter(number__in=shipped).values_list("pk", "number")
        for programme in shipped[number].programmes
    )


def _item(row: ShippedItem) -> CatalogueItem:
    fields = {name: value for name, value in asdict(row).items() if name != "programmes"}
    return CatalogueItem(**fields | {"days": row.days or None, "renewed_months": row.renewed_months or None})
