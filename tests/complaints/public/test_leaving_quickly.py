"""Whoever is walked in on leaves by one button, on every page that shows what is theirs."""

from pathlib import Path

from django.conf import settings
from django.test import Client
from django.urls import reverse

import complaints
from tests.complaints.public.citizen import file, walk

PAGES = Path(complaints.__file__).parent / "templates" / "complaints" / "public"
#: Without the button, each with the reason.
MAY = {
    "closed.html": "it says that the form is gone",
    "elsewhere.html": "a directory for everybody, which nobody needs to hide",
    "full.html": "it says that the site takes no more today",
    "scoreboard.html": "figures for everybody, in which no case is told apart",
    "status.html": "it asks for both numbers, and shows nothing of a case",
}


def test_every_page_of_ones_own_has_the_button():
    frames = {
        page.name: page.read_text(encoding="utf-8")
        for page in PAGES.glob("*.html")
        if '{% extends "base.html" %}' in page.read_text(encoding="utf-8")
    }
    without = {name for name, text in frames.items() if "complaints/public/_away.html" not in text}
    assert without == set(MAY)


def test_the_page_with_the_numbers_is_left_for_good(client, units):
    page, done = file(client).content.decode(), reverse("complaints:done")
    assert f'action="{reverse("complaints:leave")}"' in page
    assert client.post(reverse("complaints:leave"), {"away": "1"}).url == "/"
    assert client.get(done).url == reverse("complaints:status")


def test_no_cookie_tells_afterwards_that_somebody_was_here(client, units):
    file(client)
    assert not any(cookie["max-age"] for cookie in client.cookies.values()), "they end with the browser"
    client.post(reverse("complaints:leave"), {"away": "1"})
    assert [name for name, cookie in client.cookies.items() if cookie.value] == ["sessionid"], "an empty one"


def test_who_logs_in_at_the_same_screen_sees_nothing_of_it(client, units, staff):
    assert reverse("complaints:leave") in file(client).content.decode()
    client.force_login(staff["handler"])
    assert client.get(reverse("complaints:done")).url == reverse("complaints:status")


def test_who_copied_the_cookie_before_sees_nothing_of_what_is_filed(client, units):
    """At the screen of a village hall somebody began a form, left, and took the cookie along."""
    walk(client, until="where")
    client.post(reverse("complaints:leave"))
    copied = Client()
    copied.cookies.load({settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value})
    page = file(client).content.decode()
    assert 'id="receipt"' in page
    assert copied.get(reverse("complaints:done")).url == reverse("complaints:status")


def test_leaving_brings_no_session_of_staff_back_that_was_ended_meanwhile(client, units, staff):
    client.force_login(staff["handler"])
    before = client.session.session_key
    client.post(reverse("complaints:leave"))
    assert client.session.session_key == before
