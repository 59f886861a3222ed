"""An exception in a form: no log, mail or page says what somebody typed there."""

import io
import logging

import pytest
from django.core import mail
from django.db import DatabaseError, DataError, connection
from django.test import Client
from django.urls import reverse
from django.utils.log import AdminEmailHandler

from organizations.enums import Role
from organizations.models import User
from portal.error_reports import Filter, LineFormatter, Reporter, traced
from tests.organizations.factories import make_person, make_places, make_units

TYPED = "陈小满的电话13905180001"
COOKIE = "a-cookie-of-somebody"


@pytest.fixture
def written():
    """What the console gets, by the formatter that the site is set up with."""
    (handler,) = [each for each in logging.getLogger().handlers if isinstance(each.formatter, LineFormatter)]
    stream, before = io.StringIO(), handler.stream
    handler.setStream(stream)
    yield stream
    handler.setStream(before)


@pytest.fixture
def units(prepared):
    make_places()
    return make_units()


@pytest.fixture
def failing(units, monkeypatch):
    """A staff form that fails with what was typed, in a variable and in the message."""

    def fail(self, *args, **kwargs):
        typed = self.data["name"]
        raise ValueError(f"no such thing as {typed}")

    monkeypatch.setattr("organizations.forms.UnitForm.full_clean", fail)
    client = Client(raise_request_exception=False)
    client.force_login(make_person("县管理员", (units["city"], Role.ADMINISTRATOR)))
    client.cookies["other"] = COOKIE
    return lambda: client.post(
        reverse("unit:edit", args=[units["township"].pk]) + f"?q={TYPED}", {"name": TYPED}
    )


def is_clean(text: str) -> bool:
    return TYPED not in text and COOKIE not in text and "13905180001" not in text


def test_the_console_says_where_and_nothing_that_was_sent(failing, written):
    answer = failing()
    assert answer.status_code == 500
    said = written.getvalue()
    assert "ValueError" in said
    assert "in fail" in said
    assert is_clean(said)
    assert is_clean(answer.content.decode())


@pytest.mark.parametrize("html", [False, True])
def test_a_mail_that_an_operator_sets_up_says_no_more(failing, settings, html):
    settings.ADMINS = [("Operator", "operator@example.org")]
    failing()
    assert not mail.outbox, "none is set up"
    handler, logger = AdminEmailHandler(include_html=html), logging.getLogger("django.request")
    logger.addHandler(handler)
    try:
        failing()
    finally:
        logger.removeHandler(handler)
    (sent,) = mail.outbox
    assert "ValueError" in sent.body
    for part in (sent.subject, sent.body, *(content for content, _sort in sent.alternatives)):
        assert is_clean(part)


@pytest.mark.parametrize("debug", [False, True])
def test_no_report_shows_values_whatever_a_view_forgot(rf, settings, debug):
    settings.DEBUG = debug
    request = rf.post(
        "/", {"narrative": TYPED}, headers={"cookie": f"other={COOKIE}", "referer": f"/{TYPED}"}
    )
    kept = Filter()
    assert dict(kept.get_post_parameters(request).items()) == {"narrative": kept.cleansed_substitute}
    assert set(kept.get_safe_cookies(request).values()) == {kept.cleansed_substitute}
    assert is_clean(str(kept.get_safe_request_meta(request)))
    try:
        local = TYPED
        raise RuntimeError
    except RuntimeError as error:
        assert local
        report = Reporter(request, type(error), error, error.__traceback__)
        shown = report.get_traceback_data()
    assert is_clean(str([frame["vars"] for frame in shown["frames"]]))
    assert is_clean(str(list(shown["filtered_POST_items"])))


@pytest.mark.django_db
def test_of_the_database_the_code_is_left_and_what_was_behind_it():
    try:
        try:
            User.objects.create(pk=TYPED)
        except ValueError as typed:
            raise DataError(TYPED) from typed
    except DataError as error:
        said = traced(error)
    assert is_clean(said)
    assert said.index("ValueError") < said.index("DataError")
    with pytest.raises(DatabaseError) as refused, connection.cursor() as cursor:
        cursor.execute("SELECT nothing")
    assert "[" in traced(refused.value)
