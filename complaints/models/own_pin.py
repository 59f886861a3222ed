"""A PIN that only the complainant knows, for a case that staff took down."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OwnPin(models.Model):
    """Chosen once a case, by whoever held the first PIN; closed for good when its holder disowns it.

    Only the slow hash of it is kept (``complaints.identity.own_pins``).
    """

    case = models.OneToOneField("complaints.Case", on_delete=models.PROTECT, related_name="own_pin")
    pin_hash = models.CharField(max_length=128, editable=False)
    chosen_at = models.DateTimeField(_("chosen at"), editable=False)
    closed_at = models.DateTimeField(_("closed at"), null=True, editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("PIN of one's own")
        verbose_name_plural = _("PINs of one's own")
        default_permissions = ()

    def __str__(self) -> str:
        return f"own PIN of case {self.case_id}"
