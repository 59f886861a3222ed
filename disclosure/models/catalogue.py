"""The disclosure catalogue (基层政务公开标准目录): what must be public, and where it does not apply."""

from datetime import date

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from disclosure.enums import CataloguePart, Proof
from disclosure.models.programme import Programme
from disclosure.roles import LIST_ROLES
from organizations import codes
from organizations.models import User
from organizations.scope import scope_q


class CatalogueItem(models.Model):
    """One row of the catalogue. What a copy of it leaves unread stays empty here until somebody who has the
    document fills it in.
    """

    number = models.PositiveSmallIntegerField(
        pgettext_lazy("catalogue", "number"), unique=True, validators=[MinValueValidator(1)]
    )
    matter = models.CharField(_("matter"), max_length=12, choices=CataloguePart.choices)
    name = models.CharField(pgettext_lazy("catalogue", "item"), max_length=60)
    name_en = models.CharField(_("item in English"), max_length=100)
    content = models.TextField(_("what must be public"))
    basis = models.CharField(_("basis"), max_length=300, blank=True)
    days = models.PositiveSmallIntegerField(
        pgettext_lazy("catalogue", "working days"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(120)],
        help_text=_("From the day on which it was made or obtained."),
    )
    channels = models.CharField(_("where"), max_length=200, blank=True)
    is_channels_open = models.BooleanField(
        _("more places are named that are not legible"),
        default=False,
        help_text=_("Take the mark away once all of them stand above."),
    )
    proof = models.CharField(_("seen here by"), max_length=12, choices=Proof.choices)
    programmes = models.ManyToManyField(
        Programme,
        blank=True,
        related_name="catalogue_items",
        verbose_name=_("programmes"),
        help_text=_("For lists, notices and guides: whose."),
    )
    renewed_months = models.PositiveSmallIntegerField(
        _("renewed within months"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
        help_text=_("What was not touched for longer is shown as stale. Empty: never."),
    )
    region = models.ForeignKey(
        "organizations.Region",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("in this place only"),
        help_text=_("For a rule of one place: it is owed there and in all inside it. Empty: everywhere."),
    )
    note = models.CharField(pgettext_lazy("catalogue", "note"), max_length=300, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("item of the catalogue")
        verbose_name_plural = _("items of the catalogue")
        ordering = ["number"]
        default_permissions = ("view", "add", "change")

    def __str__(self) -> str:
        return f"{self.number} {self.get_matter_display()}：{self.name}"

    @property
    def label(self) -> str:
        """Its name in the reader's language."""
        return self.name_en if (get_language() or "").startswith("en") else self.name


class NotApplicableQuerySet(models.QuerySet["NotApplicable"]):
    def visible_to(self, user: User) -> "NotApplicableQuerySet":
        """Those of the regions where ``user`` holds a post that works with lists."""
        return self.filter(scope_q(user, LIST_ROLES))


class NotApplicable(models.Model):
    """That an item, or one programme of it, does not apply in a place and all inside it (不适用), and why.

    The reason is public. It is ended, never deleted: what was not owed in a month stays so.
    """

    item = models.ForeignKey(
        CatalogueItem,
        on_delete=models.PROTECT,
        related_name="not_applicable",
        verbose_name=pgettext_lazy("catalogue", "item"),
    )
    programme = models.ForeignKey(
        Programme,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("of this programme only"),
    )
    region = models.ForeignKey(
        "organizations.Region", on_delete=models.PROTECT, related_name="+", verbose_name=_("region")
    )
    reason = models.CharField(
        _("reason"), max_length=300, help_text=_("Everybody can read it. Without names of people.")
    )
    since = models.DateField(
        _("does not apply since"),
        default=timezone.localdate,
        help_text=_("What was made or obtained before that day counts all the same."),
    )
    until = models.DateField(
        _("until"), null=True, blank=True, help_text=_("The last day. Empty: until further notice.")
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )
    entered_at = models.DateTimeField(_("entered"), default=timezone.now, editable=False)

    objects = NotApplicableQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("what does not apply")
        verbose_name_plural = _("what does not apply")
        ordering = ["item", "region", "-since"]
        default_permissions = ("view", "add", "change")
        constraints = [
            models.UniqueConstraint(
                fields=["item", "programme", "region", "since"], name="one_not_applicable_a_day"
            ),
            models.UniqueConstraint(
                fields=["item", "region", "since"],
                condition=models.Q(programme=None),
                name="one_not_applicable_a_day_whole",
            ),
            models.CheckConstraint(
                condition=models.Q(until=None) | models.Q(until__gte=models.F("since")),
                name="not_applicable_days_in_order",
                violation_error_message=_("The second day is before the first one. Exchange the two."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item}, {self.region}"

    def covers(self, code: str, day: date) -> bool:
        """Whether it speaks of a place on a day."""
        is_then = self.since <= day and (self.until is None or day <= self.until)
        return is_then and codes.contains(self.region_id, code)
