"""The place question: which places to offer next, and which units a place has."""

from dataclasses import dataclass
from os.path import commonprefix

from organizations import codes
from organizations.enums import LEVEL_OF_LENGTH, UnitKind
from organizations.models import Region, Unit

#: The visitor's own choice of place, kept by the front page (``portal.preferences``): a division code, no
#: more.
COOKIE = "place"


@dataclass(frozen=True)
class PlaceChoice:
    """One page of the place question: ``here`` (None above the first place), its path, the places below."""

    here: Region | None
    path: list[Region]
    below: list[Region]


def root() -> Region | None:
    """The place this portal serves: the smallest that holds all its bureaus. None without such a place."""
    bureaus = Unit.objects.filter(kind=UnitKind.BUREAU).values_list("region_id", flat=True).distinct()
    shared = commonprefix(list(bureaus))  # noqa: RUF071 - codes nest character by character
    fitting = [length for length in LEVEL_OF_LENGTH if length <= len(shared)]
    return find(shared[: max(fitting)]) if fitting else None


def find(code: str | None) -> Region | None:
    """The place with this code, None for anything that is not one: codes come from addresses and cookies."""
    if not code or not codes.is_code(code):
        return None
    return Region.objects.filter(code=code).first()


def choice(code: str | None) -> PlaceChoice:
    """What to offer when the visitor stands at ``code``; the portal's own place when that is unknown."""
    top = root()
    here = find(code) or top
    if here is None:
        return PlaceChoice(None, [], list(Region.objects.filter(parent=None)))
    path = [*here.ancestors(), here]
    if top and codes.contains(top.code, here.code):
        path = [region for region in path if region.level >= top.level]
    return PlaceChoice(here, path, list(Region.objects.children_of(here.code)))


def has_places_below(code: str) -> bool:
    """Whether a finer place can still be chosen."""
    return Region.objects.children_of(code).exists()


def start_for(code: str) -> str:
    """Where to open the question: one level above the place chosen before, so that it can be seen chosen."""
    region = find(code)
    if region is None:
        return ""
    return region.parent_id or region.code


def units_of(region_code: str) -> list[Unit]:
    """The units someone there can complain about: of the place and the places above it, nearest first."""
    if not codes.is_code(region_code):
        return []
    regions = codes.ancestors_of(region_code, include_self=True)
    return sorted(
        Unit.objects.public().filter(region_id__in=regions), key=lambda u: (-len(u.region_id), u.pk)
    )


def put_place(answers, code: str) -> None:
    """Put the place into the answers; offices of another place are dropped and asked for again."""
    answers.region = code
    fitting = {unit.pk for unit in units_of(code)}
    kept = [pk for pk in answers.units if pk in fitting]
    if kept != answers.units:
        answers.units = kept
        answers.done = [slug for slug in answers.done if slug != "who"]
