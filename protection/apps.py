from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProtectionConfig(AppConfig):
    """Encryption, digests, redaction, and the logs that nobody changes."""

    name = "protection"
    verbose_name = _("Protection")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Take Wagtail's logs into the chain, and keep their guards in place after every migration."""
        from django.db.backends.signals import connection_created
        from django.db.models.signals import post_migrate
        from wagtail.models import ModelLogEntry, PageLogEntry

        from protection import chain, durable, file_modes, guards, key_checks, table_checks  # noqa: F401

        chain.register_log("model", ModelLogEntry)
        chain.register_log("page", PageLogEntry, "page_id")
        guards.CLOSED.add("protection_loglink")
        connection_created.connect(file_modes.close_database, dispatch_uid="protection.file_modes")
        connection_created.connect(durable.wait_for_the_disk, dispatch_uid="protection.durable")
        post_migrate.connect(_keep_guards, sender=self, dispatch_uid="protection.guards")


def _keep_guards(using: str, **kwargs: object) -> None:
    from django.db import connections

    from protection import guards

    guards.keep(connections[using])
