"""What is kept before a case exists, and the files that come with it."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from protection.fields import EncryptedJSONField, EncryptedTextField
from protection.uploads import ACTIVE, private_path, private_storage


class Draft(models.Model):
    """A half-filled form on the public site, found by the keyed hash of a secret in the browser."""

    key_index = models.CharField(max_length=64, unique=True)
    payload = EncryptedJSONField(default=dict, blank=True, place="complaints_draft.payload")
    #: Keyed digests of the network that it came from and of what is around that, and whether a question was
    #: answered for it (complaints.public.crowding). All go with the form: a case has none of them.
    network = models.CharField(max_length=64, blank=True, default="")
    around = models.CharField(max_length=64, blank=True, default="")
    #: Whether somebody wrote a word into it. Where all room is taken, a form without one makes way.
    written = models.BooleanField(default=False)
    answered = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        default_permissions = ()
        indexes = [
            models.Index(fields=["created_at"], name="draft_created"),
            models.Index(fields=["network", "created_at"], name="draft_network"),
            models.Index(fields=["around", "created_at"], name="draft_around"),
            models.Index(fields=["created_at"], condition=models.Q(written=False), name="draft_unwritten"),
        ]

    def __str__(self) -> str:
        return f"draft {self.pk}"


class Attachment(models.Model):
    """A file under a random name outside the web root; it belongs to a draft first, then to a case.

    Addresses and forms carry ``public_id``: between two serial keys somebody could count what is hidden.
    """

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    draft = models.ForeignKey(
        Draft, on_delete=models.SET_NULL, null=True, blank=True, related_name="attachments"
    )
    case = models.ForeignKey(
        "complaints.Case", on_delete=models.PROTECT, null=True, blank=True, related_name="attachments"
    )
    event = models.ForeignKey(
        "complaints.CaseEvent", on_delete=models.PROTECT, null=True, blank=True, related_name="attachments"
    )
    file = models.FileField(_("file"), storage=private_storage, upload_to=private_path, max_length=200)
    original_name = EncryptedTextField(
        _("name it was sent under"), blank=True, place="complaints_attachment.original_name"
    )
    kind = models.CharField(_("kind of file"), max_length=100)
    #: Words of protection.uploads.ACTIVE with blanks between them.
    active = models.CharField(_("what in it acts by itself"), max_length=100, blank=True)
    size = models.PositiveIntegerField(_("size in bytes"))

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        default_permissions = ()

    def __str__(self) -> str:
        return f"attachment {self.pk}"

    @property
    def warnings(self) -> list[str]:
        """What whoever opens the file has to be warned of, in words."""
        return [str(ACTIVE.get(mark, mark)) for mark in self.active.split()]

    @property
    def handed_out_as(self) -> str:
        """The media type it is sent with: one that no program opens by itself where it is active."""
        return "application/octet-stream" if self.active else self.kind
