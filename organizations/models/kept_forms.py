"""What somebody typed into a form of the staff site when their session had ended."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from protection.fields import EncryptedJSONField


class KeptForm(models.Model):
    """One form, unsent: for its person alone, until it is sent or a day is over (``kept_forms``)."""

    wagtail_reference_index_ignore = True

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="kept_forms")
    page = models.CharField(max_length=300)
    typed = EncryptedJSONField(place="organizations_keptform.typed")
    kept_at = models.DateTimeField()

    class Meta:
        verbose_name = _("unsent form")
        verbose_name_plural = _("unsent forms")
        constraints = [models.UniqueConstraint(fields=["user", "page"], name="one_kept_form_a_page")]
        indexes = [models.Index(fields=["kept_at"], name="kept_form_by_age")]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.kept_at}"
