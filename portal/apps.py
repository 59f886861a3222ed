from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    """Settings, addresses and theme; the public pages that editors write."""

    name = "portal"
    verbose_name = _("Portal")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Give the search room its source of public pages, and hear of what changes."""
        from portal import catalogue_evidence, checks, older_versions, stamping  # noqa: F401
        from portal.public_index import SOURCE
        from search.indexing.sources import register_source

        register_source(SOURCE)
        catalogue_evidence.prepare()
        # Its sender is the app itself, which no decorator can name.
        post_migrate.connect(stamping.prepare, sender=self, dispatch_uid="portal.stamping")
