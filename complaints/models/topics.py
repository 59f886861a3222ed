"""The points of a matter (事项): what exactly goes wrong, as a bureau counts it."""

from uuid import uuid4

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from complaints.enums import Matter


class CaseTopic(models.Model):
    """One point, under a heading of its matter: 低保 · 按户施保.

    ``code`` names one that came with the project or with another tree by file. None is ever deleted, since
    cases bear it; one that is out of use is offered for no case any more. The four ``asks_`` say which
    questions help to look into it.
    """

    code = models.SlugField(_("code"), max_length=40, unique=True, editable=False, default=uuid4)
    matter = models.CharField(_("mainly about"), max_length=12, choices=Matter.choices)
    heading = models.CharField(
        _("group of points"), max_length=30, help_text=_("Points of one group stand together.")
    )
    heading_en = models.CharField(_("group of points in English"), max_length=60, blank=True)
    name = models.CharField(_("point"), max_length=60, help_text=_("As a citizen would say it."))
    name_en = models.CharField(_("point in English"), max_length=120, blank=True)
    asks_since = models.BooleanField(_("asks since when"), default=False)
    asks_amount = models.BooleanField(_("asks how much"), default=False)
    asks_month = models.BooleanField(_("asks which months"), default=False)
    asks_present = models.BooleanField(_("asks who was there"), default=False)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    in_use = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("point of a matter")
        verbose_name_plural = _("points of matters")
        ordering = ["matter", "position", "pk"]

    def __str__(self) -> str:
        return f"{self.heading_shown} · {self.shown}"

    @property
    def shown(self) -> str:
        """The name in the language of the page, in Chinese where it has no other."""
        return (self.name_en if _is_english() else "") or self.name

    @property
    def heading_shown(self) -> str:
        """The heading likewise."""
        return (self.heading_en if _is_english() else "") or self.heading


def _is_english() -> bool:
    return (get_language() or "").startswith("en")
