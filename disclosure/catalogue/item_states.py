"""What is so of one item of the catalogue in one place. Pure: days and a count of working days in, a state
out; every day is one in Asia/Shanghai.

What was made or obtained is due so many working days after that day, and what was there before the portal
began, so many after the portal's first day. Something public that nobody touched for too long is stale
(国办秘函〔2019〕19号 counts columns without updates), and so is what is public while its next part is late.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from disclosure.enums import DutyState
from disclosure.months import later
from disclosure.working_days import WorkingDayCounter

#: Of several programmes that one item speaks of, the worst is what is said.
WORST_FIRST = (
    DutyState.LATE,
    DutyState.STALE,
    DutyState.DUE,
    DutyState.AFTER,
    DutyState.PUBLIC,
    DutyState.IN_TIME,
)


@dataclass(frozen=True, slots=True)
class InformationPiece:
    """One piece of information: when it was made or obtained and became public, None where nobody knows.

    ``touched_on``: when somebody last renewed it, where renewing is asked of it. ``group``: what has to be
    public beside others, such as a programme's code.
    """

    is_public: bool
    made_on: date | None = None
    public_on: date | None = None
    touched_on: date | None = None
    group: str = ""


@dataclass(frozen=True, slots=True)
class ItemRule:
    """How an item is measured: working days, after how many months it is stale, and since when."""

    days: int
    began: date
    renewed_months: int | None = None


@dataclass(frozen=True, slots=True)
class ItemState:
    """The state; the day that it hangs on, or by which the next part is due; of which group."""

    state: DutyState
    by: date | None = None
    is_provisional: bool = False
    group: str = ""


def state_of(
    pieces: Sequence[InformationPiece],
    rule: ItemRule,
    today: date,
    count: WorkingDayCounter,
    groups: Iterable[str] = ("",),
) -> ItemState:
    """Return the worst of what is so of each group; of equals the one whose day is first."""
    found = [
        _of_group([piece for piece in pieces if piece.group == group], group, rule, today, count)
        for group in groups
    ]
    return min(found, key=lambda one: (WORST_FIRST.index(one.state), one.by or date.max))


def _of_group(
    pieces: list[InformationPiece], group: str, rule: ItemRule, today: date, count: WorkingDayCounter
) -> ItemState:
    public = [piece for piece in pieces if piece.is_public]
    waiting = sorted(due_on(piece.made_on, rule, count) for piece in pieces if not piece.is_public)
    if not public and not waiting:
        waiting = [due_on(None, rule, count)]
    by, is_provisional = waiting[0] if waiting else (None, False)
    if by and by < today:
        return ItemState(DutyState.STALE if public else DutyState.LATE, by, is_provisional, group)
    if not public:
        return ItemState(DutyState.DUE, by, is_provisional, group)
    if (renewed_by := _renewed_by(public, rule)) and renewed_by < today:
        return ItemState(DutyState.STALE, renewed_by, False, group)
    return ItemState(_kept(public, rule, count), by, is_provisional, group)


def due_on(made_on: date | None, rule: ItemRule, count: WorkingDayCounter) -> tuple[date, bool]:
    """The day by which something is due, and whether that is provisional."""
    return count(max(made_on or rule.began, rule.began), rule.days)


def _renewed_by(public: list[InformationPiece], rule: ItemRule) -> date | None:
    """By when something of it has to be renewed; None where renewing is not asked, or nothing is known."""
    touched = max((piece.touched_on for piece in public if piece.touched_on), default=None)
    return later(touched, rule.renewed_months) if touched and rule.renewed_months else None


def _kept(public: list[InformationPiece], rule: ItemRule, count: WorkingDayCounter) -> DutyState:
    """Whether the latest piece whose days are known was public by its day."""
    known = [(piece.made_on, piece.public_on) for piece in public if piece.made_on and piece.public_on]
    measured = [(made, on) for made, on in known if made >= rule.began]
    if not measured:
        return DutyState.PUBLIC
    made_on, public_on = max(measured)
    return DutyState.IN_TIME if public_on <= due_on(made_on, rule, count)[0] else DutyState.AFTER
