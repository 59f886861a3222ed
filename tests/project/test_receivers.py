"""Whoever hears of something is connected: an import that looks unused may be all that connects them."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(__file__).resolve().parents[2]
#: A process of its own: here other tests may have imported what nobody imports when the site starts.
STARTED = """
import sys, django
from django.dispatch import Signal
django.setup()
signals = {
    id(value): value
    for module in list(sys.modules.values())
    for value in list(getattr(module, "__dict__", {}).values())
    if issubclass(type(value), Signal)
}
print(*{row[0][0] for signal in signals.values() for row in signal.receivers}, sep="\\n")
"""


def declared():
    """(file, uid) of each ``dispatch_uid`` that stands in the code in one piece."""
    for room in settings.ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                given = isinstance(node, ast.keyword) and node.arg == "dispatch_uid"
                if given and isinstance(node.value, ast.Constant):
                    yield str(path.relative_to(ROOT)), node.value.value


@pytest.fixture(scope="module")
def connected():
    command = [sys.executable, "-c", STARTED]
    environment = {"DJANGO_SETTINGS_MODULE": "portal.settings.test"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    return set(done.stdout.splitlines())


def test_there_is_something_to_look_for():
    assert len(list(declared())) > 20


@pytest.mark.parametrize(("path", "uid"), sorted(declared()))
def test_it_is_connected(connected, path, uid):
    assert uid in connected, f"{path} is imported by nobody when the site starts"
