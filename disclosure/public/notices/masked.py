"""What of a notice becomes public, and in what form: as a row of a list does (``masking``), with its days.

Nobody sees more of a household before it was decided than after: the holder's name and the figures go by the
same table (``columns``), the reason is a class of ``notices.reasons``, and nothing else has a way out.
"""

import uuid
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils import timezone

from disclosure.enums import HELD_NOTICES, SHOWN_NOTICES, NoticeKind, NoticeState
from disclosure.models import Notice
from disclosure.notices import reasons
from disclosure.public.columns import Medium
from disclosure.public.masking import columns_of, public_name


@dataclass(frozen=True, slots=True)
class PublicNotice:
    """One notice as the public sees it (公示); what its list leaves out is None. ``until`` is None while an
    objection holds it; then ``decide_by`` says by when that is to be decided. Of who objected it knows
    nothing.
    """

    public_id: uuid.UUID
    kind: NoticeKind
    state: NoticeState
    name: str
    people: int | None
    amount: Decimal | None
    pays_once: bool
    programme: str
    programme_code: str
    village: str
    region_code: str
    reason: str | None
    since: date
    until: date | None
    is_provisional: bool
    days_left: int | None
    decide_by: date | None

    @property
    def is_held(self) -> bool:
        """Whether nothing may be approved, since somebody objected."""
        return self.until is None


def public_notice(notice: Notice, today: date | None = None, medium: Medium = Medium.WEB) -> PublicNotice:
    """Bring one notice that is shown into the form in which a medium shows it.

    Reads ``notice.programme`` and ``.region``: select them too. Raises ValueError for one that nobody may
    see: there is no other way to the public.
    """
    today = today or timezone.localdate()
    state = notice.state_on(today)
    if state not in SHOWN_NOTICES or notice.shown_from is None or notice.shown_until is None:
        raise ValueError("this notice is not public")
    until = None if state in HELD_NOTICES else notice.shown_until
    programme = notice.programme
    columns = columns_of(programme, medium)
    # Lists of monthly programmes have no such column: there the class of the notice is its own.
    has_reason = not programme.pays_once or "reason" in columns
    return PublicNotice(
        public_id=notice.public_id,
        kind=NoticeKind(notice.kind),
        state=state,
        name=public_name(notice, today, medium),
        people=notice.people if "people" in columns else None,
        amount=notice.amount if "amount" in columns else None,
        pays_once=programme.pays_once,
        programme=programme.label,
        programme_code=programme.pk,
        village=notice.region.name,
        region_code=notice.region_id,
        reason=reasons.shown(notice.reason) if has_reason else None,
        since=notice.shown_from,
        until=until,
        is_provisional=notice.is_provisional,
        days_left=(until - today).days if until else None,
        decide_by=notice.decide_by if state == NoticeState.SUSPENDED else None,
    )
