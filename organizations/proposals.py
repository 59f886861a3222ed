"""Posts that one administrator proposed: another confirms or refuses, and until then they count for nothing.

Never the one who proposed it, nor the one it is for, nor an administrator who does not staff the unit. Who
would be an administrator only by a proposal cannot confirm, so nobody makes their own second one.

A proposal on which nobody decides lapses after a time, so that no old one is confirmed when everybody has
forgotten why it was made; who proposed it is told. What waits again after it had counted does not lapse.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from organizations import both_hands, in_office, posts
from organizations.enums import Role
from organizations.models import Post, User
from organizations.permissions import PostPermissionPolicy
from protection import audit

#: A proposal that nobody decided on lapses.
WAITS = timedelta(days=30)


def waiting_for(user: User) -> QuerySet[Post]:
    """Return the proposed posts that this administrator may decide on, oldest first."""
    kept = PostPermissionPolicy(Post).instances_user_has_permission_for(user, "change")
    others = kept.waiting().exclude(proposed_by=user.pk).exclude(user=user.pk)
    return others.select_related("user", "unit__region__parent", "proposed_by").order_by("pk")


def proposed_by(user: User) -> QuerySet[Post]:
    """Return the posts that this administrator proposed and that still wait."""
    own = Post.objects.waiting().filter(proposed_by=user.pk)
    return own.select_related("user", "unit__parent__parent__parent").order_by("pk")


def lapsed(user: User) -> QuerySet[Post]:
    """Return this administrator's proposals that lapsed lately, the latest first."""
    own = Post.objects.filter(proposed_by=user.pk, lapsed_at__gt=timezone.now() - WAITS)
    return own.select_related("user", "unit").order_by("-lapsed_at", "-pk")


def lapse() -> int:
    """End the proposals that waited too long, each in a transaction of its own; return how many ended."""
    old = Post.objects.waiting().filter(has_counted=False, proposed_at__lte=timezone.now() - WAITS)
    return sum(_lapse(pk) for pk in old.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def _lapse(pk: int) -> bool:
    in_office.changes()
    post = Post.objects.select_for_update().get(pk=pk)
    if not Post.objects.waiting().filter(pk=pk, has_counted=False).exists():
        return False  # decided on meanwhile
    post.lapsed_at = timezone.now()
    post.save(update_fields=["lapsed_at"])
    posts.release(post, action="organizations.lapse_post")
    return True


@dataclass(frozen=True)
class PostProposal:
    """A proposed post and who may confirm it.

    Where that is nobody, an administrator of the unit, or of one above, has to be appointed first.
    """

    post: Post
    deciders: list[User]


def with_deciders(waiting: Iterable[Post]) -> list[PostProposal]:
    """Return proposed posts, which come with their units above, with who may confirm each; two queries."""
    waiting = list(waiting)
    lines = {post.pk: {post.unit_id, *(unit.pk for unit in post.unit.superiors())} for post in waiting}
    units = set().union(*lines.values())
    held = Post.objects.active().filter(role=Role.ADMINISTRATOR, unit__in=units)
    free = held.filter(user__held_back=False, user__is_active=True)
    able = list(free.select_related("user").order_by("pk"))
    return [
        PostProposal(
            post,
            [
                other.user
                for other in able
                if other.unit_id in lines[post.pk]
                and other.user_id not in (post.proposed_by_id, post.user_id)
            ],
        )
        for post in waiting
    ]


@transaction.atomic
def confirm(post: Post, *, user: User) -> Post:
    """Let a proposed post count, for ``user`` as the second administrator.

    Raises ValidationError for whoever may not decide on it, and for an editor and reviewer in one hand.
    """
    post = _decidable(post, user)
    if post.unit.is_new:
        raise ValidationError(_("The unit was entered by one administrator and has to be confirmed first."))
    both_hands.refuse(post)
    post.counts = post.has_counted = True
    post.save(update_fields=["counts", "has_counted"])
    posts.sync_account(post.user)
    audit.record("organizations.confirm_post", post, user=user, role=post.role, unit=post.unit_id)
    return post


@transaction.atomic
def refuse(post: Post, *, user: User, reason: str) -> Post:
    """End a proposed post without its ever having counted; raises ValidationError as ``confirm``, and without
    a reason.
    """
    post = _decidable(post, user)
    if not reason.strip():
        raise ValidationError(_("Say why you refuse; it is kept in the log."))
    return posts.release(post, user=user, reason=reason, action="organizations.refuse_post")


def _decidable(post: Post, user: User) -> Post:
    in_office.changes()
    # The row alone: PostgreSQL locks no outer join.
    locked = Post.objects.select_for_update().get(pk=post.pk)
    if not waiting_for(user).filter(pk=locked.pk).exists():
        raise ValidationError(_("Another administrator has to decide on this post."))
    return locked
