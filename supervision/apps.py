from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SupervisionConfig(AppConfig):
    name = "supervision"
    verbose_name = _("Supervision")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        """Hear of people and offices that leads may speak of."""
        from protection import guards, vouched
        from supervision import recognition  # noqa: F401
        from supervision.models import LeadEvent

        said = ("kind", "at", "actor_id", "reason", "item_id", "status")
        vouched.register_records("lead event", LeadEvent, "lead", said)

        columns = ("id", "lead_id", "sequence", "kind", "at", "actor_id", "item_id", "status")
        guards.HARDENED["supervision_leadevent"] = columns
