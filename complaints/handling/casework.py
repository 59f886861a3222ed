"""Acting on a case: the one way in which a case changes after it was filed.

An act is checked against the table (``workflow``), the person (``permissions``) and the rules of the single
act (``guards``); then event, case, clocks, audit entry and signal are written together or not at all.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from functools import cache, partial
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.enums import EventKind
from complaints.handling import approving, effects, guards, later_messages, opinions, together
from complaints.handling.attempted import AttemptedAct
from complaints.handling.order_of_acts import in_order
from complaints.handling.record import write, write_by_itself
from complaints.history import History
from complaints.models import Attachment, Case, CaseEvent
from complaints.parties import watchers
from complaints.permissions import PermissionCheck, case_policy, stands_over
from complaints.visibility import case_filters
from complaints.workflow import DESK, TRANSITIONS, CaseTransition, sources
from organizations import in_office, scope
from organizations.models import User
from protection.refusals import NotAllowed


class Stale(NotAllowed):
    """Something happened to the case since the person looked at it, for instance their own first click."""


def act(
    case: Case,
    kind: EventKind | str,
    *,
    user: User | None,
    reason: str = "",
    text: str = "",
    at: datetime | None = None,
    expected: int | None = None,
    attachments: Iterable[int] = (),
    parts: Mapping[str, str] | None = None,
    **data: Any,
) -> CaseEvent:
    """Do ``kind`` to ``case`` and return the event; ``user`` None is the complainant.

    ``reason`` is for the file, ``text`` for the complainant; of an opinion written in ``parts`` it is made of
    these where none is given. ``data`` holds the facts that the transition asks for: ``unit``,
    ``handling_unit``, ``handler``, ``accused_unit`` and ``avoided`` (ids), ``accused_name``, ``days``,
    ``ground``, ``authority``, ``procedure``, ``outcome``, ``solved``, ``satisfied``, ``again``, ``other``,
    ``person``, ``relation``, ``settled``, ``hearing_on``, ``held``, ``above_first``, ``organ``, ``in_lead``.
    ``at`` is now unless past records are entered; ``expected`` the number of the latest event that was seen.

    Raises ``NotAllowed`` with all reasons, ``Stale`` when ``expected`` is not the latest any more.
    """
    with transaction.atomic():
        in_office.stays()
        locked = Case.objects.select_for_update().get(pk=case.pk)
        history, at = _as_seen(locked, expected), at or timezone.now()
        facts = {name: _plain(value) for name, value in data.items() if value not in (None, "")}
        parts = opinions.stripped(parts or {})
        text = approving.text_of(kind, text.strip(), parts)
        this = AttemptedAct(locked, EventKind(kind), user, history, timezone.localdate(at), facts, parts)
        if problems := [*_state_problems(this), *_input_problems(this, reason, text, at)]:
            raise NotAllowed(problems)
        text, reason = _without_linked(this, text, reason, at, attachments)
        facts = effects.apply(this)
        event = write(this, facts, reason=reason.strip(), text=text, at=at, attachments=attachments)
        _do_what_follows(locked, event, this.parts)
    case.refresh_from_db()
    return event


def _as_seen(case: Case, expected: int | None) -> History:
    """Return what happened to the case. Raises ``Stale`` where that is more than the user saw."""
    history = History.of(case)
    if expected is not None and expected != history.latest.sequence:
        raise Stale([_("The case has changed since you opened this page. Look again before you act.")])
    return history


def _without_linked(
    this: AttemptedAct, text: str, reason: str, at: datetime, files: Iterable[int] = ()
) -> tuple[str, str]:
    """Text and reason, and the parts of the act, as they are stored (``together.without_linked``); what files
    of staff are called, to the complainant, is stored so too.
    """
    hide = together.without_linked(this, at)
    if hide is None:
        return text, reason
    for file in Attachment.objects.filter(pk__in=files):
        file.original_name = hide(file.original_name)
        file.save(update_fields=["original_name"])
    this.parts = {name: hide(part) for name, part in this.parts.items()}
    return approving.text_of(this.kind, hide(text), this.parts), hide(reason)


def _do_what_follows(case: Case, event: CaseEvent, parts: Mapping[str, str]) -> None:
    """Do what an act and its words bring with them."""
    if event.data.get("again"):
        # Said to be not solved (``rating``): nobody's act, it follows from what was said.
        write_by_itself(case, EventKind.REOPEN, {}, at=event.at)
    # Before its words are read: whom they mean, the case goes its own way for, and all of them end by this.
    _tell_those_it_leads(event, parts)
    try:
        later_messages.read_after_act(case, event)
    except watchers.Reproached:
        raise NotAllowed([watchers.TAKE_IT_DOWN_APART]) from None
    except later_messages.NobodyAbove:
        raise NotAllowed([later_messages.NOBODY_ABOVE]) from None
    if event.kind == EventKind.APPROVE_ANSWER:
        _answer_as_proposed(case, event)


def _answer_as_proposed(case: Case, approval: CaseEvent) -> None:
    """Write the answer that was approved, as its author's: who knew whose case it is, is asked of them."""
    history = History.of(case)
    proposal = approving.pending(history)
    assert proposal is not None  # guards.approve_answer has seen to it
    text, parts, facts = approving.answer_of(proposal)
    facts |= {"approved": approval.actor_id}
    day = timezone.localdate(approval.at)
    this = AttemptedAct(case, EventKind.ANSWER, proposal.actor, history, day, facts, parts)
    text, _reason = _without_linked(this, text, "", approval.at)
    answer = write(this, facts, text=text, at=approval.at)
    proposal.attachments.update(event=answer)
    _do_what_follows(case, answer, this.parts)


