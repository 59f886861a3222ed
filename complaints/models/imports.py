"""Cases that another system took in, brought here by a file: the file, what was wrong with its rows, and
under which number the other system knows a case.
"""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from protection.fields import EncryptedTextField
from protection.uploads import private_path, private_storage

#: A number that another system gave.
NUMBER_LENGTH = 64


class CaseImport(models.Model):
    """One file of another system's cases, and how far it was read.

    ``row_at`` is the last row of sheet ``sheet_at`` (both from 1) whose outcome is stored: whoever takes up
    the work of a dead process goes on behind it.
    """

    region = models.ForeignKey(
        "organizations.Region", on_delete=models.PROTECT, related_name="+", verbose_name=_("place")
    )
    layout = models.CharField(_("kind of file"), max_length=32, blank=True)
    # Only until it was read: it holds names, telephone numbers and stories.
    file = models.FileField(storage=private_storage, upload_to=private_path, blank=True)
    given_name = EncryptedTextField(
        _("name of the file"), blank=True, place="complaints_caseimport.given_name"
    )
    digest = models.CharField(max_length=64, editable=False)
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("imported by")
    )
    created_at = models.DateTimeField(_("imported at"), auto_now_add=True)
    finished_at = models.DateTimeField(_("finished"), null=True, editable=False)
    sheet_at = models.PositiveIntegerField(default=0, editable=False)
    row_at = models.PositiveIntegerField(default=0, editable=False)
    rows_read = models.PositiveIntegerField(_("rows read"), default=0, editable=False)
    filed = models.PositiveIntegerField(_("cases filed"), default=0, editable=False)
    answered = models.PositiveIntegerField(_("answers taken over"), default=0, editable=False)
    repeated = models.PositiveIntegerField(_("rows of cases on file"), default=0, editable=False)
    refused = models.PositiveIntegerField(_("rows refused"), default=0, editable=False)
    # Who is at it: see complaints/imports/leases.py.
    reading_until = models.DateTimeField(null=True, editable=False)
    is_in_hand = models.BooleanField(default=False, editable=False)
    readings = models.PositiveIntegerField(default=0, editable=False)
    #: Readers that died since one came to the end of its turn.
    died = models.PositiveSmallIntegerField(default=0, editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("import of cases")
        verbose_name_plural = _("imports of cases")
        ordering = ["-created_at", "-pk"]
        default_permissions = ("view",)
        permissions = [("import_caseimport", _("Can import cases of other systems"))]
        indexes = [models.Index(fields=["id"], condition=models.Q(finished_at=None), name="case_import_open")]

    def __str__(self) -> str:
        return f"{self.region_id}/{self.pk}"


class ImportFinding(models.Model):
    """Why a row, or (row 0) the file, was not taken over, or (``is_warning``) what to know of one that was.

    ``params`` hold numbers, headings and places; nothing that a row says (``complaints.imports.messages``).
    """

    case_import = models.ForeignKey(CaseImport, on_delete=models.CASCADE, related_name="findings")
    sheet = models.CharField(_("sheet"), max_length=64, blank=True)
    row = models.PositiveIntegerField(_("row"), default=0)
    column = models.CharField(_("column"), max_length=64, blank=True)
    code = models.CharField(max_length=48)
    params = models.JSONField(default=dict)
    is_warning = models.BooleanField(default=False)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.case_import_id}: {self.row} {self.code}"


class CaseOrigin(models.Model):
    """The number under which another system knows a case, and the file that brought it."""

    case = models.OneToOneField("complaints.Case", on_delete=models.PROTECT, related_name="origin")
    case_import = models.ForeignKey(CaseImport, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(_("number in the other system"), max_length=NUMBER_LENGTH)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("number in the other system")
        default_permissions = ()

    def __str__(self) -> str:
        return self.number
