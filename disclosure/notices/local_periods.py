"""How long a place itself wants its notices shown, where that is longer than the law asks for.

Some counties' catalogues copy "7 个工作日". Such a period is a figure of the programme like its standards
(``standards``): of a place, from a day on, with the document it stands in, confirmed by a second
administrator. A shorter one than the law's changes nothing.
"""

from datetime import date

from disclosure import standards
from disclosure.enums import Measure, NoticeDayUnit, StandardSort
from disclosure.models import AssistanceStandard, Programme

_UNITS = {Measure.DAYS: NoticeDayUnit.NATURAL, Measure.WORKING_DAYS: NoticeDayUnit.WORKING}


def figure(programme: Programme, place: str, day: date) -> AssistanceStandard | None:
    """Return the place's own figure that holds on the day, or None; one query."""
    rows = AssistanceStandard.objects.filter(programme=programme, sort=StandardSort.NOTICE)
    return next(iter(standards.in_force(rows, place, day)), None)


def period(programme: Programme, place: str, day: date) -> tuple[int, str] | None:
    """Return the figure as so many days and how they are counted, or None."""
    found = figure(programme, place, day)
    return (int(found.amount), _UNITS[Measure(found.measure)]) if found else None
