"""The front page."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page


class HomePage(Page):
    """What a citizen came for, in the first screen.

    Only the sentence is written here; the rest is computed (portal/front.py).
    """

    sentence = models.CharField(_("one sentence on what this is"), max_length=120, blank=True)
    sentence_en = models.CharField(_("the same in English"), max_length=200, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("sentence"), FieldPanel("sentence_en")]
    subpage_types = ["portal.PolicyIndexPage", "portal.GuideIndexPage", "portal.HotlineIndexPage"]
    parent_page_types = ["wagtailcore.Page"]
    max_count = 1
    template = "portal/home.html"

    class Meta:
        verbose_name = _("front page")
