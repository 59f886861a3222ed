"""Who wants to be told elsewhere that there is something new in their case, and what of it was sent."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from complaints.enums import TellingState, TellingWay
from protection.fields import EncryptedTextField


class TellingWish(models.Model):
    """The wish of one complainant, by their own act under the receipt; gone when they end it."""

    case = models.OneToOneField(
        "complaints.Case", on_delete=models.PROTECT, related_name="telling_wish", primary_key=True
    )
    way = models.CharField(_("way"), max_length=8, choices=TellingWay.choices)
    address = EncryptedTextField(_("number or address"), place="complaints_tellingwish.address")
    since = models.DateTimeField(_("wished since"))

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("wish to be told")
        verbose_name_plural = _("wishes to be told")
        default_permissions = ()

    def __str__(self) -> str:
        return f"wish of case {self.case_id}"


class NewsMessage(models.Model):
    """One message about one event: a row that workers follow until it left, or nobody takes it.

    It holds neither a word nor an address. ``public_id`` is its name with the gateway, the same at each try.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey("complaints.Case", on_delete=models.PROTECT, related_name="tellings")
    sequence = models.PositiveIntegerField(_("event"))
    way = models.CharField(_("way"), max_length=8, choices=TellingWay.choices)
    state = models.CharField(
        _("state"), max_length=8, choices=TellingState.choices, default=TellingState.WAITING
    )
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    next_at = models.DateTimeField(_("tried again at"))
    done_at = models.DateTimeField(_("done at"), null=True)
    #: What the gateway calls it, to ask there.
    reference = models.CharField(_("reference of the gateway"), max_length=64, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("message that there is something new")
        verbose_name_plural = _("messages that there is something new")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["case", "sequence"], name="telling_once")]
        indexes = [
            models.Index(
                fields=["next_at"], condition=models.Q(state__in=["waiting", "sending"]), name="telling_due"
            )
        ]

    def __str__(self) -> str:
        return f"message about {self.case_id}/{self.sequence}"
