"""Messages that there is something new: only who asks for them, never what, once, and after every death."""

import hashlib
import hmac
import json
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.core import mail
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from complaints.enums import ReporterIdentity, TellingState
from complaints.models import NewsMessage, TellingWish
from complaints.telling import gateways, outbox, wishes
from tests.complaints.factories import do_with_reasons, make_case

pytestmark = pytest.mark.django_db
SECRET = "s" * 32
NUMBER = "13905180001"


class SmsService(BaseHTTPRequestHandler):
    """A gateway of short messages, as one is built elsewhere."""

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.taken.append((dict(self.headers), body))
        status = self.server.answers.pop(0) if self.server.answers else 200
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "/elsewhere")
        self.end_headers()
        self.wfile.write(b'{"id": "sms-7"}')

    def log_message(self, *args):
        """Say nothing."""


@pytest.fixture
def service(settings):
    """A real server on this machine, and the settings that name it."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), SmsService)
    server.taken, server.answers = [], []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.NOTICE_SMS, settings.NOTICE_HTTP_SECRET = "http", SECRET
    settings.NOTICE_HTTP_URL = f"http://127.0.0.1:{server.server_port}/send"
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def told(service, staff):
    """A case whose complainant wants an SMS."""
    case = make_case()
    wishes.wish(case, "sms", NUMBER)
    return case


def later(**fields):
    """As if the time of the row had come."""
    NewsMessage.objects.update(next_at=timezone.now() - timedelta(seconds=1), **fields)


def test_an_act_is_told_once_signed_and_without_a_word_of_it(
    told, staff, service, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        do_with_reasons(told, "answer", staff["supervisor"], text="材料清单见附件。")
    (headers, body), row = service.taken[0], NewsMessage.objects.get()
    assert (row.state, row.reference) == (TellingState.SENT, "sms-7")
    signed = hmac.new(SECRET.encode(), headers["X-Timestamp"].encode() + b"." + body, hashlib.sha256)
    assert headers["X-Signature"] == signed.hexdigest()
    said = json.loads(body)
    assert (said["id"], said["to"]) == (str(row.public_id), NUMBER)
    for secret in (told.number, told.title, "材料清单", "陈小满"):
        assert secret not in body.decode()
    assert outbox.send_due() == 0
    assert len(service.taken) == 1


def test_what_is_internal_or_ones_own_is_no_news(told, staff):
    do_with_reasons(told, "note", staff["supervisor"])
    assert not NewsMessage.objects.exists()


def test_a_service_that_is_down_is_asked_again_and_given_up_at_last(told, staff, service):
    do_with_reasons(told, "answer", staff["supervisor"])
    service.answers += [503, 429]
    for _try in range(3):
        later()
        outbox.send_due()
    assert NewsMessage.objects.get().state == TellingState.SENT
    names = {headers["Idempotency-Key"] for headers, _body in service.taken}
    assert len(names) == 1, "the service can tell that it is the same"
    service.answers += [500]
    later(state=TellingState.WAITING, tries=len(outbox.WAITS))
    call_command("send_notices")
    assert NewsMessage.objects.get().state == TellingState.FAILED


@pytest.mark.parametrize("status", [400, 401, 302])
def test_what_a_service_refuses_is_not_sent_again_nor_elsewhere(told, staff, service, status):
    do_with_reasons(told, "answer", staff["supervisor"])
    service.answers += [status]
    later()
    assert outbox.send_due() == 0
    assert NewsMessage.objects.get().state == TellingState.FAILED
    assert len(service.taken) == 1


def test_a_worker_that_died_leaves_its_row_to_the_next(told, staff, service):
    """Before it handed over, or after and before it wrote so: the same row, under the same name."""
    do_with_reasons(told, "answer", staff["supervisor"])
    NewsMessage.objects.update(state=TellingState.SENDING, tries=1, next_at=timezone.now() + outbox.HELD)
    assert outbox.send_due() == 0, "it may still be at it"
    later()
    assert outbox.send_due() == 1
    assert NewsMessage.objects.get().state == TellingState.SENT


def test_who_ends_it_is_told_nothing_that_waits(told, staff, service):
    do_with_reasons(told, "answer", staff["supervisor"])
    wishes.end(told)
    later()
    outbox.send_due()
    assert NewsMessage.objects.get().state == TellingState.DROPPED
    assert not service.taken
    assert not TellingWish.objects.exists()


def test_a_mail_goes_by_the_mail_server(settings, staff):
    settings.NOTICE_EMAIL = "smtp"
    case = make_case()
    wishes.wish(case, "email", "a@example.cn")
    do_with_reasons(case, "answer", staff["supervisor"], text="材料清单见附件。")
    later()
    assert outbox.send_due() == 1
    assert mail.outbox[0].to == ["a@example.cn"]
    assert "材料清单" not in mail.outbox[0].body


def test_nothing_is_offered_without_a_gateway_nor_to_who_is_afraid(settings, units):
    assert gateways.ways() == []
    assert not wishes.may_wish(make_case())
    settings.NOTICE_SMS = "console"
    assert wishes.may_wish(make_case())
    for openness in (ReporterIdentity.CONFIDENTIAL, ReporterIdentity.ANONYMOUS):
        case = make_case(openness=openness)
        assert not wishes.may_wish(case)
        with pytest.raises(ValueError, match="sms"):
            wishes.wish(case, "sms", NUMBER)


def test_the_privacy_statement_tells_of_who_brings_messages_where_somebody_does(client, settings, units):
    tells = "交给送信息的公司"
    assert tells not in client.get(reverse("portal:privacy")).content.decode()
    settings.NOTICE_SMS = "console"
    assert tells in client.get(reverse("portal:privacy")).content.decode()
