"""A case: one matter that someone brought (办件)."""

from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from complaints.around import COUNTY, TOWNSHIP, Around
from complaints.enums import (
    CaseKind,
    CaseStanding,
    CaseStatus,
    Channel,
    Matter,
    Reach,
    ReporterIdentity,
    Rung,
    Sight,
)
from complaints.visibility import case_q
from organizations.models import User
from protection.fields import EncryptedTextField


class CaseQuerySet(models.QuerySet):
    """Questions that lists, search and reports ask of cases."""

    def visible_to(self, user: User):
        """Cases in the user's region that accuse neither the user nor their unit nor a unit above it."""
        return self.filter(case_q(user))

    def open(self):
        """Cases on which somebody still has to act."""
        return self.filter(standing=CaseStanding.OPEN)

    def to_act_on(self):
        """Cases that are open, or to which somebody wrote since they ended."""
        return self.filter(standing__in=(CaseStanding.OPEN, CaseStanding.WRITTEN))

    def handled_by(self, user: User):
        """Cases that are assigned to this user."""
        return self.filter(handler=user)

    def unassigned(self):
        """Cases on which somebody still has to act, and nobody has taken or been given them."""
        return self.open().filter(handler__isnull=True)

    def to_give(self, units: Iterable[int]):
        """Cases that one of these units handles, and that nobody there works on; those to screen apart."""
        return self.unassigned().filter(unit__in=units).exclude(latest_status=CaseStatus.SCREENING)

    def to_screen(self, units: Iterable[int]):
        """Cases that wait until one of these units decides who handles them."""
        return self.filter(latest_status=CaseStatus.SCREENING, unit__in=units)

    def written_to_after_the_end(self):
        """Cases that had ended when the complainant wrote, and nobody has done anything about it since."""
        return self.filter(standing=CaseStanding.WRITTEN)

    def late(self, today: date):
        """Cases with a clock that ended before ``today`` and was not stopped."""
        return self.filter(due_first__lt=today)

    def due_soon(self, today: date, until: date):
        """Cases that are not late yet, with a clock that ends on or before ``until``."""
        return self.filter(due_first__gte=today, due_first__lte=until)

    def supervised(self):
        """Cases that climbed to the unit above the one that has them (督办件)."""
        return self.filter(rung=Rung.ABOVE)

    def most_pressing_first(self):
        """The cases by the day on which their first running clock ends; those without one come last."""
        return self.order_by(F("due_first").asc(nulls_last=True), "-received_at", "pk")

    def urgent(self):
        """Cases that can not wait, the longest waiting first."""
        return self.filter(urgent=True).order_by("pk")

    def to_approve(self, units: Iterable[int]):
        """Cases of these units with a proposed answer that nobody has approved or returned."""
        return self.filter(answer_waits=True, unit__in=units)

    def by_day(self):
        """Cases all of which have a running clock, by its day, as their index has them."""
        return self.order_by("due_first", "-received_at", "pk")


def _in_order(name: str, *columns, everywhere: bool = False) -> list[models.Index]:
    """The order of one list: for who sees a county, for who sees a township, and for who sees more."""
    counties = models.Index(Around("region", digits=COUNTY), *columns, name=f"case_county_{name}")
    townships = models.Index(Around("region", digits=TOWNSHIP), *columns, name=f"case_township_{name}")
    return [counties, townships, *([models.Index(*columns, name=f"case_all_{name}")] if everywhere else [])]


