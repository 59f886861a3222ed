"""That an objection to a row was found right: what the next change of the row may be said to follow from."""

from django.db import models

from disclosure.models.recipient import Recipient


class ConfirmedObjection(models.Model):
    """Somebody outside objected to a row, and it was checked and found so. Neither who nor what they said."""

    wagtail_reference_index_ignore = True

    row = models.OneToOneField(Recipient, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField()

    class Meta:
        verbose_name = "confirmed objection"
        verbose_name_plural = "confirmed objections"

    def __str__(self) -> str:
        return str(self.row_id)
