"""The policy library: each policy is a page with its metadata as fields and its text as data."""

import re

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.http import HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, PageChooserPanel
from wagtail.models import Page

from portal.enums import NO_LONGER_COUNTS, Genre, Topic, Validity
from portal.models.bureau import Bureau
from portal.policies import library, structure, versions
from portal.public import public


def _day(day) -> str:
    return date_format(day, "DATE_FORMAT") if day else ""


def _as_text(policy: "PolicyPage") -> HttpResponse:
    """The policy as a text file: reading, searching and download are asked for (政府信息公开条例 24)."""
    head = [policy.title, policy.document_number, policy.all_issuers]
    response = HttpResponse(
        "\n".join([*filter(None, head), "", policy.plain_text, ""]), content_type="text/plain; charset=utf-8"
    )
    response["Content-Disposition"] = content_disposition_header(True, f"{policy.title}.txt")
    return response


class PolicyForm(WagtailAdminPageForm):
    """A draft may have open questions; what is submitted has none."""

    def clean(self):
        """Say at the field what is still open, or cannot be."""
        cleaned = super().clean()
        first, last = cleaned.get("effective_on"), cleaned.get("valid_until")
        if first and last and last < first:
            self.add_error("valid_until", _("A text does not end to count before it begins to."))
        if "action-submit" in self.data and (cleaned.get("asked") or "").strip():
            self.add_error("asked", _("Settle these questions first, and take each line out."))
        return cleaned


