"""Acting on a case: the one way in which a case changes after it was filed.

An act is checked against the table (``workflow``), the person (``permissions``) and the rules of the single
act (``guards``); then event, case, clocks, audit entry and signal are written together or not at all.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from complaints import effects, guards, matters, projection, respondents, routing, traces
from complaints.accused import Party
from complaints.documents import redacted
from complaints.enums import CaseStatus, EventKind, Sight
from complaints.guards import Act
from complaints.history import History
from complaints.models import Attachment, Case, CaseEvent
from complaints.order_of_acts import in_order
from complaints.permissions import case_policy, stands_over
from complaints.read_texts import texts_to_read
from complaints.reading import speaks_of_somebody
from complaints.signals import case_changed
from complaints.visibility import case_filters, is_kept_from_more
from complaints.workflow import DESK, TRANSITIONS, Transition, sources, status_after
from organizations import scope
from organizations.models import Unit, User
from protection import audit


class NotAllowed(Exception):
    """An act on a case, or on a lead, cannot be done now; ``reasons`` says all of what stands in the way."""

    def __init__(self, reasons: Iterable[str | Promise]):
        self.reasons = [str(reason) for reason in reasons]
        super().__init__(" ".join(self.reasons))


class Stale(NotAllowed):
    """Something happened to the case since the person looked at it, for instance their own first click."""


#: Whose texts are the complainant's words; in a note an office that finds out about another goes on.
_OF_THE_COMPLAINANT = frozenset(
    {
        EventKind.COMPLAINANT_WROTE,
        EventKind.NOTE_CALL,
        EventKind.ASK_REVIEW,
        EventKind.CALL_BACK,
        EventKind.WITHDRAW,
    }
)


def act(
    case: Case,
    kind: EventKind | str,
    *,
    actor,
    reason: str = "",
    text: str = "",
    at: datetime | None = None,
    expected: int | None = None,
    attachments: Iterable[int] = (),
    **data: Any,
) -> CaseEvent:
    """Do ``kind`` to ``case`` and return the event; ``actor`` None is the complainant.

    ``reason`` is for the file, ``text`` for the complainant. ``data`` holds the facts that the transition
    asks for: ``unit``, ``handling_unit``, ``handler`` and ``accused_unit`` (ids), ``accused_name``,
    ``days``, ``ground``, ``outcome``, ``satisfied``. ``at`` is now unless past records are entered.
    ``expected`` is the sequence number of the latest event that the actor saw. ``case`` is brought up to
    date.

    Raises ``NotAllowed`` with all reasons, ``Stale`` when ``expected`` is not the latest any more.
    """
    kind = EventKind(kind)
    with transaction.atomic():
        locked = Case.objects.select_for_update(of=("self",)).select_related("unit").get(pk=case.pk)
        history = History.of(locked)
        if expected is not None and expected != history.latest.sequence:
            raise Stale([_("The case has changed since you opened this page. Look again before you act.")])
        at = at or timezone.now()
        facts = {name: _plain(value) for name, value in data.items() if value not in (None, "")}
        this = Act(locked, kind, actor, history, timezone.localdate(at), facts)
        problems = [*_state_problems(this), *_input_problems(this, reason, text, at)]
        if problems:
            raise NotAllowed(problems)
        facts = effects.apply(this)
        event = _write(this, facts, reason=reason.strip(), text=text.strip(), at=at, attachments=attachments)
        _hide_from_whom_it_means(locked, event)
    case.refresh_from_db()
    return event


def _hide_from_whom_it_means(case: Case, event: CaseEvent) -> None:
    """What was just written may mean somebody who sees the case: from now on they do not.

    An event of its own says so, without a name and without an actor: the writer accused nobody by an act.
    """
    contested = _reopen_where_contested(case, event)
    texts = respondents.texts_of(event)
    to_read = texts_to_read(event.kind, **texts)
    said = [*to_read.whole, *to_read.grievances]
    traces.keep(case, texts=said)
    parties = respondents.newly_said(case, event.kind, event.actor, **texts)
    matter = matters.raised(case.matter, said)
    theirs = event.kind in _OF_THE_COMPLAINANT
    if not parties or theirs:
        # What it speaks of raises it whomever it means: both count as if they had been said at once.
        someone = (
            contested
            or _adds_somebody(case, event)
            or _brings_unread_files(case, event)
            or (theirs and (bool(parties) or speaks_of_somebody(said, reported=event.actor is not None)))
        )
        _raise_where_due(case, matter, someone, theirs=theirs, contested=contested, at=event.at)
    if parties:
        _include(case, parties, at=event.at, read=event.sequence)


def _reopen_where_contested(case: Case, event: CaseEvent) -> bool:
    """Work on the case again whose complainant speaks after staff wrote that they had withdrawn it.

    An event of its own, and nobody's act: no word of another ends what somebody brought (design, 4).
    """
    history = History.of(case)
    if event.kind != EventKind.COMPLAINANT_WROTE or not history.is_withdrawn():
        return False
    this = Act(case, EventKind.REOPEN, None, history, timezone.localdate(event.at), {})
    _write(this, {}, at=event.at)
    return True


def _adds_somebody(case: Case, event: CaseEvent) -> bool:
    """Whether the event names somebody because of whom the office above would have read it first.

    A stranger may be anybody of the place. An office that has the case and finds out about another goes on
    with it; where somebody else says so, the office above decides.
    """
    if respondents.adds_a_stranger(event):
        return True
    by_its_own = event.actor is not None and case.unit_id in scope.unit_ids(event.actor)
    return respondents.adds_a_unit(event) and not by_its_own and "unit" not in event.data


def _brings_unread_files(case: Case, event: CaseEvent) -> bool:
    """Whether the complainant sent files that the office did not ask for: no machine reads whom they mean."""
    if event.kind != EventKind.COMPLAINANT_WROTE or not event.attachments.exists():
        return False
    before = case.events.filter(sequence__lt=event.sequence).latest("sequence")
    return before.status != CaseStatus.WAITING


def _raise_where_due(
    case: Case, matter: str, someone: bool, *, theirs: bool, contested: bool, at: datetime
) -> None:
    """Let the office above read the case first where it would have, had this been said when it came in.

    Somebody new counts only while the place's own office has it and nobody above has read it; a graver matter
    also afterwards, since whoever decided did not know of it. ``theirs``: it is the complainant's word;
    ``contested``: it says that staff wrote down as theirs what was not.
    """
    is_below = case.sight == Sight.PLACE
    screened = _was_screened(case)
    raised = matters.is_graver(matter, case.matter) and (theirs or (is_below and not screened))
    if not (raised or (someone and is_below and (contested or not screened))):
        return
    accused = respondents.accused_units(case)
    try:
        first = routing.first_hands(case.kind, matter, case.region, accused, someone_meant=someone)
    except routing.NoCompetentUnit:  # what was written is kept all the same
        return
    if first.screened and is_kept_from_more(first.sight, case.sight):
        this = Act(case, EventKind.RAISE, None, History.of(case), timezone.localdate(at), {})
        _write(this, effects.raise_above(case, first, matter), at=at)


def _was_screened(case: Case) -> bool:
    return case.events.filter(kind=EventKind.SCREEN).exists()


def read_again(case_id: int) -> CaseEvent | None:
    """Read what is on file of a case anew, after the words have changed; None when it means nobody new."""
    with transaction.atomic():
        case = Case.objects.select_for_update(of=("self",)).select_related("unit").get(pk=case_id)
        parties = respondents.unread(case)
        return _include(case, parties, at=timezone.now()) if parties else None


def _include(case: Case, parties: list[Party], *, at: datetime, **facts: Any) -> CaseEvent:
    """Make the case be about the parties by nobody's act."""
    this = Act(case, EventKind.ADD_RESPONDENT, None, History.of(case), timezone.localdate(at), {})
    return _write(this, effects.include(case, parties) | facts, at=at)


