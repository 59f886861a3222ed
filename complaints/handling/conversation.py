"""The exchange with the complainant: what they see of their case, and what they write back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from complaints import routing
from complaints.acts import acts_that
from complaints.enums import DeclineGround, EventKind, OpinionOutcome
from complaints.handling import elsewhere, outcomes, rating, receiving, recusal
from complaints.handling.attempted import AttemptedAct
from complaints.handling.casework import act, problems
from complaints.history import History, labels
from complaints.identity import own_pins
from complaints.kinds import kind_of
from complaints.models import Attachment, Case, CaseEvent, FormalPaper, OtherAuthority
from complaints.papers import reading
from complaints.parties import ruling_out
from organizations import in_office
from organizations.models import Unit

MESSAGE_LENGTH = 2000
_THEIRS = (EventKind.ASK_REVIEW, EventKind.RULE_OUT, EventKind.ASK_RECUSAL, EventKind.RATE)


@dataclass(frozen=True)
class TimelineEntry:
    """One thing in the timeline as the complainant may see it: no names of staff, nothing internal.

    What was ``heard``, done with a PIN that staff know, tells that it was done and nothing that was written.
    ``paper`` is what the act gave the complainant; ``handed_on``: it gave another one, of which they are told
    nothing but that the case was handed on (信访工作条例 30).
    """

    kind: EventKind
    label: str
    at: datetime
    text: str
    by_complainant: bool
    unit: Unit | None
    avoided: Unit | None
    outcome: str
    ground: str
    elsewhere: OtherAuthority | None
    attachments: Sequence[Attachment]
    sequence: int
    heard: bool
    paper: FormalPaper | None
    handed_on: bool


def timeline(case: Case) -> list[TimelineEntry]:
    """Return what the complainant sees of the case, oldest first."""
    read = case.events.select_related("paper").defer("paper__content")
    everything = list(read.order_by("sequence").prefetch_related("attachments"))
    heard = own_pins.under_heard(everything)
    internal = acts_that("internal")
    events = [
        event
        for event in everything
        if event.kind not in internal and not _is_internal_part(event, everything)
    ]
    named = {event.data.get(fact) for event in events for fact in ("unit", "avoided")}
    units = Unit.objects.in_bulk(named - {None})
    others = elsewhere.named_in(events)
    called = labels(events)
    return [
        replace(
            _entry(event, units, elsewhere.of_event(event, others), case.kind, event.pk in heard),
            label=called[event.pk],
            **_paper_of(getattr(event, "paper", None)),
        )
        for event in events
    ]


def _paper_of(paper: FormalPaper | None) -> dict[str, Any]:
    if paper is None:
        return {}
    given = reading.goes_to_complainant(paper.kind)
    return {"paper": paper if given else None, "handed_on": not given}


def may_ask_review(case: Case) -> bool:
    """Whether the complainant could ask for a review now (信访工作条例 35, 36)."""
    return what_may_be_said(case)["may_ask_review"]


def reads(case: Case) -> date | None:
    """Note that the complainant reads how it ended; return until when a review can be asked for, or None."""
    receiving.note_read(case)
    return receiving.last_day(case, History.of(case))


def write_back(
    case: Case,
    text: str,
    attachments: Iterable[int] = (),
    *,
    own: bool = False,
    above_first: bool = False,
) -> CaseEvent:
    """Put a message of the complainant, with files that belong to no case yet, into the case.

    ``own``, here and below: with a PIN of one's own (``own_pins``). ``above_first``: the office that has the
    case shall not read it; the one above does, and decides anew.

    Raises ``casework.NotAllowed`` when the text is empty.
    """
    return act(
        case,
        EventKind.COMPLAINANT_WROTE,
        user=None,
        text=text[:MESSAGE_LENGTH],
        attachments=[getattr(item, "pk", item) for item in attachments],
        own=own or None,
        above_first=above_first or None,
    )


def ask_review(case: Case, text: str, *, own: bool = False) -> CaseEvent:
    """Ask, as the complainant, that the unit above reviews how it ended. Raises ``casework.NotAllowed``."""
    return act(case, EventKind.ASK_REVIEW, user=None, text=text[:MESSAGE_LENGTH], own=own or None)


def ask_recusal(case: Case, text: str, *, own: bool = False) -> CaseEvent:
    """Ask, as the complainant, that somebody steps aside. Raises ``casework.NotAllowed``."""
    return act(case, EventKind.ASK_RECUSAL, user=None, text=text[:MESSAGE_LENGTH], own=own or None)


def may_wish_again(case: Case, history: History | None = None) -> bool:
    """Whether the complainant, saying that it is not solved, could have it taken up again."""
    asked = AttemptedAct(case, EventKind.RATE, None, history or History.of(case), timezone.localdate())
    return not any(rating.against_again(asked))


def what_may_be_said(case: Case) -> dict[str, bool]:
    """Return ``may_rate``, ``may_wish_again``, ``may_ask_recusal`` and ``may_ask_review``, as a page asks."""
    history = History.of(case)
    acts = {"may_rate": EventKind.RATE, "may_ask_recusal": EventKind.ASK_RECUSAL}
    acts |= {"may_ask_review": EventKind.ASK_REVIEW}
    may = {name: not problems(case, kind, None, history) for name, kind in acts.items()}
    return {**may, "may_wish_again": may["may_rate"] and may_wish_again(case, history)}


def rate(
    case: Case, *, solved: bool | None, satisfied: bool | None, again: bool, own: bool = False
) -> CaseEvent:
    """Say, as the complainant, whether it is solved, and whether they are satisfied.

    ``again``: it is to be worked on again. Raises ``casework.NotAllowed``.
    """
    return act(
        case,
        EventKind.RATE,
        user=None,
        solved=solved,
        satisfied=satisfied,
        again=again or None,
        own=own or None,
    )


def may_rule_out(case: Case) -> list[Unit]:
    """Return the offices that the complainant may keep the case from now, as far as they know of them."""
    history = History.of(case)
    if problems(case, EventKind.RULE_OUT, None, history):
        return []
    return ruling_out.offered(case, history)


def rule_out(case: Case, unit: int, *, own: bool = False) -> CaseEvent | None:
    """Keep the case from the unit and those under it, as the complainant; None where that was so already.

    Raises ``casework.NotAllowed`` for a unit that the complainant was not told, and where nobody is left.
    """
    with transaction.atomic():
        in_office.stays()
        Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
        if unit in routing.forbidden_units(ruling_out.ruled_out(case)):
            return None
        return act(case, EventKind.RULE_OUT, user=None, avoided=unit, own=own or None)


def _is_internal_part(event: CaseEvent, everything: list[CaseEvent]) -> bool:
    # A call-back is the complainant's own word, but its note is written for the file; who screens a case
    # and keeps it has changed nothing for them; and what a colleague asked for is told to that colleague.
    if event.kind == EventKind.REFUSE_RECUSAL and recusal.was_asked_by_staff(everything, event):
        return True
    return (event.kind == EventKind.CALL_BACK and not event.text) or (
        event.kind == EventKind.SCREEN and "unit" not in event.data
    )


def _outcome_of(event: CaseEvent, kind: str) -> str:
    """What the answer says to the request (信访工作条例 32); who only asked has made none."""
    outcome = event.data.get("outcome", "") if kind_of(kind).needs_opinion else ""
    return str(OpinionOutcome(outcome).label) if outcome else ""


def _ground_of(event: CaseEvent) -> str:
    """Why it was not accepted; what was written before the law's two grounds alone stood, by its text."""
    ground = event.data.get("ground", "")
    return str(DeclineGround(ground).label) if ground in DeclineGround.values else ""


def _entry(
    event: CaseEvent, units: dict[int, Unit], other: OtherAuthority | None, kind: str, heard: bool
) -> TimelineEntry:
    return TimelineEntry(
        kind=EventKind(event.kind),
        label=event.get_kind_display(),
        at=event.at,
        text="" if heard else event.text,
        # What else nobody did follows by itself from what was written.
        by_complainant=event.kind == EventKind.COMPLAINANT_WROTE
        or (event.kind in _THEIRS and event.actor_id is None),
        unit=units.get(event.data.get("unit")),
        avoided=None if heard else units.get(event.data.get("avoided")),
        outcome=_outcome_of(event, kind) or outcomes.in_words(event),
        ground=_ground_of(event),
        elsewhere=other,
        attachments=[] if heard else list(event.attachments.all()),
        sequence=event.sequence,
        heard=heard,
        paper=None,
        handed_on=False,
    )
