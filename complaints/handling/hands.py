"""Whose hands a case is in: put into a unit, out of somebody's hands, kept from those below.

What acts do by their own names (``effects``) and what happens by itself (``arriving``, ``unread``) alike. The
caller holds the lock and saves the case.
"""

from collections.abc import Sequence
from typing import Any

from complaints import routing, sights
from complaints.clocks.situations import MATTER_WAS
from complaints.enums import Sight
from complaints.models import Case
from complaints.parties import respondents
from complaints.texts.respondent_matching import ResolvedRespondent
from organizations.models import Unit

Facts = dict[str, Any]


def moved(case: Case, unit: Unit) -> Facts:
    """Put the case into a unit, where nobody works on it yet; return from where to where."""
    facts = {"from": case.unit_id, "unit": unit.pk}
    case.unit, case.handler = unit, None
    if case.sight != Sight.PLACE:
        # Once it was kept from the offices below, it goes with the unit that has it.
        case.sight = sights.of_unit(unit)
    return facts


def include(case: Case, parties: Sequence[ResolvedRespondent], *, by_staff: bool = False) -> Facts:
    """Make the case be about the parties: a unit of theirs loses it, a handler who is accused steps aside."""
    try:
        unit = respondents.unit_in_charge_after(case, parties)
    except routing.NoCompetentUnit:  # the guards refuse that; otherwise hiding it goes before handling it
        unit = case.unit
    facts: Facts = {"respondents": respondents.write(case, parties, by_staff=by_staff)}
    if unit.pk != case.unit_id:
        facts |= moved(case, unit)
    else:
        free_who_sees_no_more(case)
    return facts


def raise_above(case: Case, first: routing.FirstHands, matter: str) -> Facts:
    """What is known later counts as if it had been said at once: who would have read it first has it now.

    Until they decide, it is in nobody's hands, not theirs either who worked on it in the same office.
    """
    facts = {} if matter == case.matter else {MATTER_WAS: case.matter}
    case.matter = matter
    case.handler = None
    if first.unit.pk != case.unit_id:
        facts |= moved(case, first.unit)
    case.sight = first.sight
    return facts


def hand_back(case: Case) -> Facts:
    """It is in nobody's hands; the event keeps in whose it was."""
    facts = {"handler": case.handler_id}
    case.handler = None
    return facts


def keep_from_below(case: Case) -> None:
    """Hide the case from the place's own office where one above has it: what is written to that one may be of
    those below, and tell so by no word.
    """
    own = routing.offices_of(case.region)[:1]
    seen = sights.of_unit(case.unit)
    if case.unit not in own and sights.is_kept_from_more(seen, case.sight):
        case.sight = seen


def free_who_sees_no_more(case: Case) -> None:
    """Take the case out of the hands of somebody who may not see it any more."""
    if case.handler and not Case.objects.visible_to(case.handler).filter(pk=case.pk).exists():
        case.handler = None
