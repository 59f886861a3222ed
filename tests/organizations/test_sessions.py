"""A session lends rights no longer than the post holds, and no longer than a day's work."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from organizations import posts, sessions
from organizations.enums import Role
from organizations.models import Unit
from tests.organizations.factories import make_person

pytestmark = pytest.mark.django_db


def groups(user) -> set[str]:
    return set(user.groups.values_list("name", flat=True))


def test_a_post_that_ends_by_the_calendar_ends_within_the_session(units, client, monkeypatch):
    user = make_person("某", (units["city"], Role.EDITOR))
    posts.release(user.posts.get(), on=timezone.localdate())
    client.force_login(user)
    assert client.get(reverse("wagtailadmin_home")).status_code == 200
    tomorrow = timezone.localdate() + timedelta(days=1)
    monkeypatch.setattr(timezone, "localdate", lambda *a, **k: tomorrow)
    assert client.get(reverse("wagtailadmin_home")).status_code in (302, 403)
    assert groups(user) == set()


def test_an_office_that_is_closed_by_the_calendar_lends_nothing_longer(units, client, monkeypatch):
    """What holds for the whole site has no place that would keep them out."""
    user = make_person("某", (units["city"], Role.REVIEWER))
    assert groups(user) == {"reviewer", "head-reviewer"}
    Unit.objects.filter(pk=units["city"].pk).update(open_until=timezone.localdate())
    client.force_login(user)
    assert client.get(reverse("wagtailadmin_home")).status_code == 200
    tomorrow = timezone.localdate() + timedelta(days=1)
    monkeypatch.setattr(timezone, "localdate", lambda *a, **k: tomorrow)
    assert client.get(reverse("wagtailadmin_home")).status_code in (302, 403)
    assert groups(user) == set()


def test_a_post_that_begins_by_the_calendar_begins_within_the_session(units, client, monkeypatch):
    tomorrow = timezone.localdate() + timedelta(days=1)
    user = make_person("某", (units["county"], Role.HANDLER))
    posts.appoint(user, units["county"], Role.SUPERVISOR, valid_from=tomorrow)
    client.force_login(user)
    client.get(reverse("wagtailadmin_home"))
    assert groups(user) == {"handler"}
    monkeypatch.setattr(timezone, "localdate", lambda *a, **k: tomorrow)
    client.get(reverse("wagtailadmin_home"))
    assert groups(user) == {"handler", "supervisor"}


@pytest.mark.parametrize(("left", "status"), [(60, 200), (0, 302)])
def test_a_busy_session_ends_after_a_days_work(units, client, left, status):
    client.force_login(make_person("某", (units["city"], Role.HANDLER)))
    assert client.get(reverse("wagtailadmin_home")).status_code == 200
    session = client.session
    session["staff_since"] -= sessions.longest().total_seconds() - left
    session.save()
    answer = client.get(reverse("wagtailadmin_home"))
    assert answer.status_code == status
    assert ("_auth_user_id" in client.session) is (status == 200)
