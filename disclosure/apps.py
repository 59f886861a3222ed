from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DisclosureConfig(AppConfig):
    name = "disclosure"
    verbose_name = _("Disclosure")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Name what a new key has to be brought to, and what proves items of the catalogue."""
        from disclosure import rekeying
        from disclosure.public.catalogue import proofs

        rekeying.register_parts()
        proofs.prepare()
