from django.apps import AppConfig
from django.db.models.signals import post_delete
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    """The index of cases and public content, and the inspector's workbench."""

    name = "search"
    verbose_name = _("Search")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Follow the cases: register their source and listen to what changes them."""
        from complaints.models import Case
        from complaints.signals import case_changed
        from search.indexing import receivers
        from search.indexing.sources import register_source
        from search.workbench.case_documents import SOURCE

        register_source(SOURCE)
        case_changed.connect(receivers.note_changed_case, dispatch_uid="search.note_changed_case")
        post_delete.connect(receivers.note_removed_case, sender=Case, dispatch_uid="search.note_removed_case")
