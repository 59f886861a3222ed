"""The months that are kept: counted once when they are over, and never changed by what happens later."""

from datetime import date, timedelta

from django.db import transaction

from complaints.models import Case, CaseClock, MonthFigures
from complaints.scoreboard import counting

#: So many days into the next month whatever was written down late has come in.
GRACE = timedelta(days=2)
#: No month longer ago is counted by itself: cases that were taken over go back many years.
MONTHS = 24


def fill(today: date, *, anew: bool = False) -> int:
    """Count the full months that are not kept yet, or with ``anew`` all of them; return how many.

    A second run at the same time writes the same numbers. A month in which nothing was on file is not kept.
    """
    months = over(today)
    known = set() if anew else set(MonthFigures.objects.values_list("month", flat=True))
    kept = 0
    for month in months:
        if month in known or not _has_any(month):
            continue
        figures = counting.count(month)
        with transaction.atomic():
            MonthFigures.objects.update_or_create(
                month=month, defaults={"counted_on": today, "figures": figures}
            )
        kept += 1
    return kept


def over(today: date) -> list[date]:
    """The first days of the months that are over, the latest first."""
    month, found = (today - GRACE).replace(day=1), []
    for _step in range(MONTHS):
        month = (month - timedelta(days=1)).replace(day=1)
        found.append(month)
    return found


def _has_any(month: date) -> bool:
    """Whether a case was received, or something was due, by the end of the month and not before all of it."""
    begins, ends = counting.span_of(month)
    received = Case.objects.filter(received_at__gte=begins, received_at__lt=ends)
    due = CaseClock.objects.filter(due_on__gte=begins.date(), due_on__lt=ends.date())
    return received.exists() or due.exists()
