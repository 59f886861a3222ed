"""What a paper says, as plain data: frozen when it is given, and known again by its digest."""

import hashlib
import json
import secrets
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

#: How the ten digits of a hexadecimal number are written.
_AS_LETTERS = str.maketrans("0123456789", "ghijklmnop")


@dataclass(frozen=True)
class PaperPart:
    """One part: its name in the table, its heading, and its text, a paragraph a line."""

    part: str
    heading: str
    text: str

    @property
    def paragraphs(self) -> list[str]:
        """The lines that say something."""
        return [line.strip() for line in self.text.splitlines() if line.strip()]


@dataclass(frozen=True)
class PaperContent:
    """All that a paper says. ``salt`` lets nobody guess at it from its digest."""

    title: str
    unit: str
    number: str
    date: date
    parts: tuple[PaperPart, ...]
    seal: bool
    salt: str

    @property
    def day(self) -> str:
        """The day as the paper says it."""
        return chinese_date(self.date)

    def stored(self) -> dict[str, Any]:
        """Return it as it is kept."""
        return asdict(self) | {"date": self.date.isoformat(), "parts": [asdict(each) for each in self.parts]}

    def digest(self) -> str:
        """Return its SHA-256 in 64 letters: digits in a row could be read, and masked, as a number."""
        text = json.dumps(self.stored(), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest().translate(_AS_LETTERS)

    def masked(self, hide: Callable[[str], str]) -> "PaperContent":
        """Return it with each text as ``hide`` gives it."""
        return replace(self, parts=tuple(replace(each, text=hide(each.text)) for each in self.parts))


def restored(stored: dict[str, Any]) -> PaperContent:
    """Return a paper out of what ``stored`` gave."""
    parts = tuple(PaperPart(**each) for each in stored["parts"])
    return PaperContent(**{**stored, "date": date.fromisoformat(stored["date"]), "parts": parts})


def new_salt() -> str:
    """Return what makes the digest of one paper unlike that of another with the same words."""
    return secrets.token_hex(16)


def chinese_date(day: date) -> str:
    """2026-11-22 → 2026年11月22日, the form that official documents use."""
    return f"{day.year}年{day.month}月{day.day}日"
