"""A name that a template of ours cannot resolve fails the test that rendered it.

Django leaves such a name empty: ``accept=""`` stood on a page for months. ``string_if_invalid`` is what it
puts in its place; this one looks, when it is asked for its truth, who asks. (pytest-django's
``--fail-on-template-vars`` does as much for all templates, and Wagtail's own leave many names open.) To
everybody else it is the empty string of production, so that filters go on: ``{{ name|default:"" }}`` is how a
name is meant to be optional. Conditions and loops ask whether there is something, and may.
"""

import sys
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.template import engines
from django.template.base import FilterExpression, Node, Origin
from django.test.signals import setting_changed

#: Filters that say what stands for nothing.
FOR_NOTHING = frozenset({"default", "default_if_none", "yesno"})


class UnresolvedName(AssertionError):
    """A template of ours has a name that nothing resolves."""


class Unresolved(str):
    """Empty, and raising where a template of ours puts it in."""

    def __bool__(self) -> bool:
        """Asked by FilterExpression.resolve, the only place that puts it into a page."""
        frame = sys._getframe(1)
        expression = frame.f_locals.get("self")
        if isinstance(expression, FilterExpression) and not _is_optional(expression):
            origin = _origin(frame)
            if origin is not None and is_ours(origin.name):
                raise UnresolvedName(f"{_short(origin.name)}: {expression.token!r} is not resolved")
        return False


def watch() -> None:
    """Hold every template of this process to it, also after a test that changed a setting: the engines are
    made anew then.
    """
    setting_changed.connect(_watch, dispatch_uid="tests.unresolved")
    _watch()


def _watch(**_signal) -> None:
    engines["django"].engine.string_if_invalid = Unresolved()


def is_ours(name: str) -> bool:
    """Whether a template lies in one of our rooms."""
    rooms = [Path(room.path) for room in apps.get_app_configs()]
    return any(Path(name).is_relative_to(room) for room in rooms if room.parent == settings.BASE_DIR)


def _is_optional(expression: FilterExpression) -> bool:
    # The names of Django's functions, wherever a filter was registered under another.
    return any(
        getattr(function, "__name__", "") in FOR_NOTHING for function, _arguments in expression.filters
    )


def _origin(frame) -> Origin | None:
    """The template of the node that is being rendered, from the innermost outward."""
    while frame is not None:
        node = frame.f_locals.get("self")
        if isinstance(node, Node) and getattr(node, "origin", None):
            return node.origin
        frame = frame.f_back
    return None


def _short(name: str) -> str:
    return str(Path(name).relative_to(settings.BASE_DIR))
