"""The kinds of social assistance whose lists become public."""

from typing import TYPE_CHECKING

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from disclosure.enums import NameMasking

if TYPE_CHECKING:
    from disclosure.models.batch import Batch


class Programme(models.Model):
    """One kind of assistance (救助项目). Reference data: disclosure/data/programmes.csv."""

    code = models.SlugField(_("code"), primary_key=True, max_length=32)
    name = models.CharField(_("name of the programme"), max_length=64)
    name_en = models.CharField(_("name in English"), max_length=64)
    name_masking = models.CharField(
        _("names on the public site"),
        max_length=8,
        choices=NameMasking.choices,
        default=NameMasking.MASKED,
    )
    pays_monthly = models.BooleanField(
        _("pays a monthly amount"), default=True, help_text=_("Without it, lists carry no amount.")
    )
    pays_once = models.BooleanField(
        _("pays a single amount"),
        default=False,
        help_text=_("Lists carry the amount and the reason of each payment."),
    )
    notice_days = models.PositiveSmallIntegerField(
        _("days of the pre-approval notice"),
        default=7,
        help_text=_("Natural days."),
        validators=[MinValueValidator(1), MaxValueValidator(90)],
    )
    ending_share = models.PositiveSmallIntegerField(
        _("share of households that may end unasked"),
        default=10,
        help_text=_("Percent."),
        validators=[MaxValueValidator(100)],
    )
    fewest_households = models.PositiveSmallIntegerField(
        _("fewest households with public figures"),
        default=3,
        help_text=_("A place with fewer has no figures in the statistics."),
        validators=[MinValueValidator(2), MaxValueValidator(100)],
    )
    legal_basis = models.TextField(_("legal basis"), blank=True)
    standard_text = models.TextField(_("standard that applies"), blank=True)
    sort_order = models.PositiveSmallIntegerField(_("order"), default=0)
    # The list of it that is becoming public in pieces just now (disclosure/publication/opening.py).
    opening = models.ForeignKey(
        "disclosure.Batch", on_delete=models.PROTECT, related_name="+", null=True, blank=True, editable=False
    )

    class Meta:
        ordering = ["sort_order", "code"]
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")

    def __str__(self) -> str:
        return self.label

    def save(self, *args, **kwargs):
        """Save what administrators edit: a form that was opened a minute ago must not bring back an older
        ``opening``, by which half a list would be seen.
        """
        if not self._state.adding and kwargs.get("update_fields") is None:
            fields = {field.name for field in self._meta.concrete_fields}
            kwargs["update_fields"] = fields - {"code", "opening"}
        super().save(*args, **kwargs)

    def open(self, batch: "Batch | None") -> None:
        """Say that rows of ``batch`` are opened in pieces from now on, or that all are; the caller holds the
        programme.
        """
        self.opening = batch
        super().save(update_fields=["opening"])

    @property
    def has_amount(self) -> bool:
        """Whether its lists carry an amount, by the month or of a single payment."""
        return self.pays_monthly or self.pays_once

    @property
    def label(self) -> str:
        """The name in the reader's language."""
        return self.name_en if (get_language() or "").startswith("en") else self.name
