"""The public page of the scoreboard, of the latest month or of another, and its files."""

import re
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from complaints.public.scoreboard import board as boards
from complaints.public.scoreboard import files, pictures
from complaints.scoreboard.hiding import FEWEST
from protection import csv_export

CSV, JSON = "csv", "json"
JSON_TYPE = "application/json"
_MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])", re.ASCII)


@require_safe
def scoreboard(request: HttpRequest) -> HttpResponse:
    """The latest month that is kept, or the one asked for (``?month=2026-10``); words where none is yet."""
    kept = boards.months()
    asked = request.GET.get("month")
    month = _month(asked) if asked else max(kept, default=None)
    if asked and month not in kept:
        return redirect("scoreboard:page")
    found = boards.read(month) if month else []
    context = {
        "board": found[0] if found else None,
        "boards": found,
        "pictures": pictures.of(found),
        "months": kept,
        "fewest": FEWEST,
        "trail": [(_("How cases are handled, in figures"), None)],
    }
    return render(request, "complaints/public/scoreboard.html", context)


@require_safe
def download(request: HttpRequest, month: str, kind: str) -> HttpResponse:
    """A month as CSV or JSON; one that is not kept has no file."""
    found = boards.read(wanted) if (wanted := _month(month)) else []
    if not found or found[0].month != wanted:
        raise Http404
    content = files.as_csv(found[0]) if kind == CSV else files.as_json(found[0])
    response = HttpResponse(content, content_type=csv_export.CONTENT_TYPE if kind == CSV else JSON_TYPE)
    response["Content-Disposition"] = f'attachment; filename="scoreboard-{month}.{kind}"'
    return response


def _month(text: str) -> date | None:
    found = _MONTH.fullmatch(text)
    return date(int(found[1]), int(found[2]), 1) if found else None
