"""Units: the offices that publish, answer and inspect."""

from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organizations import scope
from organizations.enums import Level, UnitKind


class UnitQuerySet(models.QuerySet["Unit"]):
    """Questions about units."""

    def visible_to(self, user) -> "UnitQuerySet":
        """Return the units in a staff member's scope, by any of their posts."""
        return self.filter(scope.scope_q(user, None))

    def open(self, on: date | None = None) -> "UnitQuerySet":
        """Return the units not closed on a day (default: today in Asia/Shanghai); the last day counts."""
        day = on or timezone.localdate()
        return self.filter(models.Q(open_until=None) | models.Q(open_until__gte=day))

    def public(self) -> "UnitQuerySet":
        """Return the units that the public site names with their telephone and hours."""
        return self.open().filter(is_public=True)


class Unit(models.Model):
    """An office with a place it is responsible for and a unit above it.

    The inspection group stationed at a bureau (kind ``inspection``) has no unit above it here: it answers to
    the discipline commission, not to the bureau it sits in, so an accusation of the bureau does not blind
    it.

    A unit is closed, never deleted: what speaks of it must not show by whether it can go (decision 0021).
    """

    name = models.CharField(_("name of the unit"), max_length=128)
    kind = models.CharField(_("kind of unit"), max_length=20, choices=UnitKind)
    region = models.ForeignKey(
        "Region", on_delete=models.PROTECT, related_name="units", verbose_name=_("region")
    )
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("unit above"),
    )
    phone = models.CharField(_("telephone"), max_length=64, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    hours = models.CharField(_("opening hours"), max_length=200, blank=True)
    is_public = models.BooleanField(_("shown to the public"), default=True)
    open_until = models.DateField(
        _("open until"),
        null=True,
        blank=True,
        help_text=_(
            "The last day of a unit that is closed or was entered by mistake: from the next day on it takes "
            "no cases, gets no posts, and the public no longer sees it. Empty: until further notice."
        ),
    )

    #: While another name waits for a second administrator: the one before, for which words still count.
    known_as = models.CharField(_("known as"), max_length=128, blank=True, default="", editable=False)
    renamed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )

    renamed_at = models.DateTimeField(_("renamed at"), default=timezone.now, editable=False)

    #: While another kind, unit above, place or last day waits for a second (organizations.moving).
    next_kind = models.CharField(
        _("kind that waits"), max_length=20, choices=UnitKind, blank=True, default="", editable=False
    )
    next_parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("unit above that waits"),
    )
    next_region = models.ForeignKey(
        "Region",
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("place that waits"),
    )
    next_open_until = models.DateField(_("last day that waits"), null=True, editable=False)
    #: Whether that last day waits, or that there be none.
    ends_otherwise = models.BooleanField(_("another last day waits"), default=False, editable=False)
    moved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("changed by"),
    )
    moved_at = models.DateTimeField(_("changed at"), null=True, editable=False)

    #: Entered by one administrator alone: no words count for it, and nobody has a post there, until a second
    #: has seen it (organizations.renaming).
    is_new = models.BooleanField(_("waits for a second administrator"), default=False, editable=False)
    #: Names that it had, by which people still call it (organizations.former_names).
    formerly = models.JSONField(_("former names"), default=list, blank=True, editable=False)

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        ordering = ["region_id", "id"]
        constraints = [models.UniqueConstraint(fields=["region", "name"], name="unit_name_once_a_region")]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse a circle of units, a unit above an inspection group, and such a group below a county: it
        would read what is kept from the offices of its place, and sits among them.
        """
        super().clean()
        if self.kind == UnitKind.INSPECTION and self.region_id and self.region.level > Level.COUNTY:
            raise ValidationError(
                {"region": _("An inspection group is of a county, a city or a province, not of a township.")}
            )
        if self.kind == UnitKind.INSPECTION and self.parent_id:
            raise ValidationError(
                {"parent": _("An inspection group answers to the commission: leave this empty.")}
            )
        if self.pk and any(above.pk == self.pk for above in self.superiors()):
            raise ValidationError({"parent": _("A unit cannot be above itself.")})

    @property
    def called(self) -> str:
        """The name that words are compared with: nobody alone changes which office a case means.

        Of a new one that waits, none.
        """
        return "" if self.is_new else self.known_as or self.name

    @property
    def is_open(self) -> bool:
        """Whether it is not closed today."""
        return self.open_until is None or self.open_until >= timezone.localdate()

    def superiors(self) -> list["Unit"]:
        """Return the units above, nearest first; one query for as many levels as there are in practice."""
        if self.parent_id is None:
            return []
        if "parent" in self._state.fields_cache:
            above = self.parent
        else:
            above = self.parent = Unit.objects.select_related("parent__parent__parent").get(pk=self.parent_id)
        found: list[Unit] = []
        while above is not None and above not in found:
            found.append(above)
            above = above.parent
        return found
