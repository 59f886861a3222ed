"""What one administrator of the head office proposes of a programme's settings, and another decides."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from disclosure.enums import NameMasking, ProposalOutcome
from disclosure.models.programme import Programme
from disclosure.models.standard import STATES
from protection.fields import EncryptedTextField


class ProgrammeChangeQuerySet(models.QuerySet):
    def waiting(self):
        """Those that no second administrator decided on yet."""
        return self.filter(outcome=ProposalOutcome.WAITING)


class ProgrammeChange(models.Model):
    """Settings of a programme that show more than before, or ask for less. They count for nothing until a
    second administrator confirms them (``disclosure.programmes``). A setting without a value stays as it is.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="changes")
    name_masking = models.CharField(max_length=8, choices=NameMasking.choices, blank=True)
    notice_days = models.PositiveSmallIntegerField(null=True, blank=True)
    ending_share = models.PositiveSmallIntegerField(null=True, blank=True)
    fewest_households = models.PositiveSmallIntegerField(null=True, blank=True)
    reason = EncryptedTextField(_("reason"), place="disclosure_programmechange.reason")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("proposed by")
    )
    asked_at = models.DateTimeField(_("proposed at"), auto_now_add=True)
    outcome = models.CharField(
        _("outcome"), max_length=12, choices=STATES, default=ProposalOutcome.WAITING, blank=True
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)

    objects = ProgrammeChangeQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("proposed change of a programme")
        verbose_name_plural = _("proposed changes of programmes")
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["programme"],
                condition=models.Q(outcome=""),
                name="one_waiting_change_a_programme",
            )
        ]

    def __str__(self) -> str:
        return str(self.programme)

    @property
    def values(self) -> dict[str, Any]:
        """The settings that it would give, by name."""
        given = {
            "name_masking": self.name_masking or None,
            "notice_days": self.notice_days,
            "ending_share": self.ending_share,
            "fewest_households": self.fewest_households,
        }
        return {name: value for name, value in given.items() if value is not None}

    @property
    def lines(self) -> list[tuple[str, str, str]]:
        """What each is called, as it is and as it would be, in the reader's language."""
        wanted = Programme(**self.values)
        return [
            (
                str(Programme._meta.get_field(name).verbose_name),
                _shown(self.programme, name),
                _shown(wanted, name),
            )
            for name in self.values
        ]


def _shown(programme: Programme, name: str) -> str:
    return str(programme.get_name_masking_display() if name == "name_masking" else getattr(programme, name))
