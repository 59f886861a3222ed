"""The figures of a programme: standards, supplements, limits of property, gradual exit."""

from decimal import Decimal

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.formats import number_format
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from disclosure.enums import Measure, ProposalOutcome, StandardSort
from disclosure.models.programme import Programme
from disclosure.roles import LIST_ROLES
from organizations.models import User
from organizations.scope import scope_q

#: What became of a figure that was proposed, in words of its own: nothing is done by it.
STATES = [
    (ProposalOutcome.WAITING, ProposalOutcome.WAITING.label),
    (ProposalOutcome.DONE, pgettext_lazy("standard", "Confirmed")),
    (ProposalOutcome.REFUSED, ProposalOutcome.REFUSED.label),
]


class AssistanceStandardQuerySet(models.QuerySet):
    def visible_to(self, user: User):
        """The figures of the regions where ``user`` holds a post that works with lists."""
        return self.filter(scope_q(user, LIST_ROLES))

    def waiting(self):
        """Those that no second administrator decided on yet."""
        return self.filter(outcome=ProposalOutcome.WAITING)

    def confirmed(self):
        """Those that count (``standard_decisions``)."""
        return self.filter(outcome=ProposalOutcome.DONE)


class AssistanceStandard(models.Model):
    """One figure of one programme in one place, from a day on, by a document (保障标准).

    It holds for all places inside, until one of them has its own. A change is a new row, never an edit: lists
    of earlier months are judged by what held then. It counts once a second administrator confirmed it; of two
    from the same day the later one, so that a slip can be corrected.
    """

    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="standards", verbose_name=_("programme")
    )
    region = models.ForeignKey(
        "organizations.Region", on_delete=models.PROTECT, related_name="+", verbose_name=_("region")
    )
    sort = models.CharField(_("what it is"), max_length=12, choices=StandardSort.choices)
    name = models.CharField(
        _("for whom, or of what"),
        max_length=40,
        blank=True,
        help_text=_("The class of people, such as 重度残疾人, or the kind of property."),
    )
    amount = models.DecimalField(
        _("figure"), max_digits=10, decimal_places=2, validators=[MinValueValidator(Decimal("0.01"))]
    )
    measure = models.CharField(pgettext_lazy("standard", "in"), max_length=16, choices=Measure.choices)
    months = models.PositiveSmallIntegerField(
        _("for how many months"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
    )
    valid_from = models.DateField(pgettext_lazy("standard", "valid from"))
    document = models.CharField(
        pgettext_lazy("standard", "document"),
        max_length=200,
        help_text=_("Number and title of what it stands in."),
    )
    is_end = models.BooleanField(
        _("ends"),
        default=False,
        help_text=_("From this day on the place has no such figure of its own any more."),
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("proposed by"),
    )
    outcome = models.CharField(
        _("outcome"),
        max_length=12,
        choices=STATES,
        default=ProposalOutcome.WAITING,
        blank=True,
        editable=False,
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True, editable=False)

    objects = AssistanceStandardQuerySet.as_manager()

    class Meta:
        verbose_name = _("assistance standard")
        verbose_name_plural = _("assistance standards")
        ordering = ["programme", "region", "sort", "name", "-valid_from"]
        default_permissions = ("view", "add")
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "region", "sort", "name", "valid_from"],
                condition=models.Q(outcome=""),
                name="one_waiting_standard_a_day",
            )
        ]

    def __str__(self) -> str:
        return gettext("%(programme)s, %(region)s: %(figure)s from %(day)s") % {
            "programme": self.programme,
            "region": self.region,
            "figure": self.figure,
            "day": self.valid_from.isoformat(),
        }

    @property
    def figure(self) -> str:
        """The figure with what it is counted in, in the reader's language."""
        figure = number_format(self.amount.normalize() if self.amount % 1 else int(self.amount))
        words = gettext("%(figure)s %(measure)s")
        words %= {"figure": figure, "measure": self.get_measure_display()}
        if self.months:
            words = gettext("up to %(figure)s, for %(months)s months") % {
                "figure": words,
                "months": self.months,
            }
        return gettext("no more: %(figure)s") % {"figure": words} if self.is_end else words
