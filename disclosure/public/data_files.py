"""A list as a file, CSV or JSON: both of the same rows, named by place, programme and month."""

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponse

from disclosure.models import Programme
from disclosure.public import exporting
from disclosure.public.masking import PublicRow
from disclosure.public.public_lists import Place, PlaceBelow
from protection import csv_export

CSV, JSON = "csv", "json"
JSON_TYPE = "application/json"


def of_rows(
    kind: str,
    rows: Iterable[PublicRow],
    place: Place,
    programme: Programme,
    month: date | None,
    moment: str = "",
) -> HttpResponse:
    """The public columns of the rows of a village or township. ``month``: of the list; ``moment``: what of
    earlier was asked for, or nothing for the list of now.
    """
    if kind == CSV:
        return _answer(exporting.public_csv(rows, programme, moment), kind, place, programme, month, moment)
    return _json(exporting.public_records(rows, programme), place, programme, month, moment)


def of_parts(
    kind: str,
    parts: Iterable[PlaceBelow],
    place: Place,
    programme: Programme,
    month: date | None,
    moment: str = "",
) -> HttpResponse:
    """The totals of the places in a larger one."""
    if kind == CSV:
        return _answer(exporting.totals_csv(parts, programme, moment), kind, place, programme, month, moment)
    return _json(exporting.total_records(parts), place, programme, month, moment)


def _json(
    records: Iterable[dict[str, Any]], place: Place, programme: Programme, month: date | None, moment: str
) -> HttpResponse:
    file = {
        "code": place.region.code,
        "place": place.path_name,
        "programme": programme.pk,
        "programme_name": programme.label,
        "month": f"{month:%Y-%m}" if month else None,
        "list_of": moment or None,
        "rows": list(records),
    }
    text = json.dumps(file, cls=DjangoJSONEncoder, ensure_ascii=False)
    return _answer([text], JSON, place, programme, month, moment)


def _answer(
    content: Iterable[str], kind: str, place: Place, programme: Programme, month: date | None, moment: str
) -> HttpResponse:
    response = HttpResponse(content, content_type=csv_export.CONTENT_TYPE if kind == CSV else JSON_TYPE)
    of = moment or (f"{month:%Y-%m}" if month else "")
    name = "-".join(filter(None, (place.region.code, programme.pk, of)))
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response
