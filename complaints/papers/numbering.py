"""Numbers of papers: 东民信受〔2026〕12号.

They run without a gap in a unit, a year and a sort of paper, and are written in the transaction of the act.
Where somebody who reads the other papers of the unit may not see the case, its paper has a number that is
drawn, outside the series: in the series they would see which one is left out (design, invariant 2).
"""

import secrets
from datetime import date

from complaints.models import Case, FormalPaper, PaperMark, PaperSeries
from complaints.visibility import case_filters
from complaints.workflow import INVESTIGATORS
from organizations.enums import Level, UnitKind
from organizations.models import Post, Region, Unit, User
from organizations.place_endings import without_ending

#: What follows the place in the characters of a unit that has none of its own.
_OF_KIND = {UnitKind.BUREAU: "民", UnitKind.INSPECTION: "纪"}
#: A drawn number has so many digits that it meets no other.
DRAWN_DIGITS = 5


def mark_of(unit: Unit) -> str:
    """Return the characters of the unit: its own, or else made of its place and its kind."""
    own = PaperMark.objects.filter(unit=unit).first()
    return own.mark if own else _short(unit.region) + _OF_KIND.get(UnitKind(unit.kind), "政")


def take(case: Case, unit: Unit, word: str, day: date) -> tuple[str, int | None]:
    """Return number and place in the series for a paper of the unit; the caller is in a transaction."""
    prefix = f"{mark_of(unit)}{word}〔{day.year}〕"
    if is_kept_from_somebody(case, unit):
        return _drawn(unit, prefix), None
    PaperSeries.objects.get_or_create(unit=unit, word=word, year=day.year)
    series = PaperSeries.objects.select_for_update().get(unit=unit, word=word, year=day.year)
    series.last += 1
    series.save(update_fields=["last"])
    return f"{prefix}{series.last}号", series.last


def is_kept_from_somebody(case: Case, unit: Unit) -> bool:
    """Whether the case is about somebody, or kept from them, who would read the unit's other papers: who
    works there or above it.
    """
    units = [unit.pk, *(above.pk for above in unit.superiors())]
    posts = Post.objects.active().filter(unit__in=units, role__in=INVESTIGATORS)
    rows = list(case.respondents.all())
    people = User.objects.filter(is_active=True, pk__in=posts.order_by().values("user"))
    return any(not case_filters(person).admits(case, rows, given_to=person.pk) for person in people)


def _drawn(unit: Unit, prefix: str) -> str:
    while True:
        number = f"{prefix}{10 ** (DRAWN_DIGITS - 1) + secrets.randbelow(9 * 10 ** (DRAWN_DIGITS - 1))}号"
        if not FormalPaper.objects.filter(unit=unit, number=number).exists():
            return number


def _short(region: Region) -> str:
    """A place in as few characters as tell it from its neighbours, after those of its county."""
    first = region.name[:1]
    around = Region.objects.filter(parent=region.parent_id, level=region.level, name__startswith=first)
    own = without_ending(region.name) if around.exclude(pk=region.pk).exists() else first
    above = region.parent.name[:1] if region.parent and region.level > Level.COUNTY else ""
    return above + (own or first)
