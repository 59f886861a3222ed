"""What the gateway of short messages says later: that one arrived, or did not.

Signed as a message to it is: the HMAC-SHA256, in hexadecimal, of the time, a full stop and the body, under
the secret that both know. A message sent back to us is no report: it has no ``state``.
"""

import hmac
import json
import time
import uuid

from django.conf import settings
from django.utils import timezone

from complaints.enums import TellingState
from complaints.models import Case, NewsMessage
from complaints.telling import wishes
from complaints.telling.gateways import signature

#: Seconds that the time of a report may differ from ours.
FRESH = 300
#: What a report says, with the state it leads to and those it comes from. That one arrived is final, and is
#: said also of one that we would send again or gave up, because its taking was lost on the way.
REPORTED: dict[str, tuple[TellingState, tuple[TellingState, ...]]] = {
    "delivered": (
        TellingState.ARRIVED,
        (
            TellingState.WAITING,
            TellingState.SENDING,
            TellingState.SENT,
            TellingState.LOST,
            TellingState.FAILED,
        ),
    ),
    "failed": (TellingState.LOST, (TellingState.SENDING, TellingState.SENT)),
}


class NotSigned(Exception):
    """It does not come from the gateway, or is old."""


class Unclear(Exception):
    """It names no message or no state."""


def are_taken() -> bool:
    """Whether there is a gateway that could report."""
    return settings.NOTICE_SMS == "http" and bool(settings.NOTICE_HTTP_SECRET)


def take(body: bytes, stamp: str, signed: str) -> None:
    """Write down what became of a message; the same twice, and of an unknown one, is no error.

    Raises NotSigned or Unclear; then nothing was written.
    """
    _check(body, stamp, signed)
    try:
        said = json.loads(body)
        name, (state, before) = uuid.UUID(said["id"]), REPORTED[said["state"]]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Unclear from error
    rows = NewsMessage.objects.filter(public_id=name, state__in=before)
    rows.update(state=state, done_at=timezone.now())


def last_was_lost(case: Case) -> bool:
    """Whether the last message about this case did not get through to the number or address of today."""
    told = wishes.current(case)
    last = NewsMessage.objects.filter(case=case).order_by("-sequence").first() if told else None
    if told is None or last is None or last.done_at is None or last.done_at < told.since:
        return False
    return last.state in (TellingState.FAILED, TellingState.LOST)


def _check(body: bytes, stamp: str, signed: str) -> None:
    right = signature(settings.NOTICE_HTTP_SECRET, stamp, body)
    if not hmac.compare_digest(right.encode(), signed.encode()):
        raise NotSigned
    if not (stamp.isascii() and stamp.isdecimal() and abs(time.time() - int(stamp[:12])) <= FRESH):
        raise NotSigned
