"""Places: the administrative divisions, from province to village."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Length
from django.utils.translation import gettext_lazy as _

from organizations import codes, names, scope
from organizations.enums import Level


class RegionQuerySet(models.QuerySet["Region"]):
    """Questions about places."""

    def within(self, code: str) -> "RegionQuerySet":
        """Return the place with this code and everything below it. Raises ValueError when it isn't a code."""
        return self.filter(scope.within(code, "code"))

    def children_of(self, code: str) -> "RegionQuerySet":
        """Return the places directly below the one with this code."""
        return self.filter(parent_id=code)

    def visible_to(self, user) -> "RegionQuerySet":
        """Return the places in a staff member's scope, by any of their posts."""
        return self.filter(scope.scope_q(user, None, "code"))

    def match_path(self, path: Iterable[str], within: str) -> "list[Region]":
        """Return the places that a path of names can mean, below (or at) the place with the code `within`.

        `path` runs from the outer to the inner place; empty ones and ones above `within` are allowed,
        because real files write the whole path from the province or only its end. The last name is the
        place wanted; each name before it must be one of its ancestors. Only when no place bears that name as
        written, its usual variants count (刘顶村 for 刘顶村委会). A name repeats in many places (design: a
        place is matched by its path), so the answer is a list: empty, one, or those that remain ambiguous,
        ordered by code. Two queries, three for a variant.
        """
        given = [name.strip() for name in path if name and name.strip()]
        if not given:
            return []
        *above, wanted = given
        inside = self.within(within).order_by("code")
        found = list(inside.filter(name=wanted)) or list(inside.filter(name__in=names.variants(wanted)))
        if not found or not above:
            return found
        wanted_above = {code for region in found for code in codes.ancestors_of(region.code)}
        name_of = dict(self.model.objects.filter(code__in=wanted_above).values_list("code", "name"))
        return [
            region
            for region in found
            if _leads_to(above, [name_of.get(c, "") for c in codes.ancestors_of(region.code)])
        ]


def _leads_to(above: list[str], ancestors: list[str]) -> bool:
    """Say whether the names stand, in this order, among the ancestors' names."""
    remaining = iter(ancestors)
    return all(any(names.same_place(name, ancestor) for ancestor in remaining) for name in above)


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

    objects = RegionQuerySet.as_manager()

    # Half a million rows of reference data: neither references nor searches through Wagtail's own indexes.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        ordering = ["code"]
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

    def clean(self) -> None:
        """Refuse a code that doesn't continue the code of the place it lies in."""
        super().clean()
        if codes.is_code(self.code) and codes.parent_of(self.code) != self.parent_id:
            raise ValidationError({"parent": _("The code must continue the code of the place it lies in.")})

    def ancestors(self) -> list["Region"]:
        """Return the places above, from the province down, in one query."""
        return list(Region.objects.filter(code__in=codes.ancestors_of(self.code)).order_by("code"))

    def path_name(self) -> str:
        """Return the names from the city down to this place, run together as on paper.

        The province is left out, because everyone who reads it is in one; a province answers its own name.
        """
        names = [region.name for region in self.ancestors() if region.level > Level.PROVINCE]
        return "".join([*names, self.name])

    path_name.short_description = _("full path")  # type: ignore[attr-defined]


models.CharField.register_lookup(Length)
