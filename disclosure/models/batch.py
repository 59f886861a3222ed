"""One imported list on its way to the public, and what was read from its file."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import formats
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from disclosure.enums import IN_FORCE, OPEN, BatchState
from disclosure.messages import Explained
from disclosure.models.programme import Programme
from disclosure.months import is_ahead
from disclosure.roles import LIST_ROLES
from organizations import codes
from organizations.models import User
from organizations.scope import scope_q, within
from protection.fields import EncryptedJSONField, EncryptedTextField
from protection.uploads import private_path, private_storage

#: One place for the rows of files, of lists and brought back: publication copies a hundred thousand tokens by
#: INSERT … SELECT. Both columns hold the numbers of the same households, and no page shows either.
ID_NUMBERS = "disclosure_recipient.id_number"


class BatchQuerySet(models.QuerySet):
    def visible_to(self, user: User):
        """The batches of the regions where ``user`` holds a post that works with lists."""
        return self.filter(scope_q(user, LIST_ROLES))

    def published(self):
        """The batches that became public, and were neither withdrawn nor corrected since."""
        return self.filter(state=BatchState.PUBLISHED)

    def in_force(self):
        """The batches of which the latest over a place says what its page shows."""
        return self.filter(state__in=IN_FORCE)

    def covering(self, region_code: str):
        """The batches whose list takes in a place: those of it and of the places above."""
        return self.filter(region_id__in=codes.ancestors_of(region_code, include_self=True))

    def not_worked_on_by(self, user: User):
        """The batches that ``user`` neither uploaded nor ever submitted: on these alone may they decide
        (design invariant 3).
        """
        return self.exclude(uploaded_by=user).exclude(submitted_by=user).exclude(submitters=user)

    def sharing_places_with(self, batch: "Batch"):
        """The batches of the same programme that share a village with ``batch``: its region, above or
        below.
        """
        shared = models.Q(region_id__in=codes.ancestors_of(batch.region_id)) | within(batch.region_id)
        return self.filter(shared, programme_id=batch.programme_id).exclude(pk=batch.pk)


class Batch(models.Model):
    """One file of one programme, region and month (批次)."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, verbose_name=_("programme"))
    region = models.ForeignKey(
        "organizations.Region", on_delete=models.PROTECT, related_name="+", verbose_name=_("region")
    )
    month = models.DateField(_("month"), help_text=_("The first day of the month that the list is about."))
    state = models.CharField(_("state"), max_length=16, choices=BatchState.choices, default=BatchState.DRAFT)

    source_name = models.CharField(_("file"), max_length=255)
    # Only while a background task has yet to read it: it holds accounts and addresses that we must not keep.
    file = models.FileField(storage=private_storage, upload_to=private_path, blank=True)
    # Who is reading that file: see disclosure/intake/leases.py.
    reading_until = models.DateTimeField(null=True, blank=True, editable=False)
    is_in_hand = models.BooleanField(default=False, editable=False)
    readings = models.PositiveSmallIntegerField(default=0, editable=False)
    # What the editor called it: it may name a person, so it is encrypted, and shown on the list's page only.
    given_name = EncryptedTextField(_("name of the file"), blank=True, place="disclosure_batch.given_name")
    # Its columns, where they could not be told, and since when it waits: see disclosure/intake/asking.py.
    question = EncryptedJSONField(null=True, blank=True, editable=False, place="disclosure_batch.question")
    asked_at = models.DateTimeField(null=True, blank=True, editable=False)
    # The columns that the file has none of, as its editor said: keys of ``intake.layouts``.
    lacks = models.CharField(max_length=64, blank=True, default="", db_default="", editable=False)
    # While it is being read (``intake.progress``): the rows read so far, how much of the file any reader got
    # through, and whether this one got through all of it.
    rows_read = models.PositiveIntegerField(default=0, editable=False)
    percent_read = models.PositiveSmallIntegerField(default=0, db_default=0, editable=False)
    is_read_through = models.BooleanField(default=False, db_default=False, editable=False)
    digest = models.CharField(_("SHA-256 of the file"), max_length=64, blank=True)

    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("uploaded by")
    )
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("submitted by"),
    )
    # All who ever submitted it: after it was sent back and submitted by another, it is still their work too.
    submitters = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", editable=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("approved by"),
    )
    uploaded_at = models.DateTimeField(_("uploaded at"), auto_now_add=True)
    checked_at = models.DateTimeField(_("checked at"), null=True, blank=True)
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True)
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn from the public at"), null=True, blank=True)
    # The list of the same month that this one corrects, as it was when this one was submitted.
    corrects = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        related_name="corrections",
        null=True,
        blank=True,
        verbose_name=_("corrects"),
    )
    # The earlier version whose rows it brings back; then there was no file.
    brings_back = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("brings back"),
    )
    # How many households would end, as the reviewer saw it: publication ends no other number unasked.
    ended_seen = models.PositiveIntegerField(null=True, blank=True, editable=False)
    # What it opened and closed when it became public, which nothing changes afterwards: rows, those of them
    # whose household left, yuan a month. Unknown of lists that became public before it was kept.
    opened_count = models.PositiveIntegerField(null=True, editable=False)
    closed_count = models.PositiveIntegerField(null=True, editable=False)
    ended_count = models.PositiveIntegerField(null=True, editable=False)
    opened_amount = models.DecimalField(max_digits=14, decimal_places=2, null=True, editable=False)
    closed_amount = models.DecimalField(max_digits=14, decimal_places=2, null=True, editable=False)
    reason = EncryptedTextField(
        _("reason"),
        blank=True,
        help_text=_("What was said with the last act."),
        place="disclosure_batch.reason",
    )

    # Over the staged rows as submitted; publication compares it, so that what was approved is what is shown.
    content_digest = models.CharField(max_length=64, blank=True)

    accepted_count = models.PositiveIntegerField(_("rows accepted"), default=0)
    refused_count = models.PositiveIntegerField(_("rows refused"), default=0)
    # Accepted, but to be looked at by who reviews the list.
    warned_count = models.PositiveIntegerField(_("warnings"), default=0)
    # The rows that they are in; unknown of lists that were checked before it was counted.
    warned_rows = models.PositiveIntegerField(_("rows with warnings"), null=True, editable=False)

    objects = BatchQuerySet.as_manager()

    class Meta:
        ordering = ["-month", "-pk"]
        verbose_name = _("list")
        verbose_name_plural = _("lists")
        permissions = [
            ("submit_batch", _("Can submit a list for review")),
            ("approve_batch", _("Can approve or send back a list")),
            ("propose_batch", _("Can propose to take back what is public")),
        ]
        indexes = [models.Index(fields=["programme", "region", "month"], name="batch_programme_region_month")]

    def __str__(self) -> str:
        return f"{self.programme} {self.region} {formats.date_format(self.month, 'YEAR_MONTH_FORMAT')}"

    @property
    def is_checked(self) -> bool:
        """False while a background task is still reading the file."""
        return self.checked_at is not None

    @property
    def is_read_again(self) -> bool:
        """Whether its file is read from the beginning once more, after somebody got some way."""
        return bool(self.percent_read) and self.readings > int(self.is_in_hand)

    @property
    def lacking(self) -> frozenset[str]:
        """The columns that its rows do not have."""
        return frozenset(self.lacks.split())

    @property
    def asks_columns(self) -> bool:
        """Whether its file waits for its editor to say what its columns are."""
        return self.asked_at is not None and not self.is_checked

    @property
    def state_shown(self) -> str:
        """Its state in words, or what becomes of its file before it has one."""
        if self.asks_columns:
            return gettext("Asks what its columns are")
        return self.get_state_display() if self.is_checked else gettext("Being read")

    @property
    def is_withdrawn(self) -> bool:
        """Whether it was public and two people withdrew it."""
        return self.state == BatchState.TAKEN_DOWN

    @property
    def is_ahead(self) -> bool:
        """Whether it waits to become public for a month that has not begun."""
        return self.state in OPEN and is_ahead(self.month)


