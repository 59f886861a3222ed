from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

#: What nobody changes of a case once it is filed.
FILED = ("number", "kind", "channel", "openness", "title", "narrative", "region_id", "received_at")


class ComplaintsConfig(AppConfig):
    """Cases: what citizens bring, the clocks it runs against, and the people who work on it."""

    name = "complaints"
    verbose_name = _("Cases")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        """Keep audit entries about cases where only those who may see the case find them; hear of posts."""
        from wagtail.log_actions import registry

        from complaints import receivers, rotating  # noqa: F401
        from complaints.models import Case, CaseEvent, CaseLogEntry, Complainant
        from complaints.public import receivers as at_the_pages  # noqa: F401
        from complaints.staff import about_rows
        from complaints.texts import written_names
        from organizations import names
        from protection import chain, guards, vouched

        rotating.register_parts()
        about_rows.register_finder()
        names.FINDERS.append(written_names.refuse)
        registry.register_model(Case, CaseLogEntry)
        chain.register_log("case", CaseLogEntry)
        said = ("kind", "at", "actor_id", "reason", "text", "data", "status")
        vouched.register_records("case event", CaseEvent, "case", said)
        vouched.register_single_records("case", Case, FILED)
        vouched.register_single_records(
            "complainant", Complainant, ("case_id", "name", "phone", "id_number", "address")
        )
        # Entries from before there was anybody else to write for are read as they were written.
        vouched.register_single_records(
            "complainant and whom for",
            Complainant,
            ("case_id", "name", "phone", "id_number", "address", "concerned", "wants_reply"),
        )
        columns = ("id", "case_id", "sequence", "kind", "at", "actor_id", "data", "status")
        guards.HARDENED["complaints_caseevent"] = columns
        guards.CLOSED |= {"complaints_alarm", "complaints_alarmcase", "complaints_alarmnote"}
