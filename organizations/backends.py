"""Who somebody is and what they may do by their groups, in two statements instead of six.

Each page of the staff site asks for both before it shows anything.
"""

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Permission
from django.db.models import CharField, Value
from wagtail.models import GroupCollectionPermission, GroupPagePermission

from organizations.models import User
from organizations.roles import COLLECTIONS, KEPT_BY_WAGTAIL, PAGES

OWN, OF_GROUPS = "own", "groups"


class StaffBackend(ModelBackend):
    """Django's own, asking for what belongs together at once. Nothing is kept longer than the user object."""

    def get_user(self, user_id):
        """The person of a session, with their settings of the staff site."""
        user = User.objects.select_related("wagtail_userprofile").filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None

    def get_all_permissions(self, user_obj, obj=None):
        """All rights, the person's own and those of their groups."""
        asked = user_obj.is_active and not user_obj.is_anonymous and obj is None
        if asked and not user_obj.is_superuser and not hasattr(user_obj, "_perm_cache"):
            _read(user_obj)
        return super().get_all_permissions(user_obj, obj)


def _read(user: User) -> None:
    """Read the rights, and whether there are any to pages or collections: most people have none."""
    groups = user.groups.order_by().values("pk")
    of_groups = Permission.objects.filter(group__in=groups)
    rows = _named(user.user_permissions, OWN).union(
        _named(of_groups, OF_GROUPS),
        _there(GroupPagePermission.objects.filter(group__in=groups), PAGES),
        _there(GroupCollectionPermission.objects.filter(group__in=groups), COLLECTIONS),
    )
    found: dict[str, set[str]] = {}
    for source, label, codename in rows:
        found.setdefault(source, set()).add(f"{label}.{codename}")
    user._user_perm_cache = found.get(OWN, set())
    user._group_perm_cache = found.get(OF_GROUPS, set())
    for source, name in KEPT_BY_WAGTAIL.items():
        if source not in found and not hasattr(user, name):
            setattr(user, name, [])


def _named(permissions, source: str):
    return permissions.order_by().values_list(_words(source), "content_type__app_label", "codename")


def _there(rows, source: str):
    return rows.order_by().values_list(_words(source), _words(""), _words(""))


def _words(value: str) -> Value:
    return Value(value, output_field=CharField())
