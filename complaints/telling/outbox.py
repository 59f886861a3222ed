"""Messages as rows: made with the act, sent by workers, tried again, and sent twice at the worst.

A worker marks a row before it hands the message over and after it. One that dies between leaves a row that
another takes up when its time is over, under the same name, so that the gateway can tell.
"""

import logging
from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from complaints.acts import acts_that
from complaints.enums import ReporterIdentity, TellingState
from complaints.models import Case, NewsMessage, TellingWish
from complaints.telling import gateways

logger = logging.getLogger(__name__)
#: How long after each try the next one is; after the last of them it has failed.
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 720))
#: For so long a row is in the hands of the worker that marked it.
HELD = timedelta(minutes=5)
#: Rows that one run sends.
MOST = 200


def queue(case: Case) -> int | None:
    """Make the row of what was done last, if its complainant wants to be told; return the key of a new one.

    In the transaction of the act. Asks nothing where no gateway is set.
    """
    event = case.latest_event
    if event is None or event.kind not in acts_that("news") or not gateways.ways():
        return None
    wish = TellingWish.objects.filter(case=case, since__lte=event.at).first()
    if wish is None or case.openness != ReporterIdentity.OPEN:
        return None
    try:
        with transaction.atomic():
            row = NewsMessage.objects.create(
                case=case, sequence=event.sequence, way=wish.way, next_at=timezone.now()
            )
    except IntegrityError:
        return None
    return row.pk


def send_due() -> int:
    """Send what waits and whose time has come; return how many left. Safe to run twice, also at once."""
    due = NewsMessage.objects.filter(
        state__in=(TellingState.WAITING, TellingState.SENDING), next_at__lte=timezone.now()
    )
    return sum(send(pk) for pk in list(due.order_by("next_at").values_list("pk", flat=True)[:MOST]))


def send(pk: int) -> bool:
    """Try once to send the row, if nobody else has it; return whether it left."""
    row = _take(pk)
    if row is None:
        return False
    wish, gateway = TellingWish.objects.filter(case=row.case_id).first(), gateways.gateway_for(row.way)
    if wish is None or wish.way != row.way or gateway is None:
        return _done(row, TellingState.DROPPED)
    with translation.override(settings.LANGUAGE_CODE):
        subject, text = str(_("Something new in your matter")), sentence()
    try:
        reference = gateway.send(str(row.public_id), wish.address, subject, text)
    except gateways.NotTaken:
        return _done(row, TellingState.FAILED)
    except gateways.GatewayAway:
        return _later(row)
    return _done(row, TellingState.SENT, reference)


def sentence() -> str:
    """What is sent: the same for everybody, without a number, a name or a word of the case. It leads to the
    front page, since the name of an inner one would tell what it is about.
    """
    return _(
        "There is something new in your matter. With receipt number and PIN you read it here: %(address)s"
    ) % {"address": settings.WAGTAILADMIN_BASE_URL}


def _take(pk: int) -> NewsMessage | None:
    now = timezone.now()
    free = NewsMessage.objects.filter(
        Q(state=TellingState.WAITING) | Q(state=TellingState.SENDING), pk=pk, next_at__lte=now
    )
    row = free.first()
    if row is None:
        return None
    taken = free.filter(tries=row.tries).update(
        state=TellingState.SENDING, tries=row.tries + 1, next_at=now + HELD
    )
    row.tries += 1
    return row if taken else None


def _done(row: NewsMessage, state: TellingState, reference: str = "") -> bool:
    # A report of the gateway that came before this line is later than what is known here.
    sending = NewsMessage.objects.filter(pk=row.pk, tries=row.tries, state=TellingState.SENDING)
    sending.update(state=state, reference=reference, done_at=timezone.now())
    return state == TellingState.SENT


def _later(row: NewsMessage) -> bool:
    if row.tries > len(WAITS):
        logger.error("A message was given up after %s tries.", row.tries)
        return _done(row, TellingState.FAILED)
    sending = NewsMessage.objects.filter(pk=row.pk, tries=row.tries, state=TellingState.SENDING)
    sending.update(state=TellingState.WAITING, next_at=timezone.now() + WAITS[row.tries - 1])
    return False
