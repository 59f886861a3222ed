"""From which level up a case is seen (``Case.sight``): the levels, each said here and nowhere else.

An office sees a case whose sight is of its own level or of one below; what only inspection groups see, no
office does. Whose posts open it then is another question (``visibility``).
"""

from complaints.enums import Sight
from organizations.enums import CODE_LENGTH, Level, UnitKind
from organizations.models import Unit

#: The longest division code of an office that sees a case; inspection stands in no row.
LONGEST_CODE = {
    Sight.PLACE: CODE_LENGTH[Level.VILLAGE],
    Sight.COUNTY: CODE_LENGTH[Level.COUNTY],
    Sight.CITY: CODE_LENGTH[Level.CITY],
}


def of_unit(unit: Unit) -> Sight:
    """Return from which level up a case is seen that lies with this unit and must not get below it."""
    if unit.kind == UnitKind.INSPECTION:
        return Sight.INSPECTION
    return next(sight for sight in (Sight.CITY, Sight.COUNTY, Sight.PLACE) if includes(sight, unit.region_id))


def includes(sight: str, code: str) -> bool:
    """Whether the offices of a place are high enough for a case of this sight."""
    return len(code) <= LONGEST_CODE.get(Sight(sight), 0)


def of_code(code: str) -> list[str]:
    """Return what a handling office of this place sees: the lower the office, the less."""
    return of_length(len(code))


def of_length(length: int) -> list[str]:
    """Return the same for the places whose codes are as long."""
    return [sight for sight, longest in LONGEST_CODE.items() if length <= longest]


def is_kept_from_more(sight: str, than: str) -> bool:
    """Whether a case of the first sight is seen by fewer levels than one of the second."""
    return LONGEST_CODE.get(Sight(sight), 0) < LONGEST_CODE.get(Sight(than), 0)
