"""Places by what people call them: 兴谷村 for 兴谷村委会, 房山镇兴谷村 and 房山 兴谷 for one in the other.

Names are asked for whole, each with every ending that the register may give it (``place_endings``), so that
an index answers whatever the number of places: a part of a name is looked for in one city only, and beyond
it names that begin so.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import connection
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from organizations import codes, place_endings, scope
from organizations.enums import Level
from organizations.models import Region
from protection.comparing import alike

#: Longer than province, city, county, township and village run together; so many characters are split up.
LONGEST = 24
SHORTEST = 2
#: Places of one name in the whole country are some thousand; those near by are taken first.
MOST_OF_A_NAME = 1000

ABOVE_A_VILLAGE = ("township", "county", "city", "province")

Span = tuple[int, int]


@dataclass(frozen=True)
class _PlaceNamed:
    code: str
    name: str
    level: int


def named(text: str, near: str = "", most: int = 30) -> list[Region]:
    """Places that ``text`` names in full, alone or after names of those they lie in; one query.

    Endings do not count. A place may be named by one of the words, or by several that follow each other; of
    what is found the longest counts. Those within ``near`` come first, then the larger ones.
    """
    run, starts, ends = _joined(alike(text).split())
    if len(run) < SHORTEST:
        return []
    spans = spans_of(run, ends)
    rows = [_PlaceNamed(*row) for row in of_these_names(spans, near)]
    by_end = _by_end(rows, spans)
    covered = {row.code: _covered(row, spans[row.name], starts, ends, by_end) for row in rows}
    longest = max(covered.values(), default=0)
    meant = [row for row in rows if longest and covered[row.code] == longest]
    meant.sort(key=lambda row: (not row.code.startswith(near), row.level, row.code))
    return [
        Region(code=row.code, name=row.name, level=row.level, parent_id=codes.parent_of(row.code))
        for row in meant[:most]
    ]


def _joined(words: list[str]) -> tuple[str, set[int], set[int]]:
    """The words run together, as many as names may be long, with where each begins and ends."""
    run, starts, ends = "", set(), set()
    for word in words:
        if len(run) + len(word) > LONGEST:
            break
        starts.add(len(run))
        run += word
        ends.add(len(run))
    return run, starts, ends


def partly_named(text: str, near: str = "", most: int = 30) -> list[Region]:
    """Townships and villages within ``near`` with ``text`` in their name; if none, any that begin so."""
    text = alike(text).strip()
    found: list[Region] = []
    if text and near:
        found = list(_small().within(near).filter(name__contains=text).order_by("code")[:most])
    return found or list(_small().filter(begins(text)).order_by("name", "code")[:most] if text else [])


def _small():
    return Region.objects.filter(level__gte=Level.TOWNSHIP)


def begins(text: str) -> Q:
    """The condition that a name begins so, in the form for which the database has an index."""
    if connection.vendor == "sqlite":
        return Q(name__gte=text, name__lt=text + "\U0010ffff")
    return Q(name__startswith=text)


def of_these_names(spans: Mapping[str, set[Span]], near: str) -> QuerySet:
    """The places that have one of these names, those near by first: code, name and level of each."""
    is_near = When(scope.within(near, "code"), then=Value(0)) if near else None
    order = [Case(is_near, default=Value(1), output_field=IntegerField())] if is_near else []
    found = Region.objects.filter(name__in=sorted(spans)).order_by(*order, "code")
    return found.values_list("code", "name", "level")[:MOST_OF_A_NAME]


def spans_of(run: str, ends: set[int]) -> dict[str, set[Span]]:
    """Every name that the register may have for a part of the run, with the parts that it may stand for.

    Only the last name may be that of a village, so only where a word ends.
    """
    spans: dict[str, set[Span]] = defaultdict(set)
    for end in range(SHORTEST, len(run) + 1):
        levels = ("village", *ABOVE_A_VILLAGE) if end in ends else ABOVE_A_VILLAGE
        for start in range(end - SHORTEST + 1):
            for form in _forms(run[start:end], levels):
                spans[form].add((start, end))
    return spans


def _forms(name: str, levels: Iterable[str]) -> set[str]:
    forms = {name}
    for level in levels:
        bare = place_endings.without_ending(name, level)
        forms |= {bare + ending for ending in place_endings.of_level(level)} if bare else set()
    return forms


def _by_end(rows: list[_PlaceNamed], spans: Mapping[str, set[Span]]) -> Mapping[int, list[tuple[int, str]]]:
    """Where each place's name ends: where it begins, and its code."""
    found: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for row in rows:
        for start, end in spans[row.name]:
            found[end].append((start, row.code))
    return found


def _covered(
    row: _PlaceNamed,
    spans: set[Span],
    starts: set[int],
    ends: set[int],
    by_end: Mapping[int, list[tuple[int, str]]],
) -> int:
    """How many characters name this place, with the places before it; 0 where they do not."""
    found = [end - _first(start, row.code, starts, by_end) for start, end in spans if end in ends]
    return max([0, *found])


def _first(until: int, code: str, starts: set[int], by_end: Mapping[int, list[tuple[int, str]]]) -> int:
    """Where the names begin that end here, each of a place that holds the next; far off where none does."""
    above = set(codes.ancestors_of(code))
    begun = [until] if until in starts else [LONGEST + 1]
    before = [
        _first(start, other, starts, by_end) for start, other in by_end.get(until, ()) if other in above
    ]
    return min(begun + before)
