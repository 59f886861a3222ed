from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    """The index of cases and public content, and the inspector's workbench."""

    name = "search"
    verbose_name = _("Search")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Follow the cases: register their source and listen to what changes them."""
        from search.indexing import receivers  # noqa: F401
        from search.indexing.sources import register_source
        from search.workbench.case_documents import SOURCE

        register_source(SOURCE)
