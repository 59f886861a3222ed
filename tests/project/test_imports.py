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
#: What faces a request by its folder: screens, and what Django looks for there.
FACING_FOLDERS = {"management", "migrations", "templatetags", "views", "viewsets"}
#: And by the name that Django or Wagtail looks for.
FACING_NAMES = {"urls.py", "wagtail_hooks.py"}
#: Where screens are made, these names of Django's too.
SCREENS, NAMES_OF_SCREENS = {"public", "staff", "workbench"}, {"forms.py", "views.py", "viewsets.py"}
#: Every other file that does. What lies beside one knows no HTTP.
FACING_FILES = {
    "complaints/public/own_data.py",
    "complaints/public/telling_form.py",
    "protection/clients.py",
    "protection/forms.py",
    "protection/middleware.py",
    "organizations/dashboard.py",
    "organizations/forms.py",
    "organizations/middleware.py",
    "disclosure/public/data_files.py",
    "disclosure/public/catalogue/proofs.py",
    "disclosure/public/revalidation.py",
    "disclosure/staff/column_forms.py",
    "disclosure/staff/dashboard.py",
    "disclosure/staff/notices/dashboard.py",
    "disclosure/staff/notices/enter.py",
    "disclosure/staff/notices/several.py",
    "complaints/paper_files.py",
    "complaints/reader_forms.py",
    "complaints/receipt_forms.py",
    "complaints/public/following_forms.py",
    "complaints/public/kind_choice.py",
    "complaints/public/own_entry_forms.py",
    "complaints/public/step_form.py",
    "complaints/public/steps.py",
    "complaints/public/story_form.py",
    "complaints/staff/about_rows.py",
    "complaints/staff/dashboard.py",
    "complaints/behalf_forms.py",
    "complaints/staff/desk_forms.py",
    "complaints/staff/filters.py",
    "complaints/staff/file_fields.py",
    "complaints/staff/opinion_fields.py",
    "complaints/staff/quoting.py",
    "search/workbench/querystrings.py",
    "supervision/dashboard.py",
    "supervision/forms.py",
    "supervision/search_actions.py",
    "supervision/viewsets.py",
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
            *folders, name = path.relative_to(ROOT / room).parts
            if not (
                set(folders) & FACING_FOLDERS
                or name in FACING_NAMES
                or (set(folders) & SCREENS and name in NAMES_OF_SCREENS)
                or _named(path) in FACING_FILES
            ):
                yield path


def _named(path):
    return str(path.relative_to(ROOT))


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


@pytest.mark.parametrize("name", sorted(FACING_FILES))
def test_no_file_is_let_off_that_has_no_use_for_it(name):
    assert any(faces_http(module) for module in imported(ROOT / name))


@pytest.mark.parametrize("path", domain_modules(), ids=_named)
def test_the_domain_imports_nothing_of_http(path):
    asked = sorted(module for module in set(imported(path)) if faces_http(module))
    assert not asked, f"a screen is named in FACING_FILES, and the domain asks no {asked}"


def test_the_tools_know_the_rooms_in_the_same_order():
    tools = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    assert tools["importlinter"]["root_packages"] == list(settings.ROOMS)
    assert tools["importlinter"]["contracts"][0]["layers"] == list(reversed(settings.ROOMS))
    assert tools["coverage"]["run"]["source"] == list(settings.ROOMS)
    assert set(tools["ruff"]["lint"]["isort"]["known-first-party"]) >= set(settings.ROOMS)
