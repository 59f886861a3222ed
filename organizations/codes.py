"""Division codes as text: 2, 4, 6, 9 or 12 digits, each level a prefix of the next. No database."""

import re

from organizations.enums import CODE_LENGTH, LEVEL_OF_LENGTH, Level

_PATTERN = re.compile(r"[1-8]\d(?:\d\d(?:\d\d(?:\d{3}(?:\d{3})?)?)?)?", re.ASCII)


def is_code(text: str) -> bool:
    """Say whether ``text`` has the form of a division code."""
    return _PATTERN.fullmatch(text) is not None


def checked(code: str) -> str:
    """Return ``code`` unchanged, or raise ValueError when it cannot be a division code."""
    if not is_code(code):
        raise ValueError(f"{code!r} is not a division code: 2, 4, 6, 9 or 12 digits are")
    return code


def level_of(code: str) -> Level:
    """Return the level a code belongs to. Raises ValueError for anything that is not a code."""
    return LEVEL_OF_LENGTH[len(checked(code))]


def parent_of(code: str) -> str | None:
    """Return the code of the place above, None for a province."""
    level = level_of(code)
    return None if level == Level.PROVINCE else code[: CODE_LENGTH[Level(level - 1)]]


def city_of(code: str) -> str:
    """Return the code of the city that a place lies in, or is; a province's is its own."""
    return code[: CODE_LENGTH[Level.CITY]]


def county_of(code: str) -> str:
    """Return the code of the county that a place lies in, or is; of a place above it its own."""
    return code[: CODE_LENGTH[Level.COUNTY]]


def township_of(code: str) -> str:
    """Return the code of the township that a place lies in, or is; of a place above it its own."""
    return code[: CODE_LENGTH[Level.TOWNSHIP]]


def ancestors_of(code: str, *, include_self: bool = False) -> list[str]:
    """Return the codes of the places above, from the province down."""
    own = len(checked(code))
    return [code[:length] for length in LEVEL_OF_LENGTH if length < own or (include_self and length == own)]


def contains(outer: str, inner: str) -> bool:
    """Say whether the place ``inner`` is ``outer`` itself or lies below it."""
    return inner.startswith(outer)


def bounds(code: str) -> tuple[str, str]:
    """Return the half-open range [low, high) that holds a code and everything below it.

    Both ends are digits only, so the range means the same in every collation of PostgreSQL and in SQLite,
    and a plain B-tree index serves it, which LIKE 'code%' gets only under the C collation.
    """
    return checked(code), str(int(code) + 1)


def minimal(codes: list[str] | set[str] | tuple[str, ...]) -> tuple[str, ...]:
    """Return the codes, sorted, without those that lie within another one."""
    kept: list[str] = []
    for code in sorted(set(codes)):
        if not kept or not contains(kept[-1], code):
            kept.append(code)
    return tuple(kept)
