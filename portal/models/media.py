"""Pictures and documents that editors publish with pages: models of our own from the first migration on."""

from collections.abc import Iterator
from contextlib import contextmanager

import willow
from django.conf import settings
from django.core.exceptions import BadRequest, ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image, SourceImageIOError

from protection.uploads import UploadRefused, take_to_publish


class TooManyPixels(SourceImageIOError, BadRequest):
    """Shown in a page as a picture that cannot be found; asked for by its address, a wrong request."""


class PortalImage(AbstractImage):
    """A picture; what it shows is said in words, for those who cannot see it."""

    shows = models.CharField(_("what it shows"), max_length=250, blank=True)

    admin_form_fields = (*Image.admin_form_fields, "shows")

    @contextmanager
    def get_willow_image(self) -> Iterator[willow.Image]:
        """Open it for drawing in the process that shows a page, unless it has more pixels than a page needs.

        Those of today are small enough (``portal.forms.PictureField``), one from before may not be.
        """
        if self.width * self.height > settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS:
            raise TooManyPixels(f"more than {settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS} pixels")
        with super().get_willow_image() as opened:
            yield opened

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
        """Take a new file as it may be published: without its author, and nothing that acts by itself."""
        super().clean()
        if self.file and not self.file._committed:
            try:
                self.file.file = take_to_publish(self.file.file)
            except UploadRefused as refused:
                raise ValidationError({"file": str(refused.message)}) from refused
