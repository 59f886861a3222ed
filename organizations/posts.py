"""Appointing people to posts and releasing them: the only way in which a post begins or ends."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import registry as log_registry

from organizations import administering, both_hands, in_office, scope, sensitive
from organizations.enums import Role
from organizations.models import Post, Unit, User
from organizations.roles import sync_groups
from protection import audit

#: Entries of the audit log for acts after which somebody else may know what opens the account.
WRITING_ACCOUNTS = ("wagtail.create", "wagtail.edit", "organizations.make_link")


@transaction.atomic
def appoint(
    person: User,
    unit: Unit,
    role: Role,
    *,
    valid_from: date | None = None,
    valid_until: date | None = None,
    user: User | None = None,
) -> Post:
    """Give a person a post from a day on (default: today), write it in the audit log and return it.

    Raises ValidationError for days that do not fit and for an editor and reviewer in one hand.

    What ``sensitive`` names, a post in a unit that waits itself (``renaming``), and what would hide cases
    from somebody at work elsewhere, is only proposed when an administrator, ``user``, gives it: it counts
    once another one has confirmed it (``proposals``). Without ``user`` it is whoever runs the server, and it
    counts.

    Who holds the same open post already keeps it: that post is returned and nothing is written. A password
    that an administrator of some other unit may know is taken away: whoever appoints, ``user``, sets a new
    one.
    """
    open_post = Post.objects.filter(user=person, unit=unit, role=role, valid_until=None).first()
    if open_post is not None and valid_until is None:
        return open_post
    in_office.changes()
    counts = user is None or not _needs_second(person, unit, role)
    post = Post(user=person, unit=unit, role=role, proposed_by=user)
    post.valid_from, post.valid_until = valid_from or timezone.localdate(), valid_until
    post.counts = post.has_counted = counts
    if user is not None and user.pk == person.pk:
        raise ValidationError(_("You cannot give yourself a post. Ask another administrator."))
    _save(post)
    sync_account(person)
    if user is not None:
        _forget_password_known_elsewhere(person, unit, user)
    action = "organizations.appoint" if post.counts else "organizations.propose"
    audit.record(action, post, user=user, role=str(role), unit=unit.pk)
    return post


def _needs_second(person: User, unit: Unit, role: Role) -> bool:
    """Whether the post counts only once a second administrator has confirmed it."""
    return role in sensitive.needs_second() or unit.is_new or _would_blind(person, unit)


def _save(post: Post) -> None:
    post.full_clean()
    # Two posts given to one person at the same moment see each other.
    User.objects.select_for_update().get(pk=post.user_id)
    both_hands.refuse(post)
    post.save()


@transaction.atomic
def release(
    post: Post,
    *,
    on: date | None = None,
    user: User | None = None,
    reason: str = "",
    action: str = "organizations.release",
) -> Post:
    """End a post: ``on`` is its last day (default: yesterday, so that it ends at once). The row stays as
    history, by which its holder steps aside later: raises ValidationError for a day before yesterday, and for
    a post that has ended.
    """
    yesterday = timezone.localdate() - timedelta(days=1)
    last_day = on or yesterday
    if last_day < yesterday or (post.valid_until and post.valid_until < yesterday):
        raise ValidationError(
            _("What was held stays on record: a post ends yesterday at the earliest, and only once.")
        )
    if post.valid_from > last_day:  # given today and taken back today: it never held
        post.valid_from, post.counts, post.has_counted = last_day, False, False
    post.valid_until = last_day
    post.save(update_fields=["valid_from", "valid_until", "counts", "has_counted"])
    sync_account(post.user)
    audit.record(action, post, user=user, reason=reason, role=post.role, unit=post.unit_id)
    return post


def _would_blind(person: User, unit: Unit) -> bool:
    """Whether a post in this unit, even for one day long ago, hides cases about it from who works elsewhere.

    So nobody alone takes the accusations of an office from those who would read them.
    """
    # One that has ended may be given again, by two who then see nothing of what was given meanwhile.
    works_elsewhere = Post.objects.on_record().filter(user=person).exclude(unit=unit).exists()
    scope.forget(person)
    return works_elsewhere and unit.pk not in scope.concerned_with(person)


@transaction.atomic
def ask_again(unit: Unit, *, user: User) -> None:
    """Let the posts of a unit that was given a wider place wait for a second administrator: what two gave was
    for the place it had. The one who widened it counts as the one who proposes them.
    Whoever holds one is of the unit all the same, and steps aside where it is accused.
    """
    in_office.changes()
    held = Post.objects.not_ended().filter(unit=unit, counts=True, role__in=sensitive.needs_second())
    for post in held.select_for_update(of=("self",)).select_related("user"):
        post.counts, post.has_counted, post.proposed_by = False, True, user
        post.save(update_fields=["counts", "has_counted", "proposed_by"])
        sync_account(post.user)
        audit.record("organizations.propose", post, user=user, role=post.role, unit=unit.pk)


def sync_account(person: User) -> None:
    """Bring a person's groups and remembered scope in step with their posts."""
    scope.forget(person)
    sync_groups(person)


def sync_unit(unit: Unit) -> None:
    """The same for all who hold a post in a unit that was closed, or opened again."""
    for person in User.objects.filter(pk__in=Post.objects.active().filter(unit=unit).values("user")):
        sync_account(person)


def _forget_password_known_elsewhere(person: User, unit: Unit, user: User) -> None:
    """Make the password unusable when somebody who does not administer the new unit wrote the account.

    Everyone may write the account of a person without a post, so the bureau could log in as the inspector
    for whom it made one.
    """
    entries = log_registry.get_logs_for_instance(person).filter(action__in=WRITING_ACCOUNTS)
    writers = User.objects.filter(pk__in=entries.values("user")).exclude(Q(pk=user.pk) | Q(pk=person.pk))
    if any(not administering.administers(writer, unit) for writer in writers):
        person.set_unusable_password()
        person.save(update_fields=["password"])
