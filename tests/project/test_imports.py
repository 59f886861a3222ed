"""Inside a room the domain knows no HTTP: views, forms and hooks call it, never the other way.

import-linter holds the order of the rooms; it cannot tell ``django.http`` from ``django.db``.
"""

import ast
import tomllib
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(__file__).resolve().parents[2]
#: The two above them are made of screens, commands and settings.
DOMAIN_ROOMS = [room for room in settings.ROOMS if room not in ("portal", "demonstration")]
#: What faces a request, by the name of the file or of a folder above it. Of ``public`` and ``staff`` it is
#: said file by file: what lies beside their views knows no HTTP either.
FACING = {
    "admin",
    "choosers",
    "clients",
    "context",
    "dashboard",
    "desk_forms",
    "reader_forms",
    "receipt_forms",
    "fields",
    "following_forms",
    "filters",
    "forms",
    "kind_choice",
    "management",
    "middleware",
    "migrations",
    "panels",
    "querystrings",
    "revalidation",
    "search_actions",
    "steps",
    "templatetags",
    "urls",
    "views",
    "viewsets",
    "wagtail_hooks",
    "widgets",
}
HTTP = ("django.http", "django.shortcuts", "django.views", "django.forms", "django.urls", "wagtail.admin")
#: Named one by one, with the reason.
ALLOWED = {
    # A permission policy's base class; no request in it.
    "wagtail.admin.permissions",
}


def domain_modules():
    for room in DOMAIN_ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            names = {part.removesuffix(".py") for part in path.relative_to(ROOT / room).parts}
            if not names & FACING:
                yield path


def imported(path):
    """Every module that a file imports, wherever in it: ``from a import b`` counts as ``a`` and ``a.b``."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{name.name}" for name in node.names)


def faces_http(module):
    return module not in ALLOWED and any(module == name or module.startswith(f"{name}.") for name in HTTP)


def test_there_is_a_domain_to_look_at():
    assert len(list(domain_modules())) > 30


@pytest.mark.parametrize("path", domain_modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_the_domain_imports_nothing_of_http(path):
    assert sorted(module for module in set(imported(path)) if faces_http(module)) == []


def test_the_tools_know_the_rooms_in_the_same_order():
    tools = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    assert tools["importlinter"]["root_packages"] == list(settings.ROOMS)
    assert tools["importlinter"]["contracts"][0]["layers"] == list(reversed(settings.ROOMS))
    assert tools["coverage"]["run"]["source"] == list(settings.ROOMS)
    assert set(tools["ruff"]["lint"]["isort"]["known-first-party"]) >= set(settings.ROOMS)
