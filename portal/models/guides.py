"""Service guides: how to apply, what to bring, how long it takes."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from disclosure import standards
from disclosure.public import public_lists
from organizations.models import Region
from portal import frame, papers, preferences
from portal.models.guide_parts import PaperBlock, SourceBlock
from portal.models.policies import PolicyPage
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

    sources = StreamField(
        [("source", SourceBlock())], verbose_name=_("texts in the library that it goes by"), blank=True
    )
    papers = StreamField([("paper", PaperBlock())], verbose_name=_("papers to fill in"), blank=True)
    checked_on = models.DateField(
        _("last checked on"),
        null=True,
        blank=True,
        help_text=_("The day on which somebody last held every sentence against the rules and telephones."),
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
        FieldPanel("sources"),
        FieldPanel("papers"),
        FieldPanel("checked_on"),
    ]
    parent_page_types = ["portal.GuideIndexPage"]
    subpage_types: list[str] = []
    template = "portal/guide.html"

    class Meta:
        verbose_name = _("guide")

    def clean(self) -> None:
        """Refuse a check that has not been made yet."""
        super().clean()
        if self.checked_on and self.checked_on > timezone.localdate():
            raise ValidationError({"checked_on": _("This day is still to come.")})

    @property
    def is_stale(self) -> bool:
        """Whether it was checked so long ago that a reader should ask (settings.GUIDE_CHECKED_DAYS)."""
        oldest = timezone.localdate() - timedelta(days=settings.GUIDE_CHECKED_DAYS)
        return self.checked_on is not None and self.checked_on < oldest

    def serve(self, request, *args, **kwargs):
        """The guide; with ``?paper=`` and its number one of its papers as a file."""
        if "paper" in request.GET:
            return self._paper(request.GET["paper"])
        return super().serve(request, *args, **kwargs)

    def _paper(self, number: str) -> HttpResponse:
        held = list(self.papers)
        if not number.isascii() or not number.isdigit() or not 0 < int(number) <= len(held):
            raise Http404
        paper = held[int(number) - 1].value
        day = timezone.localdate(self.last_published_at) if self.last_published_at else timezone.localdate()
        file = papers.compose(paper["title"], paper["text"], day)
        response = HttpResponse(file, content_type=papers.CONTENT_TYPE)
        response["Content-Disposition"] = content_disposition_header(True, f"{paper['title']}.docx")
        return response

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        guides = reverse("wagtail_serve", args=["guides/"])
        context["trail"] = [(_("Guides"), guides), (self.title, "")]
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
        context["sources"] = self._sources()
        return context | self._of_place(preferences.place_code(request))

    def _sources(self) -> list[tuple[PolicyPage, str]]:
        """The texts that everybody may read, each with the anchor of the article."""
        chosen = [(each["value"]["policy"], each["value"].get("article")) for each in self.sources.raw_data]
        wanted = [pk for pk, _article in chosen if pk]
        readable = public(PolicyPage).filter(pk__in=wanted).defer("text", "structure") if wanted else ()
        pages = {page.pk: page for page in readable}
        return [
            (pages[pk], f"#article-{article}" if article else "") for pk, article in chosen if pk in pages
        ]

    def _of_place(self, code: str) -> dict[str, Any]:
        """What the programme pays in the reader's place, and who answers there; of the portal's city else.

        By its code alone: figures and offices say themselves of where they are.
        """
        place = code or frame.bureau().region_code
        units = public_lists.responsible(Region(code=code)) if code else []
        if self.programme_id is None or not place:
            return {"units": units}
        programme = public_lists.programmes()[self.programme_id]
        found = public_lists.standards_for(programme, place, timezone.localdate())
        return {"standards": found, "example": standards.example(found), "place": place, "units": units}
