"""What happened to a lead: an append-only log from which its status follows."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from protection.fields import EncryptedTextField
from supervision.enums import LeadEventKind, LeadStatus


class AppendOnly(Exception):
    """An event was to be changed or removed. What happened stays as it was written."""


class LeadEventQuerySet(models.QuerySet["LeadEvent"]):
    """Refuses the bulk ways around `LeadEvent.save`; triggers in the database hold the rest."""

    def update(self, **kwargs):
        raise AppendOnly("lead events are append-only")

    def delete(self):
        raise AppendOnly("lead events are append-only")


class LeadEvent(models.Model):
    """One thing that happened: who, when, why, and where the lead stood afterwards."""

    lead = models.ForeignKey("supervision.Lead", on_delete=models.PROTECT, related_name="events")
    sequence = models.PositiveIntegerField()
    kind = models.CharField(_("kind"), max_length=20, choices=LeadEventKind)
    at = models.DateTimeField(_("at"))
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = EncryptedTextField(_("reason"), blank=True)
    item = models.ForeignKey(
        "supervision.LeadItem", on_delete=models.PROTECT, null=True, blank=True, related_name="events"
    )
    status = models.CharField(_("status"), max_length=12, choices=LeadStatus)

    objects = LeadEventQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("lead event")
        verbose_name_plural = _("lead events")
        ordering = ["lead", "sequence"]
        default_permissions = ()
        constraints = [
            # Two acts that saw the same state can't both be written.
            models.UniqueConstraint(fields=["lead", "sequence"], name="lead_event_sequence"),
        ]

    def __str__(self) -> str:
        return f"{self.lead_id}/{self.sequence} {self.kind}"

    def save(self, *args, **kwargs):
        """Insert only. Raises AppendOnly for an event that is already written."""
        if self.pk is not None:
            raise AppendOnly("lead events are append-only")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        """Never. Raises AppendOnly."""
        raise AppendOnly("lead events are append-only")