class Case(models.Model):
    """One matter. Its status is what the latest event says.

    ``due_first``, ``due_provisional``, ``latest_status`` and ``standing`` repeat what clocks and latest event
    say, for lists only; ``complaints.list_columns`` writes them, and what decides about an act never reads
    them.

    ``__str__`` is the number alone, because Wagtail's audit log stores it as a label.
    """

    number = models.CharField(_("case number"), max_length=24, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=12, choices=CaseKind.choices)
    channel = models.CharField(_("channel"), max_length=12, choices=Channel.choices)
    matter = models.CharField(_("mainly about"), max_length=12, choices=Matter.choices, blank=True)
    topic = models.ForeignKey(
        "complaints.CaseTopic",
        verbose_name=_("point of the matter"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    reach = models.CharField(_("who is spoken of"), max_length=8, choices=Reach.choices, blank=True)
    sight = models.CharField(
        _("seen by"), max_length=12, choices=Sight.choices, default=Sight.PLACE, editable=False
    )
    #: Somebody above read it first at any time, or would have: no desk opens it (``handling.record``).
    once_kept = models.BooleanField(default=False, editable=False)
    openness = models.CharField(_("openness"), max_length=12, choices=ReporterIdentity.choices)
    title = EncryptedTextField(_("title"), place="complaints_case.title")
    narrative = EncryptedTextField(_("what happened"), place="complaints_case.narrative")
    region = models.ForeignKey(
        "organizations.Region", verbose_name=_("place"), on_delete=models.PROTECT, related_name="+"
    )
    programme = models.ForeignKey(
        "disclosure.Programme",
        verbose_name=_("programme"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    recipient = models.ForeignKey(
        "disclosure.Recipient",
        verbose_name=_("list row"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="cases",
    )
    #: What is shown before a decision (审核公示); an objection to it holds it (``handling.notices``).
    notice = models.ForeignKey(
        "disclosure.Notice",
        verbose_name=pgettext_lazy("list", "notice"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    unit = models.ForeignKey(
        "organizations.Unit", verbose_name=_("unit in charge"), on_delete=models.PROTECT, related_name="cases"
    )
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("handler"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="cases",
    )
    #: Who took it down at the desk, while every word in it is their own; what the log says, kept for queries.
    heard_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    received_at = models.DateTimeField(_("received at"))
    receipt_index = models.CharField(max_length=64, unique=True, editable=False)
    pin_hash = models.CharField(max_length=128, editable=False)
    submission_index = models.CharField(max_length=64, unique=True, editable=False)
    latest_event = models.ForeignKey(
        "complaints.CaseEvent", on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    due_first = models.DateField(_("first due"), null=True, editable=False)
    due_provisional = models.BooleanField(null=True, editable=False)
    #: Found by the latest look as open to nobody at work (``handling.unread``).
    lies_unread = models.BooleanField(default=False, editable=False)
    #: Marked by words or by hand, and nobody has said yet that something was done (``complaints.urgency``).
    urgent = models.BooleanField(_("urgent"), default=False, editable=False)
    #: A proposed answer waits for approval, as the log says (``handling.approving``).
    answer_waits = models.BooleanField(default=False, editable=False)
    #: The day for which a hearing is called in its review (``handling.hearings``).
    hearing_on = models.DateField(_("hearing on"), null=True, editable=False)
    #: The organ of discipline inspection that has it, and since when it waits there (``handling.referring``).
    referred_to = models.ForeignKey(
        "organizations.Unit",
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        db_index=False,
    )
    referred_on = models.DateField(null=True, editable=False)
    #: The first case with nearly the same story, itself where it is that (``handling.alike``).
    alike_to = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, editable=False, related_name="+", db_index=False
    )
    #: Whether it is linked with another one (``models.alike.CaseLink``).
    is_linked = models.BooleanField(default=False, editable=False)
    #: The case that leads while this one is handled together with it (``handling.together``).
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, editable=False, related_name="merged"
    )
    #: The day on which its complainant first read how it ended (``handling.receiving``).
    end_read_on = models.DateField(null=True, editable=False)
    #: Since which day it is in nobody's hands, and who has to look at it (``handling.climbing``).
    free_since = models.DateField(null=True, editable=False)
    rung = models.CharField(_("supervision"), max_length=8, choices=Rung.choices, null=True, editable=False)
    # NULL before the first event is written, and in rows that an older release wrote.
    latest_status = models.CharField(max_length=12, choices=CaseStatus.choices, null=True, editable=False)
    standing = models.CharField(max_length=12, choices=CaseStanding.choices, null=True, editable=False)

    objects = CaseQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        ordering = ["-received_at", "-pk"]
        indexes = [
            models.Index(fields=["-received_at", "-id"], name="case_received"),
            models.Index(fields=["region", "-received_at"], name="case_region_received"),
            *_in_order("received", F("received_at").desc(), F("id").desc()),
            *_in_order("due", F("due_first"), F("received_at").desc(), F("id"), everywhere=True),
            # Mine, and nobody's.
            *_in_order("desk", F("standing"), F("handler"), everywhere=True),
            models.Index(fields=["unit", "latest_status", "-received_at", "-id"], name="case_unit_status"),
            models.Index(fields=["unit", "standing"], name="case_unit_standing"),
            models.Index(fields=["id"], condition=Q(lies_unread=True), name="case_unread"),
            models.Index(
                fields=["unit", "rung", "due_first"], condition=Q(rung__isnull=False), name="case_rung"
            ),
            models.Index(fields=["region", "due_first"], condition=Q(rung="above"), name="case_supervised"),
            models.Index(fields=["alike_to", "-id"], name="case_alike"),
            models.Index(fields=["region", "id"], condition=Q(urgent=True), name="case_urgent"),
            models.Index(fields=["unit", "id"], condition=Q(answer_waits=True), name="case_answer_waits"),
            models.Index(
                fields=["hearing_on", "id"], condition=Q(hearing_on__isnull=False), name="case_hearing"
            ),
            models.Index(
                fields=["referred_to", "referred_on", "id"],
                condition=Q(referred_on__isnull=False),
                name="case_referred",
            ),
            models.Index(fields=["unit", "-received_at", "-id"], name="case_unit_received"),
            models.Index(fields=["latest_status", "-received_at", "-id"], name="case_status_received"),
        ]
        permissions = [
            ("view_identity", _("Can see who any complainant is, after giving a reason")),
            ("view_open_identity", _("Can see who a named complainant is, after giving a reason")),
            ("act_case", _("Can act on cases")),
            ("register_case", _("Can register cases at the desk")),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=CaseKind.values), name="case_kind_known"),
            models.CheckConstraint(condition=Q(sight__in=Sight.values), name="case_sight_known"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def status(self) -> CaseStatus:
        """Where the case stands, by its latest event."""
        return CaseStatus(self.latest_event.status)
