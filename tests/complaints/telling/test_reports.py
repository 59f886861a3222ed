"""What the gateway says became of a message: taken where it is signed, and nobody learns which there are."""

import hashlib
import hmac
import json
import time
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from complaints.enums import TellingState
from complaints.models import NewsMessage
from tests.complaints.factories import make_case

SECRET = "s" * 32
ADDRESS = reverse("complaints:delivery_report")


@pytest.fixture
def row(units, settings):
    """A message that the gateway took."""
    settings.NOTICE_SMS, settings.NOTICE_HTTP_SECRET = "http", SECRET
    state = TellingState.SENT
    return NewsMessage.objects.create(
        case=make_case(), sequence=1, way="sms", state=state, next_at=timezone.now()
    )


def report(client, said, *, secret=SECRET, late=0):
    """Send what a gateway reports; returns the status of the answer."""
    body, stamp = json.dumps(said).encode(), str(int(time.time()) - late)
    signed = hmac.new(secret.encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
    headers = {"X-Timestamp": stamp, "X-Signature": signed}
    return client.post(ADDRESS, body, content_type="application/json", headers=headers).status_code


def test_what_is_reported_is_kept_and_that_it_arrived_is_final(client, row):
    for before, said, after in (
        ("sent", "failed", "lost"),
        ("lost", "delivered", "arrived"),
        ("arrived", "failed", "arrived"),
        ("sending", "delivered", "arrived"),
        ("waiting", "delivered", "arrived"),
        ("waiting", "failed", "waiting"),
        ("failed", "delivered", "arrived"),
        ("dropped", "delivered", "dropped"),
    ):
        NewsMessage.objects.update(state=before)
        assert report(client, {"id": str(row.public_id), "state": said}) == 204
        assert NewsMessage.objects.get().state == after, (before, said)


def test_nothing_else_is_taken(client, row, settings):
    right = {"id": str(row.public_id), "state": "failed"}
    for said, how, status in (
        (right, {"secret": "t" * 32}, 403),
        (right, {"late": 400}, 403),
        (right, {"late": -400}, 403),
        ({"id": str(row.public_id), "to": "13905180001", "text": "…"}, {}, 400),
        ({"id": "1", "state": "failed"}, {}, 400),
        ({"id": 7, "state": "failed"}, {}, 400),
        ([], {}, 400),
        ({"id": str(uuid.uuid4()), "state": "failed"}, {}, 204),
    ):
        assert report(client, said, **how) == status, (said, how)
    assert client.post(ADDRESS, b"{}", content_type="application/json").status_code == 403
    settings.NOTICE_SMS = ""
    assert report(client, right) == 404
    assert NewsMessage.objects.get().state == TellingState.SENT
