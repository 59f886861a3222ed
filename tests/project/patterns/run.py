"""Runs in a process of its own: every pattern of the rooms over its hostile texts, slow ones on stdout."""

import importlib
import json
import pkgutil
import re
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings

from tests.project.patterns import hostile
from tests.tables import rows_beside

LARGE = 32_000
#: What is faster at the large size needs no second look: a quadratic pattern takes a hundred times as long.
SECONDS = 0.05
#: Four times the text may take four times as long, and as much again on a busy machine.
GROWTH = 8.0
#: Patterns that are asked for a whole text or its beginning only, and those that see short texts alone.
ASKED = {row["pattern"]: row for row in rows_beside(str(Path(__file__).parent), "patterns.csv")}


def patterns() -> Iterator[tuple[str, re.Pattern[Any]]]:
    """Give (module:name, pattern) of all that stand in a module, alone, in a list or made by a function."""
    for room in settings.ROOMS:
        for info in pkgutil.walk_packages(importlib.import_module(room).__path__, f"{room}."):
            if ".migrations" in info.name or ".settings" in info.name or info.name.endswith("wsgi"):
                continue
            module = importlib.import_module(info.name)
            for name, value in vars(module).items():
                if not callable(value) or getattr(value, "__module__", "") == info.name:
                    yield from ((f"{info.name}:{label}", found) for label, found in _within(name, value))


def _within(name: str, value: Any) -> Iterator[tuple[str, re.Pattern[Any]]]:
    if isinstance(value, re.Pattern):
        yield name, value
    elif isinstance(value, list | tuple) and len(value) < 100:
        for number, one in enumerate(value):
            yield from _within(f"{name}.{number}", one)
    elif isinstance(value, dict) and len(value) < 100:
        for key, one in value.items():
            yield from _within(f"{name}.{key}", one)
    elif hasattr(value, "cache_info") and "Pattern" in str(
        getattr(value, "__annotations__", {}).get("return", "")
    ):
        try:
            made = value()
        except TypeError:
            return  # needs to be told for whom
        yield from _within(f"{name}()", made)


def ways(pattern: re.Pattern[Any], asked: str) -> Iterator[Callable[[Any], Any]]:
    """How a pattern is asked: over the whole text unless the table says that only its beginning counts."""
    if asked == "fullmatch":
        yield pattern.fullmatch
    elif asked == "match":
        yield pattern.match
    else:
        yield lambda text: sum(1 for _ in pattern.finditer(text))


def seconds(ask: Callable[[Any], Any], text: Any) -> float:
    started = time.process_time()
    ask(text)
    return time.process_time() - started


def slow(pattern: re.Pattern[Any], asked: str, most: int) -> str:
    """Give the text that makes the pattern slower than its length, or nothing."""
    for make in (hostile.texts, hostile.drawn_out):
        for small, large in zip(make(pattern, most // 4), make(pattern, most), strict=True):
            for ask in ways(pattern, asked):
                taken = seconds(ask, large)
                if taken < SECONDS:
                    continue
                # Whoever else works on the machine makes one look or two slow, and not all of them.
                again = 6 if taken < 1 else 1
                taken = min(taken, *(seconds(ask, large) for _ in range(again)))
                before = min(seconds(ask, small) for _ in range(6))
                if taken >= SECONDS and taken > GROWTH * max(before, 1e-6):
                    return f"{large[:24]!r}… {taken:.2f} s, a quarter of it {before:.3f} s"
    return ""


def main(alone: list[str]) -> None:
    """Judge the patterns given, or all of the rooms."""
    for pattern in alone:
        print(json.dumps({"pattern": pattern, "text": slow(re.compile(pattern), "", LARGE)}))
    if alone:
        return
    import django

    django.setup()
    seen: set[re.Pattern[Any]] = set()
    for name, pattern in patterns():
        if pattern in seen:
            continue
        seen.add(pattern)
        row = ASKED.get(name, {"asked": "", "most": str(LARGE)})
        if found := slow(pattern, row["asked"], int(row["most"])):
            print(json.dumps({"pattern": name, "text": found}), flush=True)
    print(json.dumps({"count": len(seen)}))


if __name__ == "__main__":
    main(sys.argv[1:])
