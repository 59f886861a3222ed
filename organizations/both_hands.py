"""No editor and reviewer of the same unit, or of one above or below it, in one hand.

Across time as well: a post that only begins later overlaps with one that has not ended by then. Along the
line of units because a reviewer of the county works on what an editor of its township brought in.
"""

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from organizations.enums import Role
from organizations.models import Post, Unit

#: What is brought in by the one is approved by the other.
COUNTERPART = {Role.EDITOR: Role.REVIEWER, Role.REVIEWER: Role.EDITOR}


def refuse(post: Post) -> None:
    """Raise ValidationError when a post that is to be given meets its counterpart in the same hand."""
    for other in _counterparts(post):
        raise ValidationError(
            _(
                "%(person)s would be editor and reviewer in one hand: there is the post %(role)s, %(unit)s "
                "in the same days. Give this post to somebody else, or end the other one before it begins. "
                "Nothing was changed."
            )
            % {"person": post.user, "role": other.get_role_display(), "unit": other.unit}
        )


def refuse_move(unit: Unit, above: Unit | None) -> None:
    """Raise ValidationError when another unit above this one brings editor and reviewer into one line."""
    with transaction.atomic():
        before = _keys()
        Unit.objects.filter(pk=unit.pk).update(parent=above)
        there = [pair for pair in found() if (pair[0].pk, pair[1].pk) not in before]
        transaction.set_rollback(True)  # it was only tried
    for editor, _reviewer in there:
        raise ValidationError(
            _(
                "%(person)s would be editor and reviewer in one hand. End one of the two posts before the "
                "unit is moved. Nothing was changed."
            )
            % {"person": editor.user}
        )


def found() -> list[tuple[Post, Post]]:
    """Return the pairs of editor and reviewer in one hand that were given before this rule."""
    editors = Post.objects.not_ended().filter(role=Role.EDITOR).select_related("user", "unit")
    return [(post, other) for post in editors for other in _counterparts(post)]


def _keys() -> set[tuple[int, int]]:
    return {(editor.pk, reviewer.pk) for editor, reviewer in found()}


def _counterparts(post: Post) -> Iterator[Post]:
    """Give the posts of the same person that overlap in days and stand in the same line of units."""
    role = COUNTERPART.get(Role(post.role))
    if role is None:
        return
    others = Post.objects.not_ended().filter(user=post.user, role=role).exclude(pk=post.pk)
    for other in others.select_related("unit"):
        if _overlap(post, other) and _in_line(post.unit, other.unit):
            yield other


def _overlap(one: Post, other: Post) -> bool:
    begins = max(one.valid_from, other.valid_from)
    ends = [post.valid_until for post in (one, other) if post.valid_until]
    return all(begins <= last for last in ends)


def _in_line(one: Unit, other: Unit) -> bool:
    return (
        one.pk == other.pk
        or other.pk in {unit.pk for unit in one.superiors()}
        or one.pk in {unit.pk for unit in other.superiors()}
    )
