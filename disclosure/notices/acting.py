"""Acts on a notice: checked against the table, the person and the place, then written in one transaction.

Nobody puts up what they entered themselves (design invariant 3); a notice that an objection holds is shown
again, or taken back, by a second person with a reason.
"""

from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.utils import timezone

from disclosure.enums import NoticeEventKind
from disclosure.models import Notice, Proposal
from disclosure.notices import local_periods, objections, periods
from disclosure.notices.periods import Last
from disclosure.notices.record import beside, locked, write
from disclosure.notices.workflow import ACTS, NoticeAct
from disclosure.problems import ListActNotAllowed
from disclosure.roles import REVIEWING, may
from disclosure.signals import acting_on_notice
from disclosure.working_days import working_day_counter
from organizations.models import User
from protection import audit


def act(notice: Notice, name: str, user: User, reason: str = "") -> Notice:
    """Do what ``name`` of the table says. Raises NotAllowed with every reason, also for a second click."""
    wanted = ACTS[name]
    with transaction.atomic():
        acting_on_notice.send(sender=Notice, notice=notice, user=user)
        notice = locked(notice)
        found = reasons_against(wanted, notice, user)
        if wanted.needs_reason and not reason.strip():
            found.append("notice_reason_missing")
        if found:
            raise ListActNotAllowed(found)
        period = _period(wanted, notice, timezone.localdate())
        event = write(notice, wanted.event, user=user, reason=reason, period=period)
        audit.record(
            wanted.action,
            notice,
            user=user,
            # Who it is about is named nowhere in the log.
            reason=reason.replace(notice.holder_name, "***"),
            event=event.pk,
            until=notice.shown_until,
        )
        if wanted.event in _SHOW and objections.is_objected_to(notice):
            # What an objection holds is not rid of it by being taken back and entered anew.
            notice = objections.hold(notice)
    return notice


def reasons_against(
    wanted: NoticeAct, notice: Notice, user: User, hidden: Collection[int] | None = None
) -> list[str]:
    """Why ``user`` cannot do it to the notice as it is: codes of messages.REASONS, empty where they can.
    ``hidden``: the keys of those that are hidden, where the caller asked that of several at once.
    """
    if not may(user, wanted.right.name, notice.region_id):
        # What else is so of it others could ask about any number.
        return [wanted.right.lacking]
    rule = periods.rule(notice.programme_id, notice.kind, notice.region_id)
    holds = {
        "own_notice": not wanted.by_a_second or notice.entered_by_id != user.pk,
        "notice_elsewhere": notice.state_now in wanted.sources,
        "notice_without_rule": rule is not None or wanted.event not in _SHOW,
        "notice_hidden": wanted.event not in _SHOW
        or notice.pk not in (hidden_among([notice]) if hidden is None else hidden),
    }
    return [code for code, is_so in holds.items() if not is_so]


def is_hidden(notice: Notice) -> bool:
    """Whether two people hid its household from the public, so that nobody is shown the notice."""
    return bool(hidden_among([notice]))


def hidden_among(notices: Collection[Notice]) -> set[int]:
    """The keys of those of several notices that are hidden so; one query."""
    found = Notice.objects.hidden().filter(pk__in=[notice.pk for notice in notices])
    return set(found.values_list("pk", flat=True))


def may_be_shown_by(wanted: NoticeAct) -> bool:
    """Whether the public would see a notice after it, so that it asks whether that is hidden."""
    return wanted.event in _SHOW


def is_told_hidden(notice: Notice, user: User) -> bool:
    """Whether it is hidden and ``user`` may know: a reviewer of its place, who could not put it up without
    being told, and who works where the household was hidden. Others could ask here about any number.
    """
    if not is_hidden(notice):
        return False
    hiding = Proposal.objects.hiding().filter(id_index=notice.id_index)
    return may(user, REVIEWING.name, notice.region_id) or hiding.visible_to(user).exists()


def is_open_elsewhere(notice: Notice, user: User) -> bool:
    """Whether the household has an open notice for the same in another county, told to a reviewer of its
    place alone: who enters notices could ask so about any number.
    """
    return may(user, REVIEWING.name, notice.region_id) and beside(notice).open().exists()


def open_acts(notice: Notice, user: User) -> list[NoticeAct]:
    """The acts that ``user`` could do to the notice now."""
    return [wanted for wanted in ACTS.values() if not reasons_against(wanted, notice, user)]


_SHOW = frozenset({NoticeEventKind.POSTED, NoticeEventKind.STANDS_AGAIN})


def _period(wanted: NoticeAct, notice: Notice, today: date) -> tuple[date, Last] | None:
    """The first and last day that the act gives the notice, if it gives it any."""
    rule = periods.rule(notice.programme_id, notice.kind, notice.region_id)
    if wanted.event not in _SHOW or rule is None:
        return None
    count, at_least = working_day_counter(), notice.programme.notice_days
    own = local_periods.period(notice.programme, notice.region_id, today)
    if wanted.event == NoticeEventKind.POSTED:
        return today, periods.shown_until(today, rule, at_least, count, own)
    assert notice.shown_until is not None  # it was put up
    left = periods.days_left(objections.held_since(notice) or today, notice.shown_until, rule.unit, count)
    return today, periods.shown_again_until(today, rule, left, at_least, count, own)
