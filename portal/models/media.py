"""Pictures and documents that editors publish with pages: models of our own from the first migration on."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image

from protection.uploads import UploadRefused, refuse_active


class PortalImage(AbstractImage):
    """A picture; what it shows is said in words, for those who cannot see it."""

    shows = models.CharField(_("what it shows"), max_length=250, blank=True)

    admin_form_fields = (*Image.admin_form_fields, "shows")

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        permissions = [("choose_image", "Can choose image")]

    @property
    def default_alt_text(self) -> str:
        return self.shows or super().default_alt_text


class PortalRendition(AbstractRendition):
    """One size of a picture."""

    image = models.ForeignKey(PortalImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="one_rendition")
        ]


class PortalDocument(AbstractDocument):
    """A file to read or download beside a page."""

    admin_form_fields = Document.admin_form_fields

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        permissions = [("choose_document", "Can choose document")]

    def clean(self) -> None:
        """Refuse a new file that a scanner knows, or with scripts, macros or other files inside."""
        super().clean()
        if self.file and not self.file._committed:
            try:
                refuse_active(self.file.file)
            except UploadRefused as refused:
                raise ValidationError({"file": str(refused.message)}) from refused
