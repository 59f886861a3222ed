"""What staff type about people stands in no address: proxies log addresses, and browsers keep them.

Read from the source: every form of a staff page that is sent by GET, every search box of a staff list, every
filter of free text, and every address that a script of the staff pages puts together. Each that is there is
named here with what it is asked by.
"""

import re
from pathlib import Path

import django_filters
from django.conf import settings
from django.urls import get_resolver
from wagtail.admin.viewsets import viewsets

ROOT = Path(__file__).resolve().parents[2]

#: Templates with a form that is sent by GET: what is asked there.
FORMS = {
    "complaints/templates/complaints/staff/looks.html": "login, unit, kind, case number, days",
    "disclosure/templates/disclosure/staff/index.html": "lists that were ticked, and an act",
    "disclosure/templates/disclosure/staff/duties.html": "place, programme, state",
    "search/templates/search/filters.html": "days; the words go by post",
}
#: Public pages, where anybody asks.
PUBLIC = (
    "disclosure/templates/disclosure/public/",
    "portal/templates/",
    "complaints/templates/complaints/public/",
)

#: Search boxes of lists, by the columns that they look into: no free text about people.
SEARCHED = {
    ("number",): "the number of a case",
    ("region__name", "source_name"): "a place, and what a file is called",
    ("name", "code"): "a place",
    ("name",): "a unit",
    ("user__name", "unit__name"): "posts of staff, by who holds them",
    ("username", "name"): "accounts of staff",
    ("name", "heading"): "points of matters",
    ("name", "takes"): "other authorities, by what they do",
    ("word", "means"): "the words of the search",
}
#: Filters of free text, by what they carry.
TYPED = {"s": "the key of what was typed (TypedSearches)"}

GET_FORM = re.compile(r"<form\b(?![^>]*method=[\"']post)[^>]*>", re.IGNORECASE)
ADDRESS = re.compile(r"encodeURIComponent|URLSearchParams")
#: Scripts that put typed values into an address.
SCRIPTS: dict[str, str] = {}


def files(suffix):
    for room in settings.ROOMS:
        for path in sorted((ROOT / room).rglob(f"*{suffix}")):
            name = str(path.relative_to(ROOT))
            if not name.startswith(PUBLIC):
                yield name, path.read_text(encoding="utf-8")


def test_forms_by_get_ask_nothing_about_people():
    found = {name for name, text in files(".html") if GET_FORM.search(text)}
    assert found == set(FORMS)


def test_search_boxes_look_for_nothing_about_people():
    boxes = [*views(), *viewsets.viewsets]
    ours = [box for box in boxes if _room(box) in settings.ROOMS]
    asked = [getattr(box, "search_fields", None) for box in ours]
    found = {tuple(fields) for fields in asked if isinstance(fields, list | tuple)}
    assert found - {()} <= set(SEARCHED)
    assert set(SEARCHED) <= found


def test_filters_carry_no_free_text():
    kinds = (django_filters.CharFilter, django_filters.AllValuesFilter)
    found = {
        name
        for view in views()
        for name, made in getattr(getattr(view, "filterset_class", None), "base_filters", {}).items()
        if type(made) in kinds and _room(view) in settings.ROOMS
    }
    assert found == set(TYPED)


def test_scripts_of_staff_pages_type_nothing_into_addresses():
    found = {name for name, text in files(".js") if "/public/" not in name and ADDRESS.search(text)}
    assert found == set(SCRIPTS)


def views(resolver=None, prefix=""):
    for pattern in (resolver or get_resolver()).url_patterns:
        route = prefix + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from views(pattern, route)
        elif route.startswith("staff/") and hasattr(pattern.callback, "view_class"):
            yield pattern.callback.view_class


def _room(box):
    return (box if isinstance(box, type) else type(box)).__module__.partition(".")[0]
