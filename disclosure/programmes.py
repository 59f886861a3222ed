"""The settings of a programme: one for the whole site, written down, and by two where they show more.

A name is masked when it is shown, never when it is stored, so a change of the masking holds for the lists
that are public already as well; nothing needs to be published again. What was copied meanwhile stays copied:
so what shows more, or asks for less, is proposed by one administrator of the head office and confirmed by
another (docs/decisions/0068-settings-that-show-more.md). What shows less holds at once.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from disclosure.enums import NameMasking, ProposalOutcome
from disclosure.models import Programme, ProgrammeChange
from disclosure.problems import ListActNotAllowed
from organizations.models import User
from protection import audit

#: What may be changed; the code is in addresses and files, and what is paid follows from the layout.
SETTINGS = (
    "name_masking",
    "notice_days",
    "ending_share",
    "fewest_households",
    "legal_basis",
    "standard_text",
    "sort_order",
)

#: By setting: whether another value shows the public more, or asks for less, than the one before.
NEEDS_A_SECOND: Mapping[str, Callable[[Any, Any], bool]] = {
    "name_masking": lambda before, after: (before, after) == (NameMasking.MASKED, NameMasking.FULL),
    "notice_days": lambda before, after: after < before,
    "ending_share": lambda before, after: after > before,
    "fewest_households": lambda before, after: after < before,
}
#: Who may change a programme's settings may so for the whole site, see ``setup.HEAD_PERMISSIONS``.
PERMISSION = "disclosure.change_programme"


@dataclass(frozen=True)
class Outcome:
    """The names of the settings that changed at once, and of those that wait for a second administrator."""

    changed: tuple[str, ...] = ()
    proposed: tuple[str, ...] = ()


def change(programme: Programme, settings: Mapping[str, Any], *, user: User, reason: str = "") -> Outcome:
    """Set the given of SETTINGS, or propose them where a second administrator has to agree.

    Raises ListActNotAllowed where something is to be proposed and no ``reason`` says why, or another
    proposal waits.
    """
    with transaction.atomic():
        kept = Programme.objects.select_for_update().get(pk=programme.pk)
        different = {
            name: settings[name]
            for name in SETTINGS
            if name in settings and settings[name] != getattr(kept, name)
        }
        proposed = _for_two(kept, different)
        at_once = {name: value for name, value in different.items() if name not in proposed}
        if proposed:
            _propose(kept, proposed, user, reason)
        if at_once:
            _set(kept, at_once)
            audit.record(
                "disclosure.change_programme",
                kept,
                user=user,
                reason="" if proposed else reason,
                changed=tuple(at_once),
                **_facts(kept),
            )
    return Outcome(tuple(at_once), tuple(proposed))


def _for_two(programme: Programme, settings: Mapping[str, Any]) -> dict[str, Any]:
    """Those of these settings that show more, or ask for less, than the programme's own."""
    return {
        name: settings[name]
        for name, shows_more in NEEDS_A_SECOND.items()
        if name in settings and shows_more(getattr(programme, name), settings[name])
    }


def _propose(programme: Programme, settings: Mapping[str, Any], user: User, reason: str) -> None:
    found = [] if reason.strip() else ["reason_for_showing_more"]
    if ProgrammeChange.objects.waiting().filter(programme=programme).exists():
        found.append("programme_change_waits")
    if found:
        raise ListActNotAllowed(found)
    ProgrammeChange.objects.create(programme=programme, asked_by=user, reason=reason.strip(), **settings)
    audit.record("disclosure.propose_programme", programme, user=user, reason=reason, **settings)


def may_decide(change: ProgrammeChange, user: User) -> bool:
    """Say whether ``user`` is another administrator of the head office, and nobody has decided on it yet."""
    waits = change.outcome == ProposalOutcome.WAITING and change.asked_by_id != user.pk
    return waits and user.has_perm(PERMISSION)


def decidable_by(user: User) -> list[ProgrammeChange]:
    """Return the proposed changes that wait for this administrator, oldest first."""
    if not user.has_perm(PERMISSION):
        return []
    waiting = ProgrammeChange.objects.waiting().exclude(asked_by=user.pk)
    return list(waiting.select_related("programme", "asked_by"))


def confirm(change: ProgrammeChange, user: User) -> ProgrammeChange:
    """Let it hold. Raises ListActNotAllowed."""
    return _decide(change, user, ProposalOutcome.DONE)


def refuse(change: ProgrammeChange, user: User, reason: str) -> ProgrammeChange:
    """Leave the settings as they are, for a reason that stays in the log. Raises ListActNotAllowed."""
    if not reason.strip():
        raise ListActNotAllowed(["standard_reason_missing"])
    return _decide(change, user, ProposalOutcome.REFUSED, reason)


@transaction.atomic
def _decide(
    change: ProgrammeChange, user: User, outcome: ProposalOutcome, reason: str = ""
) -> ProgrammeChange:
    programme = Programme.objects.select_for_update().get(pk=change.programme_id)
    locked = ProgrammeChange.objects.select_for_update().get(pk=change.pk)
    if not may_decide(locked, user):
        raise ListActNotAllowed(["programme_change_not_yours"])
    locked.outcome, locked.decided_by, locked.decided_at = outcome, user, timezone.now()
    locked.save(update_fields=["outcome", "decided_by", "decided_at"])
    if outcome == ProposalOutcome.DONE:
        _set(programme, locked.values)
        audit.record("disclosure.confirm_programme", programme, user=user, **_facts(programme))
    else:
        audit.record("disclosure.refuse_programme", programme, user=user, reason=reason, **locked.values)
    return locked


def _set(programme: Programme, settings: Mapping[str, Any]) -> None:
    for name, value in settings.items():
        setattr(programme, name, value)
    programme.save(update_fields=[*settings])


def _facts(programme: Programme) -> dict[str, Any]:
    return {name: getattr(programme, name) for name in NEEDS_A_SECOND}
