"""Roles as Django groups: a post puts its holder in the group of its role, the group carries the
permissions.
"""

from collections.abc import Iterable, Mapping

from django.contrib.auth.models import Group, Permission

from organizations.enums import Role
from organizations.models import Post, User


def ensure_groups() -> dict[Role, Group]:
    """Make the group of every role that has none, and return all of them."""
    return {role: Group.objects.get_or_create(name=role.value)[0] for role in Role}


def grant(permissions: Mapping[Role, Iterable[str]]) -> None:
    """Give each role's group the permissions named as `app_label.codename`; what it has, it keeps.

    Raises LookupError for a permission that doesn't exist, so that a typing error isn't a silent denial.
    """
    groups = ensure_groups()
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


def sync_groups(user: User) -> None:
    """Make a user a member of exactly the role groups that their active posts give; other groups stay."""
    wanted = set(Post.objects.active().filter(user=user).values_list("role", flat=True))
    member_of = set(user.groups.filter(name__in=Role.values).values_list("name", flat=True))
    if added := wanted - member_of:
        user.groups.add(*Group.objects.filter(name__in=added))
    if removed := member_of - wanted:
        user.groups.remove(*Group.objects.filter(name__in=removed))
    for cached in ("_perm_cache", "_group_perm_cache", "_user_perm_cache"):
        vars(user).pop(cached, None)
