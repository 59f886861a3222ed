"""Taking a page from the public: asked for by one, decided by another."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

LONGEST_REASON = 500


class Withdrawal(models.Model):
    """One request to take a live page from the public, with its reason and what was decided."""

    class Outcome(models.TextChoices):
        WAITING = "", _("waits for somebody else")
        WITHDRAWN = "withdrawn", _("taken from the public")
        REFUSED = "refused", _("stays public")
        TAKEN_BACK = "taken_back", _("request taken back")

    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="withdrawals")
    reason = models.CharField(_("reason"), max_length=LONGEST_REASON)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.WAITING, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    decided_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("withdrawal")
        verbose_name_plural = _("withdrawals")
        constraints = [
            models.UniqueConstraint(
                fields=["page"], condition=models.Q(outcome=""), name="one_waiting_withdrawal_a_page"
            )
        ]

    def __str__(self) -> str:
        return f"{self.page}: {self.get_outcome_display()}"
