from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ComplaintsConfig(AppConfig):
    """Cases: what citizens bring, the clocks it runs against, and the people who work on it."""

    name = "complaints"
    verbose_name = _("Cases")
    default_auto_field = "django.db.models.BigAutoField"