def recognise(case_id: int, whom: User | Unit) -> CaseEvent | None:
    """Write that words on file mean a person or an office not known by them before; None when they do not.

    Nobody's act and with nobody's leave: it follows from an appointment, a new office or a new name, and
    hides the case as if they had been named today (``recognition``).
    """
    with transaction.atomic():
        case = Case.objects.select_for_update(of=("self",)).select_related("unit").get(pk=case_id)
        parties = respondents.newly_meant_by(case, whom)
        if not parties:
            return None
        meant = {"accused_unit" if isinstance(whom, Unit) else "user": whom.pk}
        return _include(case, parties, at=timezone.now(), **meant)


def put_back(case_id: int, rows: Iterable[int], *, actor: User, reason: str) -> CaseEvent:
    """Write that these respondents hide the case no more; the caller has seen to it that the actor may."""
    with transaction.atomic():
        case = Case.objects.select_for_update(of=("self",)).select_related("unit").get(pk=case_id)
        now = timezone.now()
        facts = {"respondents": list(rows)}
        this = Act(case, EventKind.PUT_BACK, actor, History.of(case), timezone.localdate(now), facts)
        return _write(this, effects.apply(this), reason=reason.strip(), at=now)


def available(case: Case, user) -> list[Transition]:
    """Return the acts that this user could do to the case now, those that move it on first."""
    history = History.of(case)
    today = timezone.localdate()
    possible = [
        row
        for row in TRANSITIONS.values()
        if row.roles and not _state_problems(Act(case, row.kind, user, history, today))
    ]
    return sorted(possible, key=in_order)


