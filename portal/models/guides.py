"""Service guides: how to apply, what to bring, how long it takes."""

from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page

from disclosure import standards
from disclosure.public import public_lists
from organizations.models import Region
from portal import preferences
from portal.public import public

#: What a guide's text may hold: words, lists and links, nothing that needs a layout.
PLAIN = ["bold", "ol", "ul", "link"]


class GuideIndexPage(Page):
    """All guides on one page; there are few of them."""

    intro = models.CharField(_("introduction"), max_length=300, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("intro")]
    subpage_types = ["portal.GuidePage"]
    parent_page_types = ["portal.HomePage"]
    max_count = 1
    template = "portal/guide_index.html"

    class Meta:
        verbose_name = _("guides")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["guides"] = public(GuidePage).child_of(self).order_by("path")
        context["trail"] = [(self.title, "")]
        return context


class GuidePage(Page):
    """One thing a citizen may want to do, in the order the questions come up."""

    summary = models.CharField(_("in one sentence"), max_length=200)
    audience = RichTextField(_("who may apply"), features=PLAIN, blank=True)
    materials = RichTextField(_("what to bring"), features=PLAIN, blank=True)
    steps = RichTextField(_("how it goes on"), features=PLAIN, blank=True)
    duration = models.CharField(_("how long it takes"), max_length=200, blank=True)
    place = models.CharField(_("where to apply"), max_length=200, blank=True)
    cost = models.CharField(_("what it costs"), max_length=100, blank=True)
    basis = RichTextField(_("legal basis"), features=PLAIN, blank=True)
    programme = models.ForeignKey(
        "disclosure.Programme",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("programme it is about"),
    )

    content_panels = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("programme"),
        FieldPanel("audience"),
        FieldPanel("materials"),
        FieldPanel("steps"),
        MultiFieldPanel(
            [FieldPanel("duration"), FieldPanel("place"), FieldPanel("cost")], heading=_("At a glance")
        ),
        FieldPanel("basis"),
    ]
    parent_page_types = ["portal.GuideIndexPage"]
    subpage_types: list[str] = []
    template = "portal/guide.html"

    class Meta:
        verbose_name = _("guide")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        parent = self.get_parent()
        context["trail"] = [(parent.title, parent.get_url(request)), (self.title, "")]
        context["at_a_glance"] = [
            (_("How long it takes"), self.duration),
            (_("Where"), self.place),
            (_("What it costs"), self.cost),
        ]
        context["parts"] = [
            (_("Who may apply"), self.audience),
            (_("What to bring"), self.materials),
            (_("How it goes on"), self.steps),
            (_("Legal basis"), self.basis),
        ]
        return context | self._standards(preferences.place_code(request))

    def _standards(self, code: str) -> dict[str, Any]:
        """What the programme pays in the reader's place, or where they chose none in the portal's."""
        if self.programme is None:
            return {}
        place = Region.objects.filter(pk=code).first() if code else public_lists.start()
        if place is None:
            return {}
        found = public_lists.standards_for(self.programme, place.pk, timezone.localdate())
        return {"standards": found, "example": standards.example(found), "place": place}
