"""Who a case is about, found from what somebody wrote: 和平镇民政办赵主任 is an office and a person we know.

A citizen writes as people speak, with titles, brackets, an address before the name, a character wrong.
What is hidden from whom must not rest on their spelling (信访工作条例 30; design, invariant 2), so the words
are resolved to units and users when the case comes in, and again when somebody new is known
(``recognition``); these are kept beside the words. In doubt too much is found rather than too little: a
namesake costs a way through the unit above, a miss puts the case on the accused's desk.

Words given for somebody are read here; a title, a story, a message in ``reading``.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Q, QuerySet

from complaints.texts import words
from complaints.texts.name_spellings import searchable, spelling
from complaints.texts.names import fold, normal_name
from complaints.texts.nearby import Nearby, NearbyPerson
from complaints.texts.offices_given import offices_given
from complaints.texts.spotting import PersonMeant, Sureness, spot_meant
from organizations import codes, scope
from organizations.enums import CODE_LENGTH, Level
from organizations.models import Region, Unit

_LIST = re.compile(r"[、，,;；/|\n]")


@dataclass(frozen=True)
class StatedRespondent:
    """Who is complained about, as somebody says it: a unit we know by its id, words, or both."""

    unit: int | None = None
    name: str = ""


class ResolvedRespondent(NamedTuple):
    """One respondent as it is kept. ``derived`` says that the rule found it, not the complainant's words."""

    unit: int | None
    name: str
    user: int | None = None
    derived: bool = False


def resolve(
    given: Iterable[StatedRespondent],
    region: Region,
    *,
    whoever: bool = False,
    around: Nearby | None = None,
    nearest_group: bool = False,
) -> list[ResolvedRespondent]:
    """Return the respondents as given, followed by the units and users that their words mean.

    ``region`` is where the matter lies. With ``whoever`` (a report of wrongdoing) words that mean nobody we
    know count against the lowest office there: it may be one of its people, so the office above decides.
    ``around`` are the offices there, where the caller has read them; ``nearest_group`` as in
    ``offices_given``.
    """
    written = {ResolvedRespondent(each.unit, normal_name(each.name)): each.name for each in given}
    said = list(written)
    parties = [party for party in said if party.unit or party.name]
    if not any(party.name for party in parties):
        return parties
    around = around or Nearby(region)
    found = dict.fromkeys(parties)
    # With a village committee named, a name beside it is one of its people's.
    whoever = whoever and not any(unit.pk == party.unit for party in parties for unit in around.committees)
    for party in parties:
        if not party.name:
            continue
        derived = [*_of_offices(party, written[party], around, nearest_group), *_of_people(party, around)]
        # Who registers may sit in the place's own office; who takes calls does not.
        found_an_office = any(each.unit for each in derived) or words.callers().search(fold(party.name))
        derived += of_operators(fold(party.name), party.name, around)
        if not found_an_office and whoever and party.unit is None and not around.is_below(fold(party.name)):
            derived += [ResolvedRespondent(unit, party.name, derived=True) for unit in sorted(around.lowest)]
        found.update(dict.fromkeys(derived))
    return list(found)


def may_mean(said: str, person: str) -> bool:
    """Whether the words could mean somebody of this name, by their letters alone: what is worth resolving."""
    return bool(_hits(said, person))


def has_name(said: str, person: str) -> bool:
    """Whether the words hold the whole name, in this or another spelling."""
    return any(hit.sureness < Sureness.FAMILY for hit in _hits(said, person))


def _hits(said: str, person: str) -> list[PersonMeant]:
    name = spelling(person)
    return spot_meant(searchable(said), [NearbyPerson(0, name, ())]) if name.whole else []


def _of_offices(
    party: ResolvedRespondent, written: str, around: Nearby, nearest_group: bool
) -> Iterator[ResolvedRespondent]:
    for unit in offices_given(written, around, nearest_group=nearest_group):
        if unit != party.unit:
            yield ResolvedRespondent(unit, party.name, derived=True)


def _of_people(party: ResolvedRespondent, around: Nearby) -> Iterator[ResolvedRespondent]:
    """Each user whom the words mean, once for each office they work in, where it may be touched."""
    found = [each for said in listed(party.name) for each in _hits_on(said, around)]
    yield from dict.fromkeys(parties_of(found, lambda hit: party.name, around))


def _hits_on(said: str, around: Nearby) -> list[PersonMeant]:
    """The people whom some of the words given mean; with a village, a family name is nobody's in office."""
    hits = spot_meant(searchable(said), around.people)
    if hits and hits[0].sureness == Sureness.FAMILY and around.is_below(fold(said)):
        return []
    return hits


def listed(said: str) -> list[str]:
    """Return the words given, and each of a list in them: 村会计、老段 is 老段, too."""
    each = [part for part in _LIST.split(said) if part.strip()]
    return [said, *each] if len(each) > 1 else [said]


def left_by_all(
    parties: Sequence[ResolvedRespondent], around: Nearby, hidden: Iterable[int | None] = ()
) -> list[ResolvedRespondent]:
    """Return the offices over the place in which nobody is left to work on the case, beside the parties.

    It is hidden from the people whom the parties mean and from those who are ``hidden`` already. Kept beside
    the words for one of them: such an office is taken as meant itself, or nobody would read the case there.
    """
    gone = {*hidden, *(party.user for party in parties)}
    units = {party.unit for party in parties}
    return [
        party._replace(unit=unit)
        for unit, people in around.handling.items()
        if unit in around.over and unit not in units and people <= gone
        for party in [each for each in parties if each.user in people and each.derived][:1]
    ]


def accusable(region_code: str) -> QuerySet[Unit]:
    """Return the units that a case of a place can be about: those of the city it lies in, and those above."""
    city = region_code[: CODE_LENGTH[Level.CITY]]
    around = Q(region_id__in=codes.ancestors_of(region_code)) | scope.within(city)
    return Unit.objects.filter(around).select_related("region")


def of_operators(said: str, name: str, around: Nearby) -> Iterator[ResolvedRespondent]:
    """Yield each who takes calls around the place, and each hotline, where words (folded) mean one of them.

    The office stays: those beside the operator handle cases, and the complainant spoke of a voice.
    """
    if words.operators().search(said):
        yield from (ResolvedRespondent(None, name, user, derived=True) for user in around.operators)
        yield from (ResolvedRespondent(unit, name, derived=True) for unit in around.hotlines)


def parties_of(
    hits: Sequence[PersonMeant], name: Callable[[PersonMeant], str], around: Nearby
) -> Iterator[ResolvedRespondent]:
    """Yield what is kept of the hits; ``name`` gives the words for one.

    The whole name, in any spelling, takes the offices of its bearer along (``NearbyPerson.along``). What
    leaves open who it is hides the case from each of them; the office is touched only where the matter lies
    nearest.
    """
    unsure = [hit for hit in hits if Sureness.SOUND < hit.sureness < Sureness.CALLED]
    closest = max((around.level.get(unit, 0) for hit in unsure for unit in hit.person.units), default=0)
    for hit in hits:
        for unit in hit.person.units:
            sure = hit.sureness <= Sureness.SOUND or (closest and around.level.get(unit) == closest)
            taken = sure and unit in hit.person.along and hit.sureness < Sureness.CALLED
            yield ResolvedRespondent(unit if taken else None, name(hit), hit.person.user, derived=True)
