"""What one person proposes about a list that is public, and another decides."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from disclosure.enums import ProposalOutcome, Step
from disclosure.models.batch import Batch
from disclosure.models.programme import Programme
from disclosure.roles import LIST_ROLES
from organizations.models import User
from organizations.scope import scope_q
from protection.fields import EncryptedTextField


class ProposalQuerySet(models.QuerySet):
    def visible_to(self, user: User):
        """The proposals about places where ``user`` holds a post that works with lists."""
        return self.filter(scope_q(user, LIST_ROLES))

    def waiting(self):
        """Those that nobody decided on yet."""
        return self.filter(outcome=ProposalOutcome.WAITING)

    def hiding(self):
        """Those that hide a household now: decided, and not undone since."""
        return self.filter(holds=True)


class Proposal(models.Model):
    """A step on what is public (disclosure/publication/proposals.py), with its reason, by two people.

    A household is hidden by its ``id_index``, not by its row: next month's row is another, and hidden too.
    """

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    step = models.CharField(_("step"), max_length=12, choices=Step.choices)
    batch = models.ForeignKey(
        Batch, on_delete=models.PROTECT, related_name="proposals", verbose_name=_("list")
    )
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+", db_index=False)
    # The place it is about, which says who may decide: the list's, or the row's village.
    region = models.ForeignKey("organizations.Region", on_delete=models.PROTECT, related_name="+")
    row = models.ForeignKey(
        "disclosure.Recipient", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    id_index = models.CharField(max_length=64, blank=True)
    reason = EncryptedTextField(_("reason"), place="disclosure_proposal.reason")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("proposed by")
    )
    asked_at = models.DateTimeField(_("proposed at"), auto_now_add=True)
    outcome = models.CharField(
        _("outcome"),
        max_length=12,
        choices=ProposalOutcome.choices,
        default=ProposalOutcome.WAITING,
        blank=True,
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
    # It hides its household now.
    holds = models.BooleanField(default=False, editable=False)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("proposal about a public list")
        verbose_name_plural = _("proposals about public lists")
        constraints = [
            # Also the index by which every row that leaves is asked for.
            models.UniqueConstraint(
                fields=["id_index", "programme"],
                condition=models.Q(holds=True),
                name="one_hiding_per_household",
            ),
            models.UniqueConstraint(
                fields=["batch", "id_index", "programme"],
                condition=models.Q(outcome=""),
                name="one_waiting_proposal",
            ),
        ]

    def __str__(self) -> str:
        # Nobody's name: it labels entries of the log.
        return f"{self.get_step_display()}: {self.batch}"