class IndexSerial(models.Model):
    """The last serial number given in a year. It only grows, so a number is never used again."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"

    @classmethod
    def next_number(cls, year: int) -> str:
        """Give out the next index number (索引号) of a year, such as ``MZ/2026-00012``."""
        with transaction.atomic():
            cls.objects.get_or_create(year=year)
            row = cls.objects.select_for_update().get(year=year)
            row.last += 1
            row.save(update_fields=["last"])
        return f"{Bureau.load().index_prefix}/{year}-{row.last:05d}"


class PolicyIndexPage(Page):
    """The library: search within, filters by issuer, year, topic and validity, pages of it."""

    intro = models.CharField(_("introduction"), max_length=300, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("intro")]
    parent_page_types = ["portal.HomePage"]
    subpage_types = ["portal.PolicyPage"]
    max_count = 1
    template = "portal/policy_index.html"

    class Meta:
        verbose_name = _("policy library")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        policies = public(PolicyPage).child_of(self).defer("text", "structure")
        context["library"] = library.look_up(policies, request.GET)
        context["trail"] = [(self.title, "")]
        return context


class PolicyPage(Page):
    """One policy. Its text is kept in a plain form that a person can edit; the structure is read from it."""

    # Metadata as government sites show it (rules.md).
    index_number = models.CharField(_("index number"), max_length=40, unique=True, editable=False)
    document_number = models.CharField(
        _("document number"), max_length=80, blank=True, help_text=_("文号, with the year in 〔〕.")
    )
    issuer = models.CharField(_("issuer"), max_length=100, db_index=True)
    co_issuers = models.CharField(
        _("issued together with"), max_length=300, blank=True, help_text=_("Separated by 、.")
    )
    written_on = models.DateField(_("date of the text"), null=True, blank=True)
    effective_on = models.DateField(_("in force from"), null=True, blank=True)
    valid_until = models.DateField(
        _("valid until"),
        null=True,
        blank=True,
        help_text=_("The last day, where the text names one (有效期)."),
    )
    published_on = models.DateField(_("published on"), default=timezone.localdate)
    topic = models.CharField(_("topic"), max_length=20, choices=Topic, default=Topic.GENERAL)
    genre = models.CharField(_("genre"), max_length=20, choices=Genre, default=Genre.NOTICE)
    keywords = models.CharField(_("keywords"), max_length=200, blank=True, help_text=_("Separated by 、."))
    asked = models.TextField(
        _("questions from reading the text"),
        blank=True,
        help_text=_("Take each line out when it is settled. A text with open questions is not submitted."),
    )
    family = models.CharField(max_length=160, blank=True, editable=False, db_index=True)
    validity = models.CharField(_("validity"), max_length=12, choices=Validity, default=Validity.VALID)
    replaced_by = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="replaces",
        verbose_name=_("replaced by"),
    )
    text = models.TextField(
        _("text of the policy"),
        help_text=_(
            "One paragraph a line. Chapters, articles and numbered headings are found by how they begin."
        ),
    )
    structure = models.JSONField(default=list, editable=False)

    content_panels = [
        FieldPanel("asked"),
        *Page.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("document_number"),
                FieldRowPanel([FieldPanel("issuer"), FieldPanel("co_issuers")]),
                FieldRowPanel(
                    [FieldPanel("written_on"), FieldPanel("effective_on"), FieldPanel("valid_until")]
                ),
                FieldPanel("published_on"),
            ],
            heading=_("Issued"),
        ),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("topic"), FieldPanel("genre")]), FieldPanel("keywords")],
            heading=_("Sorted under"),
        ),
        MultiFieldPanel(
            [FieldPanel("validity"), PageChooserPanel("replaced_by", "portal.PolicyPage")],
            heading=_("Validity"),
        ),
        FieldPanel("text"),
    ]
    base_form_class = PolicyForm
    parent_page_types = ["portal.PolicyIndexPage"]
    subpage_types: list[str] = []
    # Both numbers belong to one text only; a copy gets an index number of its own.
    exclude_fields_in_copy = ["index_number", "document_number"]
    template = "portal/policy.html"

    class Meta:
        verbose_name = _("policy")
        verbose_name_plural = _("policies")
        constraints = [
            # Two policies may have none; a number that exists belongs to one text, or to versions of one.
            models.UniqueConstraint(
                fields=["document_number", "written_on"],
                condition=~models.Q(document_number=""),
                name="one_policy_a_document_number",
            )
        ]

    def full_clean(self, *args, **kwargs):
        self._complete()
        super().full_clean(*args, **kwargs)

    def minimal_clean(self):
        """A draft is checked for less, but has its index number and its structure all the same."""
        self._complete()
        super().minimal_clean()

    def _complete(self) -> None:
        """Give the page its index number and read the structure from its text."""
        if not self.index_number:
            self.index_number = IndexSerial.next_number(self.published_on.year)
        self.structure = structure.as_data(structure.read(self.text))
        self.family = versions.family(self.title, self.issuer)

    def clean(self):
        """Refuse the number of another text; the versions of one law may share theirs."""
        super().clean()
        if not self.document_number:
            return
        others = PolicyPage.objects.filter(document_number=self.document_number).exclude(pk=self.pk)
        for other in others.only("family", "written_on", "effective_on"):
            if not self.family or other.family != self.family or versions.same_day(self, other) is not False:
                raise ValidationError({"document_number": _("Another policy has this document number.")})

    @property
    def counts(self) -> bool:
        """Whether a reader may rely on this text."""
        return self.standing not in NO_LONGER_COUNTS

    @property
    def standing(self) -> Validity:
        """What the text is today, whatever it will be: a version to come does not end the present one."""
        today = timezone.localdate()
        if self.validity in NO_LONGER_COUNTS:
            return Validity(self.validity)
        if self.valid_until and self.valid_until < today:
            return Validity.EXPIRED
        if self.effective_on and self.effective_on > today:
            return Validity.UPCOMING
        newer = self.replaced_by if self.validity == Validity.AMENDED else None
        if self.validity == Validity.UPCOMING or (newer and (newer.effective_on or today) > today):
            return Validity.VALID
        return Validity(self.validity)

    def versions(self) -> list["PolicyPage"]:
        """The public versions of this text, and what it replaced or was replaced by: newest first."""
        related = models.Q(pk=self.pk) | models.Q(replaced_by=self.pk) | models.Q(pk=self.replaced_by_id)
        if self.family:
            related |= models.Q(family=self.family)
        found = public(PolicyPage).filter(related).select_related("replaced_by").defer("text", "structure")
        dated = versions.in_order(found)
        return [*reversed(dated), *(page for page in found if page not in dated)]

    @property
    def plain_text(self) -> str:
        """The text without the mark before the titles of attached texts."""
        return re.sub(r"^# ", "", self.text, flags=re.M)

    @property
    def all_issuers(self) -> str:
        return "、".join(filter(None, [self.issuer, self.co_issuers]))

    @property
    def facts(self) -> list[tuple]:
        """The metadata as the page's summary list, in the order government sites show it (rules.md)."""
        return [
            (_("Index number"), self.index_number),
            (_("Issuer"), self.all_issuers),
            (_("Document number"), self.document_number),
            (_("Date of the text"), _day(self.written_on)),
            (_("Published on"), _day(self.published_on)),
            (_("In force from"), _day(self.effective_on)),
            (_("Valid until"), _day(self.valid_until)),
            (_("Topic"), self.get_topic_display()),
            (_("Genre"), self.get_genre_display()),
            (_("Keywords"), self.keywords),
            (_("Validity"), self.standing.label),
            (_("Manner of publication"), _("Published by the agency itself")),
            (_("Open to"), _("Everyone")),
        ]

    def serve(self, request, *args, **kwargs):
        if request.GET.get("download") == "txt":
            return _as_text(self)
        return super().serve(request, *args, **kwargs)

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        parent = self.get_parent()
        context["trail"] = [(parent.title, parent.get_url(request)), (self.title, "")]
        context["blocks"] = structure.from_data(self.structure)
        context["contents"] = structure.contents(context["blocks"])
        context["groups"] = structure.groups(context["blocks"])
        known = self.versions()
        context["versions"] = known if len(known) > 1 else []
        context["replacement"] = next((page for page in known if page.pk == self.replaced_by_id), None)
        context["standing"] = self.standing
        return context
