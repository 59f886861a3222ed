"""The directory of the units that answer: their telephones, addresses and hours."""

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from portal import directory, preferences


class HotlineIndexPage(Page):
    """Whom to call. The units come from the organizations room and are edited there."""

    intro = models.CharField(_("introduction"), max_length=300, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("intro")]
    parent_page_types = ["portal.HomePage"]
    subpage_types: list[str] = []
    max_count = 1
    template = "portal/hotlines.html"

    class Meta:
        verbose_name = _("hotline directory")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        # A reader who asks for every place gets that, whatever they chose once.
        code = request.GET.get("region", preferences.place_code(request))
        context["directory"] = directory.read(code)
        context["trail"] = [(gettext("Whom to call"), "")]
        return context
