"""Names in product code: one class a name, and functions that are read without scrolling."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.conf import settings

ROOT = Path(__file__).resolve().parents[2]

#: Class names that stand in several modules on purpose, each with the reason.
SHARED = {
    "Command": "Django finds a management command by this name",
}

#: So many lines fit a screen.
MOST_LINES = 40


@cache
def _modules() -> dict[str, ast.Module]:
    """Every module of the rooms, by its path, without migrations."""
    found = [path for room in settings.ROOMS for path in sorted((ROOT / room).rglob("*.py"))]
    return {
        str(path.relative_to(ROOT)): ast.parse(path.read_text(encoding="utf-8"))
        for path in found
        if "migrations" not in path.parts
    }


def _functions(node: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (one for one in ast.walk(node) if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef))


def test_a_class_name_means_one_thing():
    """Classes at the top of a module; of those inside another one (Meta, Media) Django gives the names."""
    places = defaultdict(list)
    for path, module in _modules().items():
        for node in module.body:
            if isinstance(node, ast.ClassDef):
                places[node.name].append(f"{path}:{node.lineno}")
    shared = {name: found for name, found in places.items() if len(found) > 1}
    assert {name: found for name, found in shared.items() if name not in SHARED} == {}
    assert set(SHARED) <= set(shared), "a name that is no longer shared needs no reason"


def test_a_function_is_read_without_scrolling():
    long = {
        f"{path}:{one.lineno} {one.name}": one.end_lineno - one.lineno + 1
        for path, module in _modules().items()
        for one in _functions(module)
        if one.end_lineno - one.lineno >= MOST_LINES
    }
    assert long == {}
