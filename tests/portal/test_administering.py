"""What an administrator finds on the staff site's home."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from complaints.models import CalendarDay, CalendarYear
from organizations import posts
from organizations.enums import Role
from organizations.models import Post, Unit, User
from portal import administering
from tests.organizations.factories import make_person


@pytest.fixture
def administrator(people):
    return make_person("管理甲", (people.units["county"], Role.ADMINISTRATOR))


@pytest.fixture
def home(client, administrator):
    client.force_login(administrator)
    return lambda: client.get(reverse("wagtailadmin_home")).content.decode()


def figures(user) -> dict[str, int]:
    context = administering.AdministrationPanel(user).get_context_data({})
    return {label: number for label, number, _url in context["figures"]}


def test_counts_end_at_the_border_of_the_region(people, administrator):
    Unit.objects.filter(pk=people.units["county"].pk).update(phone="0518-7200001")
    # The handler of the county and the administrator; the county, two townships and a village.
    assert list(figures(administrator).values()) == [2, 2, 4, 3]


def test_a_post_of_another_kind_opens_nobody_elsewhere(people, administrator):
    """Who administers a county and handles cases for the city is not told of the city's people."""
    before = figures(administrator)
    head = make_person("市局某人", (people.units["city"], Role.HANDLER))
    Post.objects.filter(user=head).update(valid_until=timezone.localdate() + timedelta(days=9))
    posts.appoint(administrator, people.units["city"], Role.HANDLER)
    fresh = User.objects.get(pk=administrator.pk)
    panel = administering.AdministrationPanel(fresh).get_context_data({})
    assert not panel["ending"].exists()
    assert list(figures(fresh).values())[:2] == list(before.values())[:2]


def test_posts_that_end_soon_are_named(people, administrator, home):
    assert "30 天内" not in home()
    Post.objects.filter(user=people.handler).update(valid_until=timezone.localdate() + timedelta(days=9))
    assert people.handler.name in home()


def test_a_year_without_its_notice_is_asked_for_from_november(people):
    CalendarYear.objects.exclude(year=2026).delete()
    CalendarDay.objects.create(date=date(2027, 1, 1), is_working=False, note="元旦")
    assert administering.missing_year(date(2026, 10, 31)) is None
    assert administering.missing_year(date(2026, 11, 1)) == 2027
    assert administering.missing_year(date(2027, 1, 1)) == 2027


def test_nobody_else_sees_it(client, people):
    client.force_login(people.handler)
    assert "administration-title" not in client.get(reverse("wagtailadmin_home")).content.decode()
