"""What brings a message to a telephone or a mailbox: named by a setting, and none by default.

A gateway is told whom to reach, one sentence that is the same for everybody, and a name of the message, by
which it knows a second try of the same. It never learns of a case.
"""

import hashlib
import hmac
import json
import logging
import time
import urllib.error
import urllib.request
from smtplib import SMTPException, SMTPRecipientsRefused
from typing import Any, Protocol

from django.conf import settings
from django.core.mail import EmailMessage

from complaints.enums import TellingWay

logger = logging.getLogger(__name__)
#: Seconds for one try.
TIMEOUT = 10
#: What a server answers that may be otherwise the next time.
TRY_AGAIN = frozenset({408, 425, 429})
#: As much of an answer is read.
MOST_BYTES = 10_000


class NotTaken(Exception):
    """The gateway did not take it, and will not."""


class GatewayAway(Exception):
    """The gateway could not be reached, or asks for patience."""


class Gateway(Protocol):
    """One way out."""

    def send(self, name: str, to: str, subject: str, text: str) -> str:
        """Hand over a message; return what the gateway calls it. Raises NotTaken or GatewayAway."""


class ConsoleGateway:
    """For trying out: a line in the log that a message would have left, without whom it was for."""

    def send(self, name: str, to: str, subject: str, text: str) -> str:
        """Write the line."""
        logger.info("A message would be sent now: %s", text)
        return name


class MailGateway:
    """By the mail server that the site uses (``EMAIL_BACKEND``)."""

    def send(self, name: str, to: str, subject: str, text: str) -> str:
        """Send it; the second try of one that left has the same Message-ID."""
        headers = {"Auto-Submitted": "auto-generated", "Message-ID": f"<{name}@notice.invalid>"}
        try:
            EmailMessage(subject, text, to=[to], headers=headers).send()
        except SMTPRecipientsRefused as error:
            raise NotTaken from error
        except (SMTPException, OSError) as error:
            raise GatewayAway from error
        return name


class HttpGateway:
    """A service of short messages: one signed POST of JSON to the address in the settings, and no other.

    ``X-Signature`` is the HMAC-SHA256, in hexadecimal, of ``X-Timestamp``, a full stop and the body, under
    the secret that both know. Nobody's input decides where it goes, and no redirect is followed.
    """

    def __init__(self, url: str, secret: str) -> None:
        self.url, self.secret = url, secret
        self._opener = urllib.request.build_opener(_NoRedirect, urllib.request.ProxyHandler({}))

    def send(self, name: str, to: str, subject: str, text: str) -> str:
        """Post it; 2xx means that it was taken."""
        body = json.dumps({"id": name, "to": to, "text": text}, ensure_ascii=False).encode()
        request = urllib.request.Request(self.url, body, self._headers(name, body), method="POST")  # noqa: S310
        try:
            with self._opener.open(request, timeout=TIMEOUT) as response:
                return _reference(response.read(MOST_BYTES)) or name
        except urllib.error.HTTPError as error:
            error.close()
            if error.code >= 500 or error.code in TRY_AGAIN:
                raise GatewayAway from error
            raise NotTaken from error
        except OSError as error:
            raise GatewayAway from error

    def _headers(self, name: str, body: bytes) -> dict[str, str]:
        stamp = str(int(time.time()))
        return {
            "Content-Type": "application/json",
            "Idempotency-Key": name,
            "X-Timestamp": stamp,
            "X-Signature": signature(self.secret, stamp, body),
        }


def signature(secret: str, stamp: str, body: bytes) -> str:
    """Return what a message to the gateway, and a report from it, is signed with, in hexadecimal."""
    return hmac.new(secret.encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """What answers with another address has not taken the message."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        """Follow nothing: the opener then raises the answer as an error."""


def _reference(answer: bytes) -> str:
    try:
        found = json.loads(answer)["id"]
    except (ValueError, KeyError, TypeError):
        return ""
    return str(found)[:64]


def gateway_for(way: str) -> Gateway | None:
    """The gateway of a way; None where the settings name none, and nothing is offered or sent that way."""
    named = {TellingWay.SMS: settings.NOTICE_SMS, TellingWay.EMAIL: settings.NOTICE_EMAIL}[TellingWay(way)]
    if named == "console":
        return ConsoleGateway()
    if named == "smtp":
        return MailGateway()
    if named == "http":
        return HttpGateway(settings.NOTICE_HTTP_URL, settings.NOTICE_HTTP_SECRET)
    return None


def ways() -> list[TellingWay]:
    """The ways that there are."""
    return [way for way in TellingWay if gateway_for(way) is not None]
