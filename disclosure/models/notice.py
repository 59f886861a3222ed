"""What a village is shown before somebody is granted assistance, or loses it (审核公示, 终止供养公示)."""

import uuid
from datetime import date

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.functions import Substr
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from disclosure.enums import HELD_NOTICES, NoticeEventKind, NoticeKind, NoticeState
from disclosure.models.programme import Programme
from disclosure.models.proposal import Proposal
from disclosure.names import mask_name
from disclosure.roles import LIST_ROLES
from organizations import codes
from organizations.enums import Level
from organizations.models import User
from organizations.scope import scope_q, within
from protection.fields import EncryptedTextField

#: Nobody compares it with the number in a row of a list but by its index.
ID_NUMBER = "disclosure_notice.id_number"


def _of_hidden_household() -> models.Q:
    hiding = Proposal.objects.hiding()
    found = models.Q(models.Exists(hiding.filter(id_index=models.OuterRef("id_index"))))
    if settings.BLIND_INDEX_OLD_KEYS:
        # While keys change, notices follow the rows of lists, and proposals follow notices (``rekeying``).
        found |= models.Q(id_index__in=hiding.filter(row__isnull=False).values("row__id_index"))
    return found


class NoticeQuerySet(models.QuerySet):
    def visible_to(self, user: User):
        """The notices of the regions where ``user`` holds a post that works with lists."""
        return self.filter(scope_q(user, LIST_ROLES))

    def open(self):
        """Those to which something can still happen."""
        return self.filter(closed_at__isnull=True)

    def shown(self, today: date | None = None):
        """Those that the public sees on a day: up to their last day, or while an objection holds them.

        The day decides, and not whether somebody wrote that it was over. Never of a household that is hidden.
        """
        day = today or timezone.localdate()
        running = models.Q(state=NoticeState.STANDING, shown_from__lte=day, shown_until__gte=day)
        return self.open().not_hidden().filter(running | models.Q(state__in=HELD_NOTICES))

    def hidden(self):
        """Those of a household that two people hid from the public, in whichever programme."""
        return self.filter(_of_hidden_household())

    def not_hidden(self):
        """The others."""
        return self.filter(~_of_hidden_household())

    def unposted(self):
        """Those of which nobody is known to have put up the sheet."""
        return self.filter(postings__isnull=True)

    def over(self, today: date | None = None):
        """Those whose last day has passed without an objection, and of which nobody wrote that yet."""
        day = today or timezone.localdate()
        return self.open().filter(state=NoticeState.STANDING, shown_until__lt=day)

    def within(self, code: str):
        """The notices of a region and of all that lies in it."""
        return self.filter(within(code))


class Notice(models.Model):
    """One household's notice in its village. What happens to it is in ``notices``; what of it is public, in
    ``public.notices.masked`` and nowhere else.

    ``state`` and ``closed_at`` repeat what the latest event says (``notices.record``).
    """

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="+", db_index=False, verbose_name=_("programme")
    )
    region = models.ForeignKey(
        "organizations.Region", on_delete=models.PROTECT, related_name="+", verbose_name=_("village")
    )
    kind = models.CharField(pgettext_lazy("notice", "kind"), max_length=8, choices=NoticeKind.choices)
    holder_name = models.CharField(_("holder"), max_length=64)
    id_number = EncryptedTextField(_("ID number"), place=ID_NUMBER)
    id_index = models.CharField(max_length=64)
    people = models.PositiveSmallIntegerField(
        _("people"), validators=[MinValueValidator(1), MaxValueValidator(99)]
    )
    amount = models.DecimalField(_("yuan proposed"), max_digits=10, decimal_places=2, null=True, blank=True)
    #: A code of ``notices.reasons``: nobody's own words are ever public.
    reason = models.CharField(_("reason"), max_length=32)
    adult_on = models.DateField(
        _("comes of age on"), null=True, blank=True, help_text=_("Set only where the holder was a minor.")
    )
    state = models.CharField(_("state"), max_length=12, choices=NoticeState.choices, editable=False)
    closed_at = models.DateTimeField(null=True, editable=False)
    shown_from = models.DateField(pgettext_lazy("notice", "shown from"), null=True, editable=False)
    shown_until = models.DateField(pgettext_lazy("notice", "shown until"), null=True, editable=False)
    #: The calendar of the year in which it ends was not out when it was counted.
    is_provisional = models.BooleanField(default=False, editable=False)
    decide_by = models.DateField(_("to be decided by"), null=True, editable=False)
    #: Of the case and not of the state: also of a notice that was taken back meanwhile.
    has_objection = models.BooleanField(default=False, editable=False)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("entered by")
    )
    entered_at = models.DateTimeField(_("entered at"), auto_now_add=True)

    objects = NoticeQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = pgettext_lazy("list", "notice")
        verbose_name_plural = _("notices")
        ordering = ["-pk"]
        default_permissions = ()
        constraints = [
            # Within a county: nobody elsewhere bars the place where a household lives, or learns of it.
            models.UniqueConstraint(
                "id_index",
                "programme",
                "kind",
                Substr("region", 1, codes.CODE_LENGTH[Level.COUNTY]),
                condition=models.Q(closed_at__isnull=True),
                name="one_open_notice_in_a_county",
            ),
        ]
        indexes = [
            models.Index(fields=["id_index"], name="notice_of_household"),
            # What a village or a county is shown now is few, whatever lies behind it.
            models.Index(
                fields=["region", "shown_until"],
                condition=models.Q(closed_at__isnull=True),
                name="notice_open_in_region",
            ),
            models.Index(
                fields=["shown_until"], condition=models.Q(closed_at__isnull=True), name="notice_open_until"
            ),
        ]

    def __str__(self) -> str:
        # Nobody's name: it labels entries of the log.
        return f"{self.get_kind_display()}: {self.programme} {self.region}"

    @property
    def masked_name(self) -> str:
        """The holder's name as others than those at work on it may read it."""
        return mask_name(self.holder_name)

    def state_on(self, day: date) -> NoticeState:
        """Where it stands on a day: one whose last day has passed is over, whoever has yet to write it."""
        is_over = self.state == NoticeState.STANDING and (self.shown_until or day) < day
        return NoticeState.ENDED if is_over else NoticeState(self.state)

    @property
    def state_now(self) -> NoticeState:
        """The same for today (Asia/Shanghai)."""
        return self.state_on(timezone.localdate())


class NoticeEvent(models.Model):
    """What happened to a notice; never changed. Of an objection it says that there was one, and no more."""

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=12, choices=NoticeEventKind.choices)
    at = models.DateTimeField(default=timezone.now)
    #: None where it followed by itself, or from a case.
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    reason = EncryptedTextField(_("reason"), blank=True, place="disclosure_noticeevent.reason")
    #: What the event left: the state, and the days of its period where it set them.
    state = models.CharField(max_length=12, choices=NoticeState.choices)
    shown_from = models.DateField(null=True)
    shown_until = models.DateField(null=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("event of a notice")
        verbose_name_plural = _("events of notices")
        ordering = ["pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.notice_id}: {self.kind}"
