"""The application's configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrganizationsConfig(AppConfig):
    """Regions, units, posts and the region scope that every staff view goes through."""

    name = "organizations"
    verbose_name = _("Organizations")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connect the receivers that keep groups in step with posts and end sessions."""
        from organizations import checks, ending, receivers  # noqa: F401
