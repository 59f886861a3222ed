from django.apps import AppConfig
from django.db.models.signals import post_delete, post_migrate, post_save
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    """Settings, addresses and theme; the public pages that editors write."""

    name = "portal"
    verbose_name = _("Portal")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Give the search room its source of public pages, and tell it of what changes."""
        from wagtail.models import PageViewRestriction
        from wagtail.signals import page_published, page_unpublished

        from portal import checks, stamping  # noqa: F401
        from portal.models import GuidePage, PolicyPage
        from portal.public_index import SOURCE, note_changed_page, note_changed_restriction
        from portal.settling import settle
        from search.indexing.sources import register_source

        register_source(SOURCE)
        post_migrate.connect(stamping.prepare, sender=self, dispatch_uid="portal.stamping")
        for model in (PolicyPage, GuidePage):
            uid = f"portal.note_changed_page.{model.__name__}"
            page_published.connect(note_changed_page, sender=model, dispatch_uid=uid)
            page_unpublished.connect(note_changed_page, sender=model, dispatch_uid=uid)
            post_delete.connect(note_changed_page, sender=model, dispatch_uid=uid)
        page_published.connect(settle, sender=PolicyPage, dispatch_uid="portal.settle")
        for signal in (post_save, post_delete):
            uid = "portal.note_changed_restriction"
            signal.connect(note_changed_restriction, sender=PageViewRestriction, dispatch_uid=uid)
