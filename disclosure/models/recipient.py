"""The published rows through time."""

import uuid
from collections.abc import Collection

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from disclosure.models.batch import ID_NUMBERS, Batch
from disclosure.models.indexed import InCodePoints, ListKey
from disclosure.models.programme import Programme
from disclosure.models.total import ListTotal
from disclosure.names import mask_name
from disclosure.roles import LIST_ROLES
from organizations.models import User
from organizations.scope import scope_q, within
from protection.fields import EncryptedTextField

#: What of a row ``public.masking`` looks at, and what orders rows.
SHOWN_COLUMNS = (
    *("public_id", "region", "holder_name", "people", "amount", "category"),
    *("since", "adult_on"),
)


class RecipientQuerySet(models.QuerySet):
    def current(self):
        """The rows of the latest list of each place, also where nobody may see them now: for staff. One query
        more than ``current_of``.
        """
        openings = Programme.objects.exclude(opening=None).values_list("opening", flat=True)
        return self._current(list(openings))

    def current_of(self, programme: Programme):
        """The same of one programme, which the caller read just now: while a list of it becomes public in
        pieces, the rows that it opened are not current yet, and those that it closed still are.
        """
        openings = [programme.opening_id] if programme.opening_id else []
        return self._current(openings).filter(programme=programme)

    def left_open(self):
        """The rows that nothing closed: those of ``current``, but where a list becomes public in pieces those
        that will be current after it.
        """
        return self.filter(valid_until__isnull=True)

    def _current(self, openings: list[int]):
        if not openings:
            return self.left_open()
        before = models.Q(valid_until__isnull=True) & ~models.Q(valid_from__in=openings)
        still = models.Q(valid_until__isnull=False, closed_by__in=openings)
        return self.detached().filter(before | still)

    def detached(self):
        """With the keys of the lists that opened and closed a row, ``opened_by`` and ``closed_by``, asked so
        that no index serves them: by these, rows are as many as a list is long, by place or household few.
        """
        return self.alias(
            opened_by=models.F("valid_from_id") + models.Value(0),
            closed_by=models.F("valid_until_id") + models.Value(0),
        )

    def opened_in(self, lists: Collection[int]):
        """The rows that these lists opened, found in the order of their places."""
        return self.alias(opened_in=ListKey("valid_from_id")).filter(opened_in__in=lists)

    def closed_in(self, lists: Collection[int]):
        """The rows that these lists closed, found in the order of their places."""
        closed = self.filter(valid_until__isnull=False).alias(closed_in=ListKey("valid_until_id"))
        return closed.filter(closed_in__in=lists)

    def current_called(self, beginning: str):
        """The rows of ``current`` whose holder's name begins so, in the order of the names, found by these:
        not among all who stand in a place.
        """
        openings = list(Programme.objects.exclude(opening=None).values_list("opening", flat=True))
        before = models.Q(closed_by__isnull=True) & ~models.Q(opened_by__in=openings)
        still = models.Q(closed_by__isnull=False, closed_by__in=openings)
        rows = self.detached().filter(before | still).alias(called=InCodePoints("holder_name"))
        # No character comes after the last one of Unicode.
        return rows.filter(called__gte=beginning, called__lt=f"{beginning}\U0010ffff").order_by(
            "called", "pk"
        )

    def stood_by(self, public_by: Collection[int]):
        """Of ``detached`` rows those that stood when these lists had become public, and no later one."""
        still = models.Q(valid_until__isnull=True) | ~models.Q(closed_by__in=public_by)
        return self.filter(still, opened_by__in=public_by)

    def unhidden(self):
        """Without the households that two people hid."""
        return self.filter(is_hidden=False)

    def seen(self):
        """Of current rows those that the public may see: not hidden, and their list not withdrawn."""
        withdrawn = ListTotal.objects.current().filter(
            is_withdrawn=True, region=OuterRef("region"), programme=OuterRef("programme")
        )
        return self.unhidden().filter(~Exists(withdrawn))

    def shown(self, programme: Programme):
        """The rows of a programme that the public may see now, the only ones that may leave."""
        return self.current_of(programme).seen()

    def within(self, code: str):
        """The rows of a region and of all that lies in it."""
        return self.filter(within(code))

    def visible_to(self, user: User):
        """The rows of the regions where ``user`` holds a post that works with lists."""
        return self.filter(scope_q(user, LIST_ROLES))


