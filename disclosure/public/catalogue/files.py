"""The catalogue as CSV: a line an item and place, with what stands on the page."""

from collections.abc import Iterable, Iterator, Mapping

from django.utils.translation import gettext_lazy as _

from disclosure.catalogue.overview import CatalogueOverview, Cell, Record
from organizations.models import Region
from protection import csv_export

HEADINGS = (
    *(_("Code"), _("Place"), _("Number"), _("Matter"), _("Item"), _("State"), _("Programme")),
    *(_("Due by"), _("Why it does not apply"), _("Working days"), _("Basis")),
    *(_("Due in twelve months"), _("Of them in time"), _("Later"), _("Not public")),
)


def catalogue_csv(
    overview: CatalogueOverview,
    places: Iterable[Region],
    records: Mapping[str, Mapping[int, Record]],
) -> Iterator[str]:
    """The lines of the file. The record is the county's own, and stands with the county alone."""
    table = (
        [place.code, place.name, *cell_line(cell), *_record(cell, records.get(place.code))]
        for place in places
        for cell in overview.cells(place.code)
    )
    return csv_export.lines(HEADINGS, table)


def cell_line(cell: Cell) -> list[object]:
    """What is so of one item in one place."""
    item = cell.duty.item
    programme = cell.duty.programmes.get(cell.programme)
    return [
        item.number,
        item.get_matter_display(),
        item.label,
        cell.state.label,
        programme.label if programme else "",
        cell.by.isoformat() if cell.by else "",
        cell.exception.reason if cell.exception else "",
        item.days or "",
        item.basis,
    ]


def _record(cell: Cell, record: Mapping[int, Record] | None) -> list[object]:
    if record is None:
        return ["", "", "", ""]
    own = record.get(cell.duty.item.number, Record())
    return [own.due, own.in_time, own.after, own.missing]
