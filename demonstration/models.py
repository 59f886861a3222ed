"""The mark that the demonstration is loaded."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Loading(models.Model):
    """One loaded demonstration: written last, in the transaction of everything else."""

    seed = models.PositiveIntegerField(_("seed"))
    until = models.DateField(_("last day"))
    households = models.PositiveIntegerField(pgettext_lazy("how many", "households"))
    cases = models.PositiveIntegerField(pgettext_lazy("how many", "cases"))
    loaded_at = models.DateTimeField(_("loaded at"), auto_now_add=True)

    class Meta:
        verbose_name = _("demonstration")
        verbose_name_plural = _("demonstrations")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.seed} {self.until:%Y-%m-%d}"
