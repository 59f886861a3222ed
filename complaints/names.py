"""Bringing names into one form, so that equality means the same name."""

from __future__ import annotations

import unicodedata

from protection.comparing import simplified_forms


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
