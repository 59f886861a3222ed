"""Places: the administrative divisions, from province to village."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Length
from django.utils.translation import gettext_lazy as _

from organizations import codes, scope
from organizations.enums import Level


class RegionQuerySet(models.QuerySet["Region"]):
    """Questions about places."""

    def within(self, code: str) -> "RegionQuerySet":
        """Return the place with this code and everything below it. Raises ValueError for what is no code."""
        return self.filter(scope.within(code, "code"))

    def children_of(self, code: str) -> "RegionQuerySet":
        """Return the places directly below the one with this code."""
        return self.filter(parent_id=code)

    def visible_to(self, user) -> "RegionQuerySet":
        """Return the places in a staff member's scope, by any of their posts."""
        return self.filter(scope.scope_q(user, None, "code"))


class Region(models.Model):
    """One administrative division. Its code is its identity; names change, and repeat."""

    code = models.CharField(
        _("division code"),
        max_length=12,
        primary_key=True,
        validators=[
            RegexValidator(r"^[1-8]\d(\d\d(\d\d(\d{3}(\d{3})?)?)?)?$", _("2, 4, 6, 9 or 12 digits."))
        ],
    )
    name = models.CharField(_("name of the place"), max_length=64)
    level = models.PositiveSmallIntegerField(_("level of division"), choices=Level)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("lies in"),
    )

    #: While another name waits for a second administrator: the one before (organizations.renaming_places).
    known_as = models.CharField(
        _("known as"), max_length=64, blank=True, default="", db_default="", editable=False
    )
    renamed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        db_index=False,
    )
    renamed_at = models.DateTimeField(_("renamed at"), null=True, editable=False)
    #: Names that it had, by which people still call it; nothing for almost all (organizations.former_names).
    formerly = models.JSONField(_("former names"), null=True, blank=True, editable=False)

    objects = RegionQuerySet.as_manager()

    # Half a million rows of reference data: neither references nor searches through Wagtail's own indexes.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        ordering = ["code"]
        indexes = [
            # By whole names and by how they begin (organizations.places_by_name).
            models.Index(fields=["name"], name="region_name", opclasses=["varchar_pattern_ops"]),
            # Of half a million places a few.
            models.Index(
                fields=["renamed_by"], name="region_renamed", condition=models.Q(renamed_by__isnull=False)
            ),
            models.Index(
                fields=["code"], name="region_once_else", condition=models.Q(formerly__isnull=False)
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="region_level_fits_code",
                condition=models.Q(level=1, code__length=2)
                | models.Q(level=2, code__length=4)
                | models.Q(level=3, code__length=6)
                | models.Q(level=4, code__length=9)
                | models.Q(level=5, code__length=12),
            ),
            models.CheckConstraint(
                name="region_only_province_is_top",
                condition=models.Q(level=1) ^ models.Q(parent__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def called(self) -> str:
        """The name that two have seen: for words with a place's name in them that mean nobody in office."""
        return self.known_as or self.name

    @property
    def names(self) -> list[str]:
        """All names by which texts and lists mean it, the one shown first; none twice."""
        return list(dict.fromkeys([self.name, *self.sure_names]))

    @property
    def sure_names(self) -> list[str]:
        """The names without one that no second administrator has seen."""
        return list(dict.fromkeys([self.called, *(self.formerly or [])]))

    def clean(self) -> None:
        """Refuse a code that does not continue the code of the place it lies in."""
        super().clean()
        if codes.is_code(self.code) and codes.parent_of(self.code) != self.parent_id:
            raise ValidationError({"parent": _("The code must continue the code of the place it lies in.")})

    def ancestors(self) -> list["Region"]:
        """Return the places above, from the province down, in one query; in none where they are at hand."""
        known: list[Region] = []
        place = self
        while place.parent_id and "parent" in place._state.fields_cache and place.parent is not None:
            place = place.parent
            known.insert(0, place)
        if not place.parent_id:
            return known
        return list(Region.objects.filter(code__in=codes.ancestors_of(self.code)).order_by("code"))

    def path_name(self) -> str:
        """Return the names from the city down to this place, run together as on paper.

        The province is left out, because everyone who reads it is in one; a province answers its own name.
        """
        names = [region.name for region in self.ancestors() if region.level > Level.PROVINCE]
        return "".join([*names, self.name])

    path_name.short_description = _("full path")  # type: ignore[attr-defined]


models.CharField.register_lookup(Length)
