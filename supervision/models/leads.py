"""Leads: dossiers of cases and list rows that point to wrongdoing (问题线索)."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from organizations.models import User
from protection.fields import EncryptedTextField
from supervision import visibility
from supervision.enums import ACTIVE, EDITABLE, LeadStatus


class LeadQuerySet(models.QuerySet["Lead"]):
    """Questions about leads."""

    def visible_to(self, user: User) -> "LeadQuerySet":
        """Return the leads an inspector may see; none for anyone else."""
        return self.filter(visibility.lead_q(user))

    def editable(self) -> "LeadQuerySet":
        """Return the leads whose material may still change."""
        return self.filter(latest_event__status__in=EDITABLE)

    def active(self) -> "LeadQuerySet":
        """Return the leads that are not closed."""
        return self.filter(latest_event__status__in=ACTIVE)


class Lead(models.Model):
    """One dossier. Its status is what its latest event says; ``__str__`` goes into logs: the number alone.

    Addresses and forms carry ``public_id``, and the number is drawn: nothing about a lead is a serial in
    which a hidden one would be a gap.
    """

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    number = models.CharField(_("number"), max_length=32, unique=True, editable=False)
    title = models.CharField(
        _("title"), max_length=120, help_text=_("What it is about, in one line. It stands in the letter.")
    )
    summary = EncryptedTextField(
        _("what points to wrongdoing"),
        help_text=_("What happened, where, since when, and what the material shows."),
        place="supervision_lead.summary",
    )
    region = models.ForeignKey(
        "organizations.Region", on_delete=models.PROTECT, related_name="+", verbose_name=_("region")
    )
    unit = models.ForeignKey(
        "organizations.Unit", on_delete=models.PROTECT, related_name="+", verbose_name=_("unit that keeps it")
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("opened by")
    )
    opened_at = models.DateTimeField(_("opened"))
    latest_event = models.ForeignKey(
        "supervision.LeadEvent", on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = LeadQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("lead")
        verbose_name_plural = _("leads")
        ordering = ["-opened_at", "-pk"]
        default_permissions = ("add", "change", "view")
        permissions = [("transfer_lead", _("Can transfer a lead to discipline inspection"))]
        indexes = [models.Index(fields=["region", "-opened_at"], name="lead_region_opened")]

    def __str__(self) -> str:
        return self.number

    @property
    def status(self) -> LeadStatus:
        """Where the lead stands, by its latest event."""
        assert self.latest_event is not None  # written in the transaction that made the lead
        return LeadStatus(self.latest_event.status)

    @property
    def is_editable(self) -> bool:
        """Whether its material may still change: not after a transfer."""
        return self.status in EDITABLE


class LeadRespondent(models.Model):
    """Who a lead is about, kept as a case's respondents are (``complaints.models.Respondent``): the lead is
    hidden from them, with or without a case in it.
    """

    lead = models.ForeignKey(Lead, on_delete=models.PROTECT, related_name="respondents")
    unit = models.ForeignKey(
        "organizations.Unit", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    name = models.CharField(max_length=64, blank=True)
    derived = models.BooleanField(default=False)
    #: Since when the row hides nothing any more (``supervision.putting_back``).
    lifted_at = models.DateTimeField(null=True, blank=True, editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = pgettext_lazy("lead", "respondent")
        verbose_name_plural = pgettext_lazy("lead", "respondents")
        ordering = ["pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"respondent {self.pk} of lead {self.lead_id}"


class LeadItemQuerySet(models.QuerySet["LeadItem"]):
    """Questions about material."""

    def current(self) -> "LeadItemQuerySet":
        """What is in its lead now; the rest was taken out."""
        return self.filter(removed_at=None)


class LeadItem(models.Model):
    """One piece of material: a case or a list row. What is taken out stays on record with its day."""

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    lead = models.ForeignKey(Lead, on_delete=models.PROTECT, related_name="items")
    case = models.ForeignKey(
        "complaints.Case",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("case"),
    )
    recipient = models.ForeignKey(
        "disclosure.Recipient",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=pgettext_lazy("lead", "list row"),
    )
    note = EncryptedTextField(
        pgettext_lazy("lead", "what it shows"), blank=True, place="supervision_leaditem.note"
    )
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(pgettext_lazy("lead", "added"))
    removed_at = models.DateTimeField(_("taken out"), null=True, blank=True)

    objects = LeadItemQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("material")
        verbose_name_plural = _("material")
        ordering = ["added_at", "pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="lead_item_is_one_thing",
                condition=Q(case__isnull=False, recipient__isnull=True)
                | Q(case__isnull=True, recipient__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["lead", "case"], condition=Q(removed_at=None), name="lead_item_case_once"
            ),
            models.UniqueConstraint(
                fields=["lead", "recipient"], condition=Q(removed_at=None), name="lead_item_recipient_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.case if self.case_id else self.recipient)