def _tell_those_it_leads(event: CaseEvent, parts: Mapping[str, str]) -> None:
    """Write what ends a leading case into those that are handled together with it.

    One that its writer could not end so is handled by itself from now on: nobody settles by another case
    what is said of them.
    """
    waiting = together.told_of(event)
    if not waiting:
        return
    cases = list(Case.objects.select_for_update(of=("self",)).filter(pk__in=waiting).order_by("pk"))
    told = together.told_to_all(event, parts, cases)
    for case in cases:
        day = timezone.localdate(event.at)
        history, facts = History.of(case), dict(told.facts)
        this = AttemptedAct(case, EventKind(event.kind), event.actor, history, day, facts, told.parts)
        if together.may_end(this) and not guards.reasons_against(this):
            # It may mean somebody who sees this case and not the one that led it.
            later_messages.read_after_act(case, write(this, facts, text=told.text, at=event.at))
        else:
            write_by_itself(case, EventKind.UNMERGE, {}, at=event.at)


def put_back(case_id: int, rows: Iterable[int], *, user: User, reason: str) -> CaseEvent:
    """Write that these respondents hide the case no more; the caller has seen to it that the user may."""
    with transaction.atomic():
        case = Case.objects.select_for_update().get(pk=case_id)
        now = timezone.now()
        facts = {"respondents": list(rows)}
        this = AttemptedAct(case, EventKind.PUT_BACK, user, History.of(case), timezone.localdate(now), facts)
        return write(this, effects.apply(this), reason=reason.strip(), at=now)


def available(
    case: Case, user: User, history: History | None = None, asked: PermissionCheck | None = None
) -> list[CaseTransition]:
    """Return the acts that this user could do to the case now, those that move it on first.

    ``history`` is the case's, for who has read it already; ``asked`` is how a permission is found out.
    """
    history = history or History.of(case)
    today = timezone.localdate()
    # Asked once for all acts of a sort, and not at all about acts for which it is too early or too late.
    asked = asked or case_policy.user_has_permission_for_instance
    permitted = cache(partial(_permitted, asked, case, user))
    possible = [
        row
        for row in TRANSITIONS.values()
        if row.roles
        and history.latest.status in sources(row.kind, case.kind)
        and not _state_problems(AttemptedAct(case, row.kind, user, history, today), permitted)
    ]
    return sorted(possible, key=in_order)


def problems(
    case: Case, kind: EventKind | str, user: User | None, history: History | None = None
) -> list[str]:
    """Return what stands in the way of this act by this user, before anything was filled in.

    ``history`` is the case's, for who has read it already.
    """
    history = history or History.of(case)
    return _state_problems(AttemptedAct(case, EventKind(kind), user, history, timezone.localdate()))


def _permitted(asked: PermissionCheck, case: Case, user: User | None, action: str) -> bool:
    return user is not None and asked(user, action, case)


def _state_problems(this: AttemptedAct, permitted: Callable[[str], bool] | None = None) -> list[str]:
    """What the table, the person and the guards have against the act; the person comes first and alone."""
    row = TRANSITIONS.get(this.kind)
    if row is None:
        return [_("Nobody can do this to a case that exists.")]
    of_the_case = partial(_permitted, case_policy.user_has_permission_for_instance, this.case, this.user)
    if not _may(this, row, permitted or of_the_case):
        return [_("This is for somebody else: your post does not include it for this case.")]
    found = []
    status = this.history.latest.status
    if status not in sources(this.kind, this.case.kind):
        found.append(
            _("This cannot be done while the case is “%(status)s”.")
            % {"status": this.history.latest.get_status_display()}
        )
    return found + guards.reasons_against(this)


def _may(this: AttemptedAct, row: CaseTransition, permitted: Callable[[str], bool]) -> bool:
    """Whether the person may do this kind of act to this case: permission, region, not accused, unit."""
    if this.user is None:
        return row.by_complainant
    if not permitted("put_back" if this.kind == EventKind.PUT_BACK else "act"):
        return False
    # Seen from the desk itself: somebody's other post in the inspection group takes no calls about its cases.
    desk = case_filters(this.user, DESK)
    if row.roles & DESK and desk.admits(this.case, ()):
        return True
    if this.kind == EventKind.PUT_BACK:
        return True  # whom they stand over is asked for each row, see guards.put_back
    if this.kind == EventKind.TAKE_BACK:
        # The sender's own consent (信访工作条例 23): who objected may stand above the sender.
        sent = this.history.open_transfer()
        return sent is None or sent.data["from"] in scope.unit_ids(this.user)
    if row.by_the_organ:
        held = scope.holdings(this.user)
        return any(one.role in row.roles and one.unit_id == this.case.referred_to_id for one in held)
    return stands_over(this.user, this.case.unit, row.roles - DESK)


def _input_problems(this: AttemptedAct, reason: str, text: str, at: datetime) -> list[str]:
    row = TRANSITIONS.get(this.kind)
    found = []
    if row and row.needs_reason and not reason.strip():
        found.append(_("Give the reason."))
    if row and row.needs_text and not text.strip():
        found.append(_("Write what the complainant will read."))
    if at < this.history.latest.at:
        found.append(_("This cannot have happened before what is already on file."))
    return found


def _plain(value: Any) -> Any:
    """A row stands for its key: events hold ids, numbers, days and words of the tables only."""
    if isinstance(value, date):
        return value.isoformat()
    return value.pk if isinstance(value, Model) else value