class Recipient(models.Model):
    """One row of a list through time (救助对象): public from one batch until another.

    A change closes the row and opens a new one with the same ``id_index``; an unchanged household keeps its
    row month after month. What of it becomes public is decided in ``public.masking`` and nowhere else.
    """

    wagtail_reference_index_ignore = True

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+", db_index=False)
    region = models.ForeignKey(
        "organizations.Region", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    holder_name = models.CharField(_("holder"), max_length=64)
    id_number = EncryptedTextField(_("ID number"), place=ID_NUMBERS)
    id_index = models.CharField(max_length=64)
    # By it people find what stands in their own name (``disclosure.own_index``).
    own_index = models.CharField(max_length=64, default="", db_default="", editable=False)
    # None: the list does not say it, which is neither nobody nor nothing.
    people = models.PositiveSmallIntegerField(_("people"), null=True)
    amount = models.DecimalField(_("yuan a month"), max_digits=10, decimal_places=2, default=0, null=True)
    category = models.CharField(_("category"), max_length=32, blank=True)
    since = models.DateField(
        _("since"), null=True, help_text=_("The first day of the month when assistance began.")
    )
    adult_on = models.DateField(
        _("comes of age on"), null=True, blank=True, help_text=_("Set only where the holder was a minor.")
    )
    valid_from = models.ForeignKey(
        Batch, on_delete=models.PROTECT, related_name="opened_rows", verbose_name=_("shown since")
    )
    valid_until = models.ForeignKey(
        Batch,
        on_delete=models.PROTECT,
        related_name="closed_rows",
        null=True,
        blank=True,
        db_index=False,
        verbose_name=_("shown until"),
    )

    # Two people hid its household (``publication.proposals``): said of each row that it ever had on the
    # programme's lists, and of those to come as they are opened.
    is_hidden = models.BooleanField(default=False, editable=False)

    objects = RecipientQuerySet.as_manager()

    class Meta:
        verbose_name = _("recipient")
        verbose_name_plural = _("recipients")
        constraints = [
            # One household stands on one list of a programme once, wherever it lives.
            models.UniqueConstraint(
                fields=["id_index", "programme"],
                condition=models.Q(valid_until__isnull=True),
                name="one_current_row_per_household",
            ),
        ]
        indexes = [
            models.Index(
                fields=["region", "programme", "id"],
                condition=models.Q(valid_until__isnull=True),
                name="recipient_current_list",
            ),
            # Without the rows that nothing closed: by it a planner would gather those of all lists.
            models.Index(
                fields=["valid_until"],
                condition=models.Q(valid_until__isnull=False),
                name="recipient_closed_by",
            ),
            # What a list that is becoming public has closed already still stands on its village's page; and
            # what stood on the list of an earlier month.
            models.Index(
                fields=["region", "programme", "id"],
                condition=models.Q(valid_until__isnull=False),
                name="recipient_closed_list",
            ),
            models.Index(fields=["id_index", "programme"], name="recipient_household"),
            models.Index(fields=["own_index"], name="recipient_own_entry"),
            # What a list changed in a place, the first few of it.
            models.Index(ListKey("valid_from"), "region", "id", name="recipient_opened_in"),
            models.Index(
                ListKey("valid_until"),
                "region",
                "id",
                condition=models.Q(valid_until__isnull=False),
                name="recipient_closed_in",
            ),
            models.Index(InCodePoints("holder_name"), "id", name="recipient_called"),
        ]

    def __str__(self) -> str:
        return mask_name(self.holder_name)

    @property
    def is_current(self) -> bool:
        """Whether it stands on the latest list, as ``RecipientQuerySet.current_of`` has it."""
        opening = self.programme.opening_id
        if self.valid_until_id is None:
            return opening is None or self.valid_from_id != opening
        return self.valid_until_id == opening
