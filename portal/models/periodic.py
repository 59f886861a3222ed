"""What is known of each piece of periodic work: when it is due, who has it in hand, how it went."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PeriodicWork(models.Model):
    """One row of the table of periodic work (portal/periodic/table.py), as it stands.

    What a command said is not kept: it counts cases, also those that an administrator is not shown.
    """

    class Outcome(models.TextChoices):
        NONE = "", _("not run yet")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")

    name = models.CharField(primary_key=True, max_length=60)
    due_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)
    leased_by = models.CharField(max_length=64, blank=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=6, choices=Outcome, default=Outcome.NONE, blank=True)
    failures = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("periodic work")
        verbose_name_plural = _("periodic work")

    def __str__(self) -> str:
        return self.name
