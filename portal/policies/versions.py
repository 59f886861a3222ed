"""Versions of one law: which texts are the same law, which is newer, and what becomes of the older ones.

Pure but for ``settle``, which marks the older pages when a version is published.
"""

import re
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import Protocol

LAW = re.compile(r"(?:法|条例|办法|规定|细则|规则|准则)$")
#: （试行）, （2018年修正）: what is added to a title and does not make it another law.
SUFFIX = re.compile(r"[（(][^（）()]{1,12}[）)]$")
STANDING_COMMITTEE = re.compile(r"常务委员会$")


class Dated(Protocol):
    """A text with its days: when it was passed or amended last, and since when it is in force."""

    written_on: date | None
    effective_on: date | None


def family(title: str, issuer: str) -> str:
    """What all versions of one law have in common; empty for what has no versions, or of nobody.

    Notices with the same title are different notices. A congress and its standing committee make one law.
    """
    bare = SUFFIX.sub("", re.sub(r"[\s　]", "", title)).removeprefix("中华人民共和国")
    if not issuer or not LAW.search(bare) or bare.startswith("关于") or "《" in bare:
        return ""
    return f"{STANDING_COMMITTEE.sub('', issuer)}|{bare}"[:160]


def same_day(one: Dated, other: Dated) -> bool | None:
    """Whether two texts are of the same day; None where they share no kind of day."""
    for name in ("written_on", "effective_on"):
        first, second = getattr(one, name), getattr(other, name)
        if first and second:
            return first == second
    return None


def undated(text: Dated) -> bool:
    """Whether a text says nothing of its days."""
    return not (text.written_on or text.effective_on)


def in_order(versions: Sequence) -> list:
    """Versions from the oldest to the newest; those without any day are left out."""
    dated = [version for version in versions if not undated(version)]
    return sorted(dated, key=lambda each: (each.written_on or each.effective_on, each.pk))


def replacements(versions: Sequence) -> list[tuple]:
    """Each older version with the one that took its place."""
    return [(older, newer) for older, newer in pairwise(in_order(versions)) if not same_day(older, newer)]
