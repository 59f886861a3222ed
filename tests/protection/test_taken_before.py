"""A guess is counted before it is looked at: of many at the same moment none goes uncounted.

Who asks a throttle for a pause, then hashes, and counts only afterwards, looks at as many guesses as there
are threads. Read from the source: each throttle that is asked to wait is also taken, in its module.
"""

import re
from pathlib import Path

from django.conf import settings

ROOT = Path(__file__).resolve().parents[2]
USED = re.compile(r"\b([A-Z][A-Z_]+)\.(take|wait)\(")

#: Throttles that only wait; another one beside them is taken by the same try.
BESIDE = {
    "complaints/identity/receipts.py:BY_CLIENT": "all receipts of one network; the pair is taken",
    "complaints/identity/receipts.py:BY_SURROUNDINGS": "the same around it",
    "organizations/second_factor.py:BY_USER": "all networks of one person; the pair is taken",
    "organizations/views/guessing.py:BY_NETWORK": "the first failures at accounts; the pair is taken",
    "organizations/views/guessing.py:BY_SITE": "the same around it",
}


def test_whoever_waits_is_counted_in_the_same_step():
    only_waiting, taken = set(), 0
    for room in settings.ROOMS:
        for path in (ROOT / room).rglob("*.py"):
            used = set(USED.findall(path.read_text(encoding="utf-8")))
            names = {name for name, act in used if act == "take"}
            taken += len(names)
            name_of = str(path.relative_to(ROOT))
            only_waiting |= {f"{name_of}:{name}" for name, act in used if act == "wait" and name not in names}
    assert only_waiting == set(BESIDE)
    assert taken >= 6
