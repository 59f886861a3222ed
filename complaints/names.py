"""Bringing names into one form, so that equality means the same name."""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path

PAIRS = Path(__file__).parent / "data" / "simplified.txt"


def normal_name(name: str) -> str:
    """Return the name without spaces and invisible marks, in one width: ``张　三`` is ``张三``."""
    kept = unicodedata.normalize("NFKC", name or "")
    return "".join(mark for mark in kept if not (mark.isspace() or unicodedata.category(mark)[0] == "C"))


def fold(text: str) -> str:
    """Return only the letters and digits, simplified: ``趙測試（民政辦）`` and ``赵测试民政办`` are one text.

    For comparing, never for showing or storing: what somebody wrote is kept as they wrote it.
    """
    kept = "".join(mark for mark in normal_name(text) if mark.isalnum())
    return kept.translate(simplified_forms()).casefold()


def normal_number(number: str) -> str:
    """Return a telephone or ID number without spaces and dashes, ``x`` in upper case."""
    kept = unicodedata.normalize("NFKC", number or "")
    return "".join(mark for mark in kept if mark.isalnum() or mark == "+").upper()


@cache
def simplified_forms() -> dict[int, str]:
    """Return each traditional character's simplified form, one character too; of several the usual one."""
    written = PAIRS.read_text(encoding="utf-8").split("\n", 1)[1].split()
    pairs = {pair[0]: pair[1] for pair in written}
    # One form is itself written more simply (薴, 苧, 苎); the last of them is everybody's.
    return {ord(mark): pairs.get(form, form) for mark, form in pairs.items()}
