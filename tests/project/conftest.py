"""The modules of ``script/``, which are no package's."""

import importlib
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "script"


@pytest.fixture(scope="session")
def script():
    """``script("data")`` imports script/data.py."""
    sys.path.insert(0, str(SCRIPT))
    yield importlib.import_module
    sys.path.remove(str(SCRIPT))
