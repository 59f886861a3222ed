"""Whether those whom a text is said against are clearly below the county, which then reads it first.

The words that we know for the county's people will always be too few, and what is said of them must not lie
on their desk. So it is the other way round: the county reads what speaks of somebody in a township or a
village, and of nothing that could be higher; all else the city reads (``routing``).
"""

from __future__ import annotations

from collections.abc import Iterable

from complaints import words
from complaints.accused import Party
from complaints.names import fold
from complaints.nearby import Nearby
from organizations.enums import UnitKind

_BELOW = (UnitKind.TOWNSHIP, UnitKind.VILLAGE_COMMITTEE)
#: A code of more characters is that of a township or a village.
_COUNTY = 6


def lies_below(texts: Iterable[str], parties: Iterable[Party], around: Nearby) -> bool:
    """Whether somebody below the county is meant, by a party found or by a word, and no mark tells of more.

    ``parties`` is whom it is about, with the words given for them.
    """
    parties = list(parties)
    names = (party.name for party in parties if not party.derived)
    said = [_without_address(fold(text), around) for text in [*texts, *names]]
    if any(words.higher().search(text) for text in said):
        return False
    if any(_is_below(party, around) for party in parties):
        return True
    return any(_speaks_of_below(text, around) for text in said)


def _without_address(said: str, around: Nearby) -> str:
    """Without the name of the county where the next place follows: 丙县 in 丙县和平镇."""
    named = [(code, pair.whole) for code, pair in around.places.items() if pair.whole and pair.whole in said]
    inner = [name for code, name in named if len(code) > _COUNTY]
    for code, name in named:
        if len(code) <= _COUNTY:
            for place in inner:
                said = said.replace(f"{name}{place}", place)
    return said


def _is_below(party: Party, around: Nearby) -> bool:
    units = {unit.pk for unit in around.units if unit.kind in _BELOW}
    if party.unit in units:
        return True
    return any(person.user == party.user and units.issuperset(person.units) for person in around.people)


def _speaks_of_below(said: str, around: Nearby) -> bool:
    return (
        around.is_below(said)
        or any(word.kind in _BELOW and word.pattern.search(said) for word in words.offices())
        or any(kind in _BELOW and pattern.search(said) for kind, pattern in words.duties())
    )
