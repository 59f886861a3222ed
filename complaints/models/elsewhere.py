"""Who is competent where civil affairs is not: other authorities, and procedures of their own."""

from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from complaints.enums import WayElsewhere
from organizations.enums import Level


class OtherAuthority(models.Model):
    """One entry of the directory (信访工作条例 23, 31): whom to turn to, for what, and how.

    ``code`` names an entry that came with the project. An entry is never deleted, since cases that ended
    there show it; one that is out of use is offered for no case any more. ``region`` empty: for every place.
    """

    code = models.SlugField(max_length=40, unique=True, editable=False, default=uuid4)
    name = models.CharField(_("name of the authority"), max_length=60)
    way = models.CharField(_("how"), max_length=8, choices=WayElsewhere.choices)
    takes = models.CharField(_("what it is for"), max_length=200)
    region = models.ForeignKey(
        "organizations.Region",
        verbose_name=_("place"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to={"level__lte": Level.COUNTY},
        help_text=_("Only for cases of this place; empty: for every place."),
    )
    telephone = models.CharField(_("telephone"), max_length=40, blank=True)
    address = models.CharField(_("address and opening hours"), max_length=200, blank=True)
    website = models.URLField(_("website"), blank=True)
    legal_basis = models.CharField(_("legal basis"), max_length=200, blank=True)
    in_use = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("other authority")
        verbose_name_plural = _("other authorities")
        ordering = ["way", "name", "pk"]

    def __str__(self) -> str:
        return self.name
