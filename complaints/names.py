"""Bringing names into one form, so that equality means the same name."""

from __future__ import annotations

import unicodedata


def normal_name(name: str) -> str:
    """Return the name without spaces and in one width: ``张　三`` and ``张三`` are one name."""
    return "".join(unicodedata.normalize("NFKC", name or "").split())


def normal_number(number: str) -> str:
    """Return a telephone or ID number without spaces and dashes, ``x`` in upper case."""
    kept = unicodedata.normalize("NFKC", number or "")
    return "".join(mark for mark in kept if mark.isalnum() or mark == "+").upper()
