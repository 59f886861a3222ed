"""The sums of each public list, kept when it is published, so that no page adds up a million rows."""

from decimal import Decimal
from typing import TypeVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from disclosure.models.batch import Batch
from disclosure.models.programme import Programme
from disclosure.roles import LIST_ROLES
from organizations.enums import Level
from organizations.models import User
from organizations.scope import scope_q

Figure = TypeVar("Figure", int, Decimal)


def told(figure: Figure, untold: int, households: int) -> Figure | None:
    """Return a figure of so many households, as far as lists say it; None where of all it is ``untold``."""
    return figure if untold < max(households, 1) else None


class ListTotalQuerySet(models.QuerySet):
    def current(self):
        """What each place's page shows, or says to be withdrawn."""
        return self.filter(is_current=True)

    def shown(self):
        """The current totals of lists that were not withdrawn."""
        return self.current().filter(is_withdrawn=False).telling()

    def unposted(self):
        """The shown totals of villages whose sheet nobody is known to have put up; a list of nobody is not
        waited for (house rule).
        """
        here = self.current().filter(is_withdrawn=False, is_posted=False, households__gt=0)
        return here.filter(region__level=Level.VILLAGE)

    def visible_to(self, user: User):
        """The totals of the regions where ``user`` holds a post that works with lists."""
        return self.filter(scope_q(user, LIST_ROLES))

    def telling(self):
        """Without those of places in which a list counts nobody and nothing that changed: such a place got a
        total only because somebody in it is hidden, and would be told from its neighbours by it.
        """
        counts_somebody = ~models.Q(households=0, added=0, removed=0, changed=0)
        return self.filter(counts_somebody | models.Q(batch__region__code__startswith=models.F("region_id")))


class ListTotal(models.Model):
    """What one programme's list comes to in one region, from the village up, after one publication."""

    wagtail_reference_index_ignore = True

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="totals")
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+", db_index=False)
    region = models.ForeignKey(
        "organizations.Region", on_delete=models.PROTECT, related_name="list_totals", db_index=False
    )
    month = models.DateField(_("month"))
    is_current = models.BooleanField(default=True)
    # Its list was withdrawn: the page says so, and the figures below stay out of those above.
    is_withdrawn = models.BooleanField(default=False)
    # Somewhere in it a list was withdrawn, whose figures are not in these.
    is_partial = models.BooleanField(default=False)
    # False where the list before was of a later month: what changed since the month before is not known.
    is_compared = models.BooleanField(default=True)
    # Households that are hidden at present, and not in the figures below.
    hidden = models.PositiveIntegerField(default=0)
    households = models.PositiveIntegerField(_("households"))
    people = models.PositiveIntegerField(_("people"))
    amount = models.DecimalField(_("yuan a month"), max_digits=14, decimal_places=2)
    # Of a village: a record says that its sheet hangs on the board (``publication.posting``).
    is_posted = models.BooleanField(default=False, db_default=False, editable=False)
    # Of so many of the households the lists do not say how many they are, and what they receive.
    without_people = models.PositiveIntegerField(default=0, db_default=0)
    without_amount = models.PositiveIntegerField(default=0, db_default=0)
    added = models.PositiveIntegerField(_("added"), default=0)
    removed = models.PositiveIntegerField(_("removed"), default=0)
    changed = models.PositiveIntegerField(_("changed"), default=0)

    objects = ListTotalQuerySet.as_manager()

    class Meta:
        verbose_name = _("total")
        verbose_name_plural = _("totals")
        constraints = [
            models.UniqueConstraint(fields=["batch", "region"], name="one_total_per_batch_and_region"),
            models.UniqueConstraint(
                fields=["region", "programme"],
                condition=models.Q(is_current=True),
                name="one_current_total",
            ),
        ]
        indexes = [
            models.Index(fields=["region", "programme", "month"], name="total_of_month"),
            # What is missing is found without a look at all that hangs where it should.
            models.Index(
                fields=["region", "programme"],
                condition=models.Q(is_current=True, is_withdrawn=False, is_posted=False, households__gt=0),
                name="total_without_posting",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.region_id} {self.programme_id} {self.month:%Y-%m}"

    @property
    def people_told(self) -> int | None:
        """How many people, as far as the lists say it; None where they say it of no household."""
        return told(self.people, self.without_people, self.households)

    @property
    def amount_told(self) -> Decimal | None:
        """The yuan, as far as the lists say them; None where they say them of no household."""
        return told(self.amount, self.without_amount, self.households)
