"""Names of accounts: a person's, by which stories are read for whom they mean, never a place's."""

import re
from collections.abc import Callable
from itertools import chain

from django.utils.translation import gettext as _

from organizations.models import Post, Region
from organizations.place_endings import has_said_ending

#: What may stand behind the name of a place as people say it: 刘庄村, 刘庄村委会.
_IN_FULL = ("", "委会", "民委员会", "居委会", "居民委员会")
#: What the name of an account is: Chinese characters, and a bullet between the parts of a longer one.
_A_NAME = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]+(?:·[\u3400-\u4dbf\u4e00-\u9fff]+)*")
#: Who finds in it what is no part of a name: titles, offices. Rooms that know such words stand here.
FINDERS: list[Callable[[str], list[str]]] = []
#: The shortest name of a place that is looked for within a longer name: 和平镇 in 住和平镇.
_SHORTEST = 3


def amiss(name: str) -> str:
    """Return why this is no name of a person as stories hold it, or nothing.

    Words that mean people are compared with it, so 孙继财（借调） would be met by none that say 孙继财.
    """
    if len(name) < 2 or not _A_NAME.fullmatch(name):
        return _(
            "Enter the person's name in Chinese characters, with · between the parts of a longer name: 王芳, "
            "阿依古丽·买买提. No spaces, digits, brackets, Latin letters or invisible characters."
        )
    if found := [word for find in FINDERS for word in find(name)]:
        return _("Enter the person's name without title or office: leave out %(words)s.") % {
            "words": _(", ").join(dict.fromkeys(found))
        }
    return ""


def posts_without() -> list[Post]:
    """Return the posts, of accounts that may log in, whose holder's name is none: given before this rule.

    What waits for a second administrator as a name counts too, once it is confirmed.
    """
    held = Post.objects.not_ended().filter(user__is_active=True).select_related("user")
    return [post for post in held.order_by("user__username", "pk") if amiss(post.user.name)]


def holds_a_place(name: str) -> bool:
    """Whether this is, or was, the name of a place that we know, or holds one; three queries.

    The bare name is no place's here: 吴江 may be somebody, 吴江区 is nobody.
    """
    name = "".join(name.split())
    ends = range(_SHORTEST, len(name) + 1)
    parts = {name[at:end] for end in ends for at in range(end - _SHORTEST + 1)} | {name}
    said = {f"{part}{rest}" for part in parts if has_said_ending(part) for rest in _IN_FULL}
    if Region.objects.filter(name__in=parts | said).exists():
        return True
    # Of the few that are or were called otherwise: a name of theirs is a place's still.
    once = Region.objects.filter(formerly__isnull=False).iterator()
    waiting = Region.objects.filter(renamed_by__isnull=False).iterator()
    return any(not (parts | said).isdisjoint(place.sure_names) for place in chain(once, waiting))
