"""What a row of the table of acts on a case says; the table is ``workflow``."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from complaints.enums import CaseStatus, EventKind
from organizations.enums import Role


@dataclass(frozen=True)
class CaseTransition:
    """One row: an act, where it may start, who may do it, what it needs, where it leads.

    ``target`` None leaves the state as it is. ``roles`` empty means that no staff does it. ``asks`` names
    the extra facts of the act. ``by_complainant``: the complainant may do it too, with receipt and PIN.
    ``decides_extension``: it answers somebody's request for more time, which is shown with it.
    ``on_proposal``: it is about an answer that waits for approval, which is shown likewise. ``by_the_organ``:
    done in the unit to which the case was referred, and not where it lies. ``guard`` and
    ``effect`` name a rule in ``handling.guards`` and what it does to the case in ``handling.effects``; "" is
    none.
    """

    kind: EventKind
    sources: frozenset[CaseStatus]
    target: CaseStatus | None
    roles: frozenset[Role]
    label: Promise
    consequence: Promise
    needs_reason: bool = False
    needs_text: bool = False
    asks: tuple[str, ...] = ()
    by_complainant: bool = False
    is_serious: bool = False
    decides_extension: bool = False
    on_proposal: bool = False
    by_the_organ: bool = False
    guard: str = ""
    effect: str = ""


def row(
    kind: EventKind,
    sources: Iterable[CaseStatus],
    target: CaseStatus | None,
    roles: Iterable[Role],
    label: Promise,
    consequence: Promise,
    **more: Any,
) -> CaseTransition:
    """Return a row with its sets frozen, so that the table reads without saying so each time."""
    return CaseTransition(kind, frozenset(sources), target, frozenset(roles), label, consequence, **more)
