"""Transfers: a lead handed to discipline inspection, with the letter that went."""

import uuid

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from protection.uploads import private_path, private_storage

LETTER_NUMBER = RegexValidator(
    r"^[\w\-]{1,24}〔\d{4}〕\d{1,5}号$",
    _("A letter number has a word, the year in 〔〕 and a serial: 连纪线移〔2026〕1号."),
)


class Transfer(models.Model):
    """One transfer letter (移交函), kept as it was sent: the file and its digest never change."""

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    lead = models.ForeignKey("supervision.Lead", on_delete=models.PROTECT, related_name="transfers")
    #: Given once among what its maker sees (``supervision.transferring``). Not once at all: a refusal would
    #: tell that there is a letter which they are not shown.
    letter_number = models.CharField(_("letter number"), max_length=40, validators=[LETTER_NUMBER])
    to_unit = models.ForeignKey(
        "organizations.Unit", on_delete=models.PROTECT, related_name="+", verbose_name=_("transferred to")
    )
    file = models.FileField(_("letter"), storage=private_storage, upload_to=private_path, max_length=200)
    digest = models.CharField(_("SHA-256 of the letter"), max_length=64)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("made by")
    )
    at = models.DateTimeField(_("made"))

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("transfer")
        verbose_name_plural = _("transfers")
        ordering = ["at", "pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.letter_number
