"""Stands for wagtail.users in INSTALLED_APPS, so that its pages keep to the region scope."""

from wagtail.users.apps import WagtailUsersAppConfig


class StaffUsersConfig(WagtailUsersAppConfig):
    """Wagtail's user administration with this room's viewset."""

    user_viewset = "organizations.viewsets.staff.UserViewSet"
