"""What pages of lists are held against: the same rows by primary key, and the same page around them.

Whatever else the page was rendered from is at hand; nothing is searched, ordered, counted or compared.
"""

from dataclasses import dataclass
from typing import Any
from unittest import mock

from django.contrib.auth.decorators import login_required
from django.db import connection
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse


@dataclass
class Shown:
    """The rows that a page shows, and what it was rendered from; of a file its content."""

    model: type[Model]
    keys: list[int]
    template: Any = None
    context: Any = None
    content: bytes = b""


_SHOWN: dict[str, Shown] = {}


def page(request: HttpRequest, name: str) -> HttpResponse:
    """The same page or file, for which only its rows are fetched."""
    shown = _SHOWN[name]
    # As pages read them: the number, which none shows, stays encrypted.
    rows = list(shown.model._default_manager.filter(pk__in=shown.keys).defer(*_numbers(shown.model)))
    assert len(rows) == len(shown.keys)
    if shown.template is None:
        return HttpResponse(shown.content, content_type="text/csv")
    return render(request, shown.template, shown.context)


staff_page = login_required(page)


def remember(client: Client, address: str, name: str, rows: Any, *, posted: Any = None) -> str:
    """Ask for a page twice and keep what it was rendered from; return the address of its floor.

    ``rows`` are those that it shows.
    """
    ask(client, address, posted)
    with (
        CaptureQueriesContext(connection) as said,
        mock.patch.object(loader, "render_to_string", wraps=loader.render_to_string) as made,
    ):
        answer = ask(client, address, posted)
    asked = [one["sql"] for one in said if not one["sql"].startswith(("BEGIN", "COMMIT", "SAVEPOINT", "REL"))]
    print(f"  {name}: {len(asked)} statements", flush=True)
    shown = _SHOWN[name] = Shown(rows.model, list(rows.values_list("pk", flat=True)))
    if hasattr(answer, "context_data"):
        shown.template, shown.context = answer.template_name, answer.context_data
        return reverse("bench_staff_rows", args=[name])
    if answer.headers["Content-Type"].startswith("text/html"):
        shown.template, shown.context = made.call_args_list[0].args[:2]
    shown.content = answer.content
    return reverse("bench_rows", args=[name])


def ask(client: Client, address: str, posted: Any = None) -> Any:
    """Ask for a page once; what is not a whole answer ends the bench."""
    answer = client.get(address) if posted is None else client.post(address, posted)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer


def _numbers(model: type[Model]) -> list[str]:
    return [field.name for field in model._meta.concrete_fields if field.name == "id_number"]
