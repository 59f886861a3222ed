"""The figures of a month as they were counted when it was over; public pages read nothing else of cases."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MonthFigures(models.Model):
    """One month, by its first day. ``figures`` holds numbers alone, by ``scoreboard.counting``; they are not
    for showing as they are (``scoreboard.hiding``).
    """

    month = models.DateField(_("month"), primary_key=True)
    counted_on = models.DateField(_("counted on"))
    figures = models.JSONField(default=dict)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("figures of a month")
        verbose_name_plural = _("figures of months")
        default_permissions = ()
        ordering = ["-month"]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"
