"""Roles as Django groups: a post puts its holder in the group of its role, the group carries the
permissions.

A post in the head office puts its holder in a second group, ``head-<role>``. It carries what has no region
because it holds for the whole site: the bureau's settings, the rules of time, the pages.
"""

from collections.abc import Iterable, Mapping

from django.contrib.auth.models import Group, Permission
from django.db.models import Min
from wagtail.permission_policies.collections import CollectionPermissionLookupMixin
from wagtail.permission_policies.pages import PagePermissionPolicy

from organizations.enums import Role, UnitKind
from organizations.models import Post, Unit, User

PAGES, COLLECTIONS = "pages", "collections"
#: Under these names Wagtail keeps with a user what it read of their rights to pages and to collections.
KEPT_BY_WAGTAIL = {
    PAGES: PagePermissionPolicy.permission_cache_name,
    COLLECTIONS: CollectionPermissionLookupMixin.permission_cache_name,
}


def group_name(role: Role | str, *, head: bool = False) -> str:
    """Return the name of a role's group, or of that of the role in the head office."""
    return f"head-{Role(role).value}" if head else Role(role).value


#: The groups whose members follow from posts alone.
GROUPS_BY_POST = frozenset(group_name(role, head=head) for role in Role for head in (False, True))


def ensure_groups(*, head: bool = False) -> dict[Role, Group]:
    """Make the group of every role that has none, and return all of them."""
    return {role: Group.objects.get_or_create(name=group_name(role, head=head))[0] for role in Role}


def grant(permissions: Mapping[Role, Iterable[str]], *, head: bool = False) -> None:
    """Give each role's group the permissions named as ``app_label.codename``; what it has, it keeps. With
    ``head`` only those who hold the role in the head office get them.

    Raises LookupError for a permission that does not exist, so that a typing error is not a silent denial.
    """
    groups = ensure_groups(head=head)
    wanted = {name for names in permissions.values() for name in names}
    known = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in Permission.objects.filter(
            codename__in={name.partition(".")[2] for name in wanted}
        ).select_related("content_type")
    }
    if unknown := sorted(wanted - known.keys()):
        raise LookupError(f"No such permission: {', '.join(unknown)}")
    for role, names in permissions.items():
        groups[Role(role)].permissions.add(*(known[name] for name in names))


def head_offices():
    """Return the bureaus that no unit stands above, of the highest level at which there is one."""
    topmost = Unit.objects.filter(kind=UnitKind.BUREAU, parent=None)
    return topmost.filter(region__level=topmost.aggregate(level=Min("region__level"))["level"])


def sync_groups(user: User) -> None:
    """Make a user a member of exactly the role groups that their active posts give; other groups stay.

    A post in a unit that is closed gives none, as it opens no place (``scope.holdings``): what holds for the
    whole site has no region that would keep its holder out.
    """
    active = Post.objects.active().filter(user=user, unit__in=Unit.objects.open())
    if user.held_back:
        active = Post.objects.none()
    at_head = active.filter(unit__in=head_offices())
    wanted = {group_name(role) for role in active.values_list("role", flat=True)}
    wanted |= {group_name(role, head=True) for role in at_head.values_list("role", flat=True)}
    member_of = set(user.groups.filter(name__in=GROUPS_BY_POST).values_list("name", flat=True))
    if added := wanted - member_of:
        user.groups.add(*Group.objects.filter(name__in=added))
    if removed := member_of - wanted:
        user.groups.remove(*Group.objects.filter(name__in=removed))
    for cached in ("_perm_cache", "_group_perm_cache", "_user_perm_cache", *KEPT_BY_WAGTAIL.values()):
        vars(user).pop(cached, None)
