"""Offices that the complainant does not want to have the case, said after it was filed.

What is offered rests on what the complainant was told and on the offices of the place, never on where the
case lies: they shall not learn from it that an office found something out about its own people.

One message may go past the office that has the case, too (``pass_by``): that office sees it no longer,
until whoever decides above gives it back.

The inspection group is never among those ruled out: its leads are hidden from whom one of their cases is
hidden from, and nobody could put it back. Who fears it writes so, and words can be put back from above.
"""

from django.utils import timezone

from complaints import routing
from complaints.acts import acts_that
from complaints.history import History
from complaints.models import Case, Respondent
from organizations.enums import UnitKind
from organizations.models import Unit

#: Kept with an office that one message went past, which may have it again once somebody above decides so.
PASSED_BY = "请上一级先看"


def pass_by(case: Case, unit: int) -> None:
    """Keep the case from a unit that a message goes past: as its writer wants, or by what it says of it."""
    Respondent.objects.create(case=case, unit_id=unit, name=PASSED_BY, derived=True, avoided=True)


def passed(case: Case) -> list[Unit]:
    """Return the units that a message went past, and that nobody gave it back to since."""
    return [row.unit for row in _standing(case) if row.unit and _is_passed(row)]


def kept_from(case: Case, *, but: Unit) -> list[int]:
    """Return the ids of the units it is kept from; not of this one, if a message only went past it."""
    others = [row for row in _standing(case) if not (_is_passed(row) and row.unit_id == but.pk)]
    return [row.unit_id for row in others if row.unit_id]


def give_back(case: Case, unit: Unit) -> None:
    """Let this unit see the case again that a message went past."""
    standing = case.respondents.filter(unit=unit, avoided=True, name=PASSED_BY, lifted_at=None)
    standing.update(lifted_at=timezone.now())


def _standing(case: Case) -> list[Respondent]:
    return [row for row in case.respondents.all() if row.lifted_at is None]


def _is_passed(row: Respondent) -> bool:
    return row.avoided and row.name == PASSED_BY


def offered(case: Case, history: History) -> list[Unit]:
    """Return the office that has the case, as the complainant knows it, and the one it may be handed to."""
    told = told_last(history)
    offices = routing.offices_of(case.region)
    has_it = next((office for office in offices if office.pk == told), None)
    if has_it is None and told is not None:
        has_it = Unit.objects.filter(pk=told).first()
    turn = [office for office in offices if _lies_below(office, has_it)]
    away = routing.forbidden_units(ruled_out(case))
    later = routing.nearest_at_work([office for office in turn if office.pk not in away])
    return [unit for unit in (has_it, later) if unit and unit.pk not in away and not _inspects(unit)]


def of_the_place(case: Case) -> list[Unit]:
    """Return the offices that could be ruled out whatever happened to the case: they tell nothing of it."""
    return [office for office in routing.offices_of(case.region) if not _inspects(office)]


def may_be_ruled_out(case: Case, history: History) -> set[int]:
    """Return the ids of the offices that may be ruled out: all that were ever told, and all of the place.

    More than is offered: a page may be older than the case, and whoever fears an office is not sent back.
    """
    told = Unit.objects.in_bulk(_told(history)).values()
    return {unit.pk for unit in [*told, *of_the_place(case)] if not _inspects(unit)}


def ruled_out(case: Case) -> list[int]:
    """Return the ids of the offices that the complainant ruled out, then and later."""
    rows = case.respondents.filter(avoided=True, recused=False).exclude(name=PASSED_BY)
    return list(rows.order_by("pk").values_list("unit_id", flat=True))


def told_last(history: History) -> int | None:
    """Return the id of the office that has the case as far as the complainant was told; None when untold."""
    told = _told(history)
    return told[-1] if told else None


def _told(history: History) -> list[int]:
    return [
        event.data["unit"]
        for event in history.events
        if event.kind not in acts_that("internal") and event.data.get("unit")
    ]


def _lies_below(office: Unit, has_it: Unit | None) -> bool:
    return has_it is None or _inspects(has_it) or len(office.region_id) > len(has_it.region_id)


def _inspects(unit: Unit) -> bool:
    return unit.kind == UnitKind.INSPECTION
