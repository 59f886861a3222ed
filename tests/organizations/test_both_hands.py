"""No editor and reviewer in one hand: not in one unit, not up and down its line, not by overlapping days."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from organizations import posts
from organizations.enums import Role
from organizations.models import User
from tests.organizations.factories import make_both, make_person

pytestmark = pytest.mark.django_db

TABLE = [
    # unit of the editor, unit of the reviewer, refused
    ("county", "county", True),
    ("township", "county", True),
    ("county", "township", True),
    ("village", "city", True),
    ("county", "other_county", False),
    ("township", "other_township", False),
    ("inspection", "county", False),
]


@pytest.mark.parametrize(("editor", "reviewer", "refused"), TABLE)
@pytest.mark.parametrize("first", [Role.EDITOR, Role.REVIEWER])
def test_where(units, editor, reviewer, refused, first):
    wanted = [(units[editor], Role.EDITOR), (units[reviewer], Role.REVIEWER)]
    held, given = wanted if first == Role.EDITOR else wanted[::-1]
    person = make_person("某", held)
    if refused:
        with pytest.raises(ValidationError, match="one hand"):
            posts.appoint(person, *given)
        assert person.posts.count() == 1
    else:
        posts.appoint(person, *given)


@pytest.mark.parametrize(
    ("held_until", "given_from", "given_until", "refused"),
    [
        (None, 10, None, True),
        (9, 10, None, False),
        (10, 10, None, True),
        (None, 10, 20, True),
        (-1, 0, None, False),
    ],
)
def test_when(units, held_until, given_from, given_until, refused):
    def day(number):
        return None if number is None else timezone.localdate() + timedelta(days=number)

    person = make_person()
    long_ago = timezone.localdate() - timedelta(days=100)
    posts.appoint(person, units["county"], Role.EDITOR, valid_from=long_ago, valid_until=day(held_until))
    again = {"valid_from": day(given_from), "valid_until": day(given_until)}
    if refused:
        with pytest.raises(ValidationError, match="one hand"):
            posts.appoint(person, units["county"], Role.REVIEWER, **again)
    else:
        posts.appoint(person, units["county"], Role.REVIEWER, **again)


def test_a_future_post_counts_before_it_begins(units):
    person = make_person()
    later = timezone.localdate() + timedelta(days=30)
    posts.appoint(person, units["county"], Role.EDITOR, valid_from=later)
    with pytest.raises(ValidationError, match="one hand"):
        posts.appoint(person, units["county"], Role.REVIEWER)


def test_the_form_says_so_and_keeps_what_was_typed(units, client):
    client.force_login(make_person("县管理员", (units["county"], Role.ADMINISTRATOR)))
    person = make_person("某", (units["township"], Role.EDITOR))
    form = {"user": person.pk, "unit": units["county"].pk, "role": Role.REVIEWER, "valid_from": "2026-01-01"}
    answer = client.post(reverse("post:add"), form)
    assert answer.status_code == 200
    assert "2026-01-01" in answer.content.decode()
    assert person.posts.count() == 1


@pytest.mark.parametrize("name", ["孙继财（借调）", "孙主任", "Sun", "孙"])
def test_posts_of_who_is_called_so_that_no_words_mean_them_are_listed(units, capsys, name):
    """A title is found by words that another room knows."""
    make_person("孙继财", (units["county"], Role.HANDLER))
    call_command("check_posts")
    odd = make_person("钱多", (units["county"], Role.HANDLER))
    gone = make_person("钱少", (units["county"], Role.EDITOR))
    User.objects.filter(pk__in=[odd.pk, gone.pk]).update(name=name)
    posts.release(gone.posts.get())
    with pytest.raises(CommandError, match="1 posts"):
        call_command("check_posts")
    out = capsys.readouterr().out
    assert f"{odd.username}: handler" in out
    assert gone.username not in out
    assert name not in out.replace(odd.username, "")
    User.objects.filter(pk=odd.pk).update(is_active=False)
    call_command("check_posts")


def test_those_from_before_are_listed_by_a_command(units, capsys):
    call_command("check_posts")
    both = make_both("双岗", units["county"])
    with pytest.raises(CommandError):
        call_command("check_posts")
    assert both.username in capsys.readouterr().out