def problems(case: Case, kind: EventKind | str, user) -> list[str]:
    """Return what stands in the way of this act by this user, before anything was filled in."""
    return _state_problems(Act(case, EventKind(kind), user, History.of(case), timezone.localdate()))


def _state_problems(this: Act) -> list[str]:
    """What the table, the person and the guards have against the act; the person comes first and alone."""
    row = TRANSITIONS.get(this.kind)
    if row is None:
        return [_("Nobody can do this to a case that exists.")]
    if not _may(this, row):
        return [_("This is for somebody else: your post does not include it for this case.")]
    found = []
    status = this.history.latest.status
    contests = this.kind == EventKind.COMPLAINANT_WROTE and this.history.is_withdrawn()
    if status not in sources(this.kind, this.case.kind) and not contests:
        found.append(
            _("This cannot be done while the case is “%(status)s”.")
            % {"status": this.history.latest.get_status_display()}
        )
    return found + guards.reasons_against(this)


def _may(this: Act, row: Transition) -> bool:
    """Whether the person may do this kind of act to this case: permission, region, not accused, unit."""
    if this.actor is None:
        return row.by_complainant
    needed = "put_back" if this.kind == EventKind.PUT_BACK else "act"
    if not case_policy.user_has_permission_for_instance(this.actor, needed, this.case):
        return False
    # Seen from the desk itself: somebody's other post in the inspection group takes no calls about its cases.
    desk = case_filters(this.actor, DESK)
    if row.roles & DESK and desk.admits(this.case.region_id, (), this.case.sight):
        return True
    if this.kind == EventKind.PUT_BACK:
        return True  # whom they stand over is asked for each row, see guards.put_back
    if this.kind == EventKind.TAKE_BACK:
        # The sender's own consent (信访工作条例 23): who objected may stand above the sender.
        sent = this.history.open_transfer()
        return sent is None or sent.data["from"] in scope.unit_ids(this.actor)
    return stands_over(this.actor, this.case.unit, row.roles - DESK)


def _input_problems(this: Act, reason: str, text: str, at: datetime) -> list[str]:
    row = TRANSITIONS.get(this.kind)
    found = []
    if row and row.needs_reason and not reason.strip():
        found.append(_("Give the reason."))
    if row and row.needs_text and not text.strip():
        found.append(_("Write what the complainant will read."))
    if at < this.history.latest.at:
        found.append(_("This cannot have happened before what is already on file."))
    return found


def _write(
    this: Act,
    facts: effects.Facts,
    *,
    reason: str = "",
    text: str = "",
    at: datetime,
    attachments: Iterable[int] = (),
) -> CaseEvent:
    """Write event, case, clocks, audit entry and signal in the transaction that is open."""
    case = this.case
    event = append(
        case,
        this.kind,
        sequence=this.history.latest.sequence + 1,
        status=status_after(this.kind, CaseStatus(this.history.latest.status)),
        actor=this.actor,
        reason=reason,
        text=text,
        at=at,
        data=facts,
    )
    if attachments:
        Attachment.objects.filter(pk__in=attachments, case__isnull=True).update(
            case=case, event=event, draft=None
        )
    settle(case, [*this.history.events, event])
    # The log is read by people who may not know who brought the case.
    audit.record(
        f"complaints.{this.kind.value}",
        case,
        user=this.actor,
        reason=redacted(case, reason),
        sequence=event.sequence,
    )
    return event


def _plain(value: Any) -> Any:
    """A row stands for its key: events hold ids, numbers and words of the tables only."""
    return value.pk if isinstance(value, Model) else value


def append(case: Case, kind: EventKind, **fields: Any) -> CaseEvent:
    """Write one event and make it the latest of its case; the caller holds the transaction and the lock."""
    event = CaseEvent.objects.create(case=case, kind=kind, **fields)
    case.latest_event = event
    case.save(update_fields=["latest_event", "unit", "handler", "matter", "sight"])
    return event


def settle(case: Case, events: list[CaseEvent]) -> None:
    """Bring everything that follows from the events in line, and tell the rooms above."""
    projection.refresh(case, events)
    case_changed.send(sender=Case, case=case)
