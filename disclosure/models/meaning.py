"""What headings mean that no layout knows, as editors of a unit once said."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from disclosure.models.programme import Programme
from disclosure.roles import LIST_ROLES
from organizations.models import User
from organizations.scope import scope_q


class ColumnMeaningQuerySet(models.QuerySet):
    def visible_to(self, user: User):
        """Those of units in the regions where ``user`` holds a post that works with lists."""
        return self.filter(scope_q(user, LIST_ROLES, "unit__region_id"))


class ColumnMeaning(models.Model):
    """One heading in the lists of one unit and programme, and the field of ``intake.layouts`` that stands
    under it.

    Asked once, when a file could not be told, and used for every file after that.
    """

    wagtail_reference_index_ignore = True

    unit = models.ForeignKey(
        "organizations.Unit",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("unit"),
        db_index=False,
    )
    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="+", verbose_name=_("programme"), db_index=False
    )
    heading = models.CharField(_("heading"), max_length=64)
    field = models.CharField(_("what stands under it"), max_length=16, blank=True)
    told_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("told by")
    )
    told_at = models.DateTimeField(_("told at"), auto_now=True)

    objects = ColumnMeaningQuerySet.as_manager()

    class Meta:
        ordering = ["unit_id", "programme_id", "heading"]
        verbose_name = _("meaning of a heading")
        verbose_name_plural = _("meanings of headings")
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "programme", "heading"], name="one_meaning_of_a_heading_in_a_unit"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.heading} → {self.field or '–'}"
