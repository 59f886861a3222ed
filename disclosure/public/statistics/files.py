"""The statistics as CSV and JSON: one line a place and programme, each with its month and its codes."""

import json
from collections.abc import Iterator
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext_lazy as _

from disclosure.public.public_lists import Place
from disclosure.public.statistics.tables import ProgrammeFigures, ProgrammeTable
from organizations import codes
from organizations.enums import Level
from protection import csv_export

COLUMNS = {
    "month": _("Month"),
    "code": _("Code"),
    "place": _("Place"),
    "county_code": _("Code of the county"),
    "township_code": _("Code of the township"),
    "programme": _("Programme"),
    "programme_name": _("Name of the programme"),
    "households": _("Households"),
    "people": _("People"),
    "amount": _("Yuan"),
    "paid_once": _("Paid once"),
    "standing": _("Is the list public"),
    "kept_back": _("Left out: few households"),
    "people_untold": _("Households whose people no list says"),
    "amount_untold": _("Households whose yuan no list says"),
}


def as_csv(tables: list[ProgrammeTable]) -> Iterator[str]:
    """The lines of the file, the place itself first; a figure that there is none of is empty."""
    lines = (["" if value is None else value for value in record.values()] for record in records(tables))
    return csv_export.lines(COLUMNS.values(), lines)


def as_json(place: Place, tables: list[ProgrammeTable]) -> str:
    """The same."""
    file = {"code": place.region.code, "place": place.path_name, "rows": list(records(tables))}
    return json.dumps(file, cls=DjangoJSONEncoder, ensure_ascii=False)


def records(tables: list[ProgrammeTable]) -> Iterator[dict[str, Any]]:
    """The lines by the names of their columns."""
    for table in tables:
        for figures in (table.here, *table.below):
            yield dict(zip(COLUMNS, _values(figures), strict=True))


def _values(figures: ProgrammeFigures) -> list[Any]:
    code, programme = figures.region.code, figures.programme
    above = {codes.level_of(one): one for one in codes.ancestors_of(code, include_self=True)}
    return [
        f"{figures.month:%Y-%m}" if figures.month else None,
        code,
        figures.region.name,
        above.get(Level.COUNTY),
        above.get(Level.TOWNSHIP),
        programme.pk,
        programme.label,
        figures.households,
        figures.people,
        figures.amount,
        int(programme.pays_once),
        str(figures.state.standing),
        int(figures.is_kept_back),
        figures.people_untold,
        figures.amount_untold,
    ]
