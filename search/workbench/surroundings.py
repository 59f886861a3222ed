"""What the database says before an engine is asked, in one statement: the names of the filters' values, what
the index has yet to take in of the user's cases, and which of these the database hides by now.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import CharField, IntegerField, QuerySet, Value

from complaints.models import Case
from complaints.visibility import CASE_ROLES, case_q
from disclosure.models import Programme
from organizations import codes, scope
from organizations.models import Region, User
from organizations.viewsets.bounded import BoundedCount
from search.engines.schema import LAST_HIT
from search.models import Change, SearchIndex
from search.workbench.case_documents import CASES


@dataclass(frozen=True)
class Surroundings:
    """Names by code, in the order of the screen; ``path`` is the chosen place from the city down.

    ``hidden`` are cases in the user's region that came to be hidden from them, which the index has yet to
    take in: hits are read again anyway, but a count would still tell of such a case. ``lagging`` counts those
    that the user may see, others' work is not told of; None where no index was ever written.
    """

    places: dict[str, str]
    programmes: dict[str, str]
    path: str
    hidden: tuple[int, ...]
    lagging: int | None


class _Surrounding(NamedTuple):
    kind: str
    code: str = ""
    name: str = ""
    name_en: str = ""
    number: int | None = 0


def read(user: User, region: str) -> Surroundings:
    """Ask for ``user``. Places are those one level below the chosen one, or below the user's own."""
    first, *others = [*_names(user, region), *_pending(user)]
    rows = [_Surrounding(*row) for row in first.union(*others, all=True)]

    def of(kind: str) -> list[_Surrounding]:
        found = [row for row in rows if row.kind == kind]
        return sorted(found, key=lambda row: (row.number or 0, row.code))

    return Surroundings(
        places={row.code: row.name for row in of("place")},
        programmes={row.code: Programme(name=row.name, name_en=row.name_en).label for row in of("programme")},
        path=_path(region, of("path")),
        hidden=tuple(row.number or 0 for row in of("hidden")),
        lagging=next((row.number or 0 for row in of("lagging")), None),
    )


def hidden(user: User) -> QuerySet[Case]:
    """``Surroundings.hidden``, where nothing else is asked."""
    return _changed(Case.objects.filter(scope.scope_q(user, CASE_ROLES))).exclude(case_q(user))


def _names(user: User, region: str) -> Iterator[QuerySet]:
    own = [region] if region else list(scope.region_codes(user, CASE_ROLES))
    places = Region.objects.children_of(own[0]) if len(own) == 1 else Region.objects.filter(pk__in=own)
    yield _rows("place", places, "code", "name")
    yield _rows("programme", Programme.objects.all(), "code", "name", "name_en", "sort_order")
    if region:
        above = codes.ancestors_of(region, include_self=True)
        yield _rows("path", Region.objects.filter(pk__in=above), "code", "name")


def _pending(user: User) -> Iterator[QuerySet]:
    yield _rows("hidden", hidden(user), number="pk")
    visible = BoundedCount(_changed(Case.objects.visible_to(user)), most=LAST_HIT)
    yield _rows("lagging", SearchIndex.objects.filter(pk=CASES.name), number=visible)


def _rows(kind: str, rows: QuerySet, code: Any = "", name: Any = "", name_en: Any = "", number: Any = 0):
    words = [each or Value("", output_field=CharField()) for each in (code, name, name_en)]
    number = number or Value(0, output_field=IntegerField())
    return rows.order_by().values_list(Value(kind, output_field=CharField()), *words, number)


def _changed(cases: QuerySet[Case]) -> QuerySet[Case]:
    return cases.filter(pk__in=Change.objects.filter(index=CASES.name).values("object_id"))


def _path(region: str, around: list[_Surrounding]) -> str:
    """The chosen place in words; ``around`` are it and those above it, the highest first."""
    place: Region | None = None
    for row in around:
        place = Region(code=row.code, name=row.name, level=codes.level_of(row.code), parent=place)
    return place.path_name() if place is not None and place.code == region else region
