"""Proposals to reset somebody's second factor."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from protection.fields import EncryptedTextField


class FactorReset(models.Model):
    """One administrator's proposal to reset a second factor, and what another decided."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="factor_resets"
    )
    reason = EncryptedTextField(place="organizations_factorreset.reason")
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    is_confirmed = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("proposed reset of a second factor")
        verbose_name_plural = _("proposed resets of second factors")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["account"], condition=models.Q(decided_at=None), name="factor_reset_open_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.uid}"
