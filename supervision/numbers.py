"""Numbers of leads and letters: drawn, not counted.

In a series the accused would see which number was left out, and know that a lead exists which they are not
shown (design, invariant 2). Numbers given before stay as they are: they stand on paper.
"""

import secrets

from django.db.models import QuerySet

#: As many as the form of a letter number holds.
DIGITS = 5


def draw(prefix: str, given: QuerySet, field: str, *, digits: str = "") -> str:
    """Return a number that none of ``given`` has in ``field``: 320700线索〔2026〕04829号.

    ``digits`` are taken when they are free. The number is only promised once it is written.
    """
    number = f"{prefix}{digits or _digits()}号"
    while given.filter(**{field: number}).exists():
        number = f"{prefix}{_digits()}号"
    return number


def _digits() -> str:
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
