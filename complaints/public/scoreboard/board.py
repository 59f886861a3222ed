"""One month of the scoreboard as the public may read it: every row, and which promise each figure is held
against.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from complaints.clocks import standards
from complaints.enums import ClockKind, EventKind, OpinionOutcome
from complaints.models import MonthFigures, ServiceStandard
from complaints.scoreboard import hiding
from complaints.scoreboard.counting import COUNTS, SHARES
from complaints.scoreboard.hiding import Share
from complaints.scoreboard.subjects import SUBJECTS
from disclosure.months import last_day
from organizations.models import Region

#: So many months are in a picture.
IN_PICTURE = 12
#: How cases end, in the order of the table: by an answer, and by one person without one.
OUTCOMES: dict[str, str | Promise] = {
    **{str(outcome): outcome.label for outcome in OpinionOutcome},
    "answered": _("Answered, where no opinion on a request is owed"),
    str(EventKind.WITHDRAW): pgettext_lazy("outcome", "Withdrawn"),
    str(EventKind.DECLINE): _("Not accepted"),
    "elsewhere": _("Told which authority is competent, or passed to it"),
}


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One row: its counts, shares and median; None for what is kept back or was not asked.

    ``told_by`` and ``answered_by`` are the promises of its subject; a row of many subjects names none.
    """

    code: str
    name: str | Promise
    received: int | None
    accepted: int | None
    ended: int | None
    told_in_time: Share | None
    answered_in_time: Share | None
    median_days: float | None
    solved: Share | None
    satisfied: Share | None
    told_by: ServiceStandard | None = None
    answered_by: ServiceStandard | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing was received, accepted or ended."""
        return (self.received, self.accepted, self.ended) == (0, 0, 0)


@dataclass(frozen=True, slots=True)
class Board:
    """One month."""

    month: date
    counted_on: date
    whole: BoardRow
    counties: tuple[BoardRow, ...]
    subjects: tuple[BoardRow, ...]
    outcomes: tuple[tuple[str, str | Promise, int | None], ...]


def months() -> list[date]:
    """The months that are kept, the latest first. One query."""
    return list(MonthFigures.objects.values_list("month", flat=True))


def read(month: date) -> list[Board]:
    """The boards of a month and of those before it that are in its picture, the latest first. Three queries,
    whatever the number of cases.
    """
    kept = list(MonthFigures.objects.filter(month__lte=month)[:IN_PICTURE])
    found = {code for one in kept for code in one.figures["county"]}
    names = dict(Region.objects.filter(pk__in=found).order_by().values_list("code", "name"))
    rows = standards.load()
    return [_board(one, names, rows) for one in kept]


def _board(kept: MonthFigures, names: Mapping[str, str], rows: list[ServiceStandard]) -> Board:
    figures = kept.figures
    by_county = {code: figures["county"].get(code, {}) for code in sorted(names)}
    by_subject = {code: figures["subject"].get(code, {}) for code in SUBJECTS}
    sums, counties = _counts(by_county)
    _same, subjects = _counts(by_subject)
    return Board(
        month=kept.month,
        counted_on=kept.counted_on,
        whole=BoardRow(code="", name=_("All counties"), **sums, **_shares(figures["all"].get("", {}))),
        counties=tuple(
            BoardRow(code=code, name=names[code], **counties[code], **_shares(numbers))
            for code, numbers in by_county.items()
        ),
        subjects=tuple(
            BoardRow(
                code=code,
                name=name,
                **subjects[code],
                **_shares(by_subject[code]),
                **_promises(rows, situation, last_day(kept.month)),
            )
            for code, (name, situation) in SUBJECTS.items()
        ),
        outcomes=_outcomes(figures["outcomes"]),
    )


def _counts(rows: Mapping[str, Mapping[str, Any]]) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    """The counts of all rows together, and of each."""
    sums: dict[str, Any] = {}
    found: dict[str, dict[str, Any]] = {code: {} for code in rows}
    for name in COUNTS:
        sums[name], parts = hiding.shown({code: numbers.get(name, 0) for code, numbers in rows.items()})
        for code, number in parts.items():
            found[code][name] = number
    return sums, found


def _shares(numbers: Mapping[str, Any]) -> dict[str, Any]:
    shares = {name: hiding.share(numbers.get(name, 0), numbers.get(of, 0)) for name, of in SHARES.items()}
    is_few = hiding.is_too_small(numbers.get("answered", 0))
    return {**shares, "median_days": None if is_few else numbers["median_days"]}


def _promises(rows: list[ServiceStandard], situation: standards.Situation, day: date) -> dict[str, Any]:
    clocks = {"told_by": ClockKind.INFORM, "answered_by": ClockKind.DECIDE}
    return {name: standards.applicable(rows, situation, clock, day) for name, clock in clocks.items()}


def _outcomes(numbers: Mapping[str, int]) -> tuple[tuple[str, str | Promise, int | None], ...]:
    _total, parts = hiding.shown({code: numbers.get(code, 0) for code in OUTCOMES})
    return tuple((code, OUTCOMES[code], number) for code, number in parts.items())
