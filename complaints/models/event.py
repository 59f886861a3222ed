"""What happened to a case: an append-only log, from which its status and its clocks follow."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from complaints.enums import CaseStatus, EventKind
from protection.append_only import AppendOnlyModel
from protection.fields import EncryptedTextField


class CaseEvent(AppendOnlyModel):
    """One thing that happened: who, when, why, and where the case stood afterwards.

    ``text`` is what the complainant may read; ``reason`` is for the file and the audit; ``data`` holds
    ids, numbers and dates only.
    """

    case = models.ForeignKey("complaints.Case", on_delete=models.PROTECT, related_name="events")
    sequence = models.PositiveIntegerField(_("sequence"))
    kind = models.CharField(_("kind"), max_length=20, choices=EventKind.choices)
    at = models.DateTimeField(_("at"))
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = EncryptedTextField(_("reason"), blank=True, place="complaints_caseevent.reason")
    text = EncryptedTextField(_("text for the complainant"), blank=True, place="complaints_caseevent.text")
    data = models.JSONField(default=dict, blank=True)
    status = models.CharField(_("status"), max_length=12, choices=CaseStatus.choices)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("case event")
        verbose_name_plural = _("case events")
        ordering = ["case", "sequence"]
        default_permissions = ()
        constraints = [
            # Two acts that saw the same state cannot both be written.
            models.UniqueConstraint(fields=["case", "sequence"], name="case_event_sequence"),
        ]
        indexes = [models.Index(fields=["status", "kind"], name="case_event_status_kind")]

    #: Under which the data keep ``knew``.
    KNEW = "knew"

    def __str__(self) -> str:
        return f"{self.case_id}/{self.sequence} {self.kind}"

    @property
    def knew(self) -> bool:
        """Whether its writer knew who brought the case (``handling.knowing``), or nothing tells it."""
        return self.data.get(self.KNEW, True)