class StagedRow(models.Model):
    """A row that passed the check, waiting for its batch to be published; gone after that."""

    wagtail_reference_index_ignore = True

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, db_index=False, related_name="staged_rows")
    sheet = models.CharField(_("sheet"), max_length=64, blank=True)
    row = models.PositiveIntegerField(_("row"))
    region = models.ForeignKey(
        "organizations.Region", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    holder_name = models.CharField(max_length=64)
    id_number = EncryptedTextField(place=ID_NUMBERS)
    id_index = models.CharField(max_length=64)
    own_index = models.CharField(max_length=64, default="", db_default="", editable=False)
    # What the file does not say is None: see Batch.lacks.
    people = models.PositiveSmallIntegerField(null=True)
    amount = models.DecimalField(max_digits=10, decimal_places=2, default=0, null=True)
    category = models.CharField(max_length=32, blank=True)
    since = models.DateField(null=True)
    adult_on = models.DateField(null=True, blank=True)
    # The address of the row that it becomes; chosen here so that publication is one INSERT … SELECT.
    public_id = models.UUIDField(default=uuid.uuid4, editable=False)

    class Meta:
        ordering = ["row", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "id_index"], name="one_staged_row_per_household"),
        ]
        indexes = [models.Index(fields=["batch", "row"], name="staged_row_in_file_order")]

    def __str__(self) -> str:
        return f"{self.batch_id}: {self.row}"


class RefusedRowQuerySet(models.QuerySet):
    def faults(self):
        """Why rows, or the file, were refused."""
        return self.filter(is_warning=False)

    def warnings(self):
        """Why rows that were accepted should be looked at."""
        return self.filter(is_warning=True)


class RefusedRow(Explained, models.Model):
    """One reason why one row of a file, or the file itself, was refused, or (``is_warning``) why whoever
    reviews the list should look at a row that was accepted.

    ``code`` names a message of disclosure/messages.py and ``params`` what it is filled with: numbers,
    headings, places, masked values. Nothing protected may stand in it.
    """

    wagtail_reference_index_ignore = True

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="refused_rows")
    sheet = models.CharField(_("sheet"), max_length=64, blank=True)
    row = models.PositiveIntegerField(
        _("row"), default=0, help_text=_("As the spreadsheet counts; 0 is the file.")
    )
    column = models.CharField(_("column"), max_length=64, blank=True)
    code = models.CharField(max_length=48)
    params = models.JSONField(default=dict)
    is_warning = models.BooleanField(default=False)

    objects = RefusedRowQuerySet.as_manager()

    class Meta:
        ordering = ["row", "pk"]
        indexes = [
            models.Index(
                fields=["batch", "row", "id"],
                condition=models.Q(is_warning=False),
                name="faults_in_file_order",
            ),
            models.Index(
                fields=["batch", "row", "id"],
                condition=models.Q(is_warning=True),
                name="warnings_in_file_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id}: {self.row} {self.code}"
