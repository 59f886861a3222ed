"""What happened to a lead: an append-only log from which its status follows."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from protection.append_only import AppendOnlyModel
from protection.fields import EncryptedTextField
from supervision.enums import LeadEventKind, LeadStatus


class LeadEvent(AppendOnlyModel):
    """One thing that happened: who, when, why, and where the lead stood afterwards."""

    lead = models.ForeignKey("supervision.Lead", on_delete=models.PROTECT, related_name="events")
    sequence = models.PositiveIntegerField()
    kind = models.CharField(_("kind"), max_length=20, choices=LeadEventKind)
    at = models.DateTimeField(_("at"))
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = EncryptedTextField(_("reason"), blank=True, place="supervision_leadevent.reason")
    item = models.ForeignKey(
        "supervision.LeadItem", on_delete=models.PROTECT, null=True, blank=True, related_name="events"
    )
    status = models.CharField(_("status"), max_length=12, choices=LeadStatus)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("lead event")
        verbose_name_plural = _("lead events")
        ordering = ["lead", "sequence"]
        default_permissions = ()
        constraints = [
            # Two acts that saw the same state cannot both be written.
            models.UniqueConstraint(fields=["lead", "sequence"], name="lead_event_sequence"),
        ]

    def __str__(self) -> str:
        return f"{self.lead_id}/{self.sequence} {self.kind}"
