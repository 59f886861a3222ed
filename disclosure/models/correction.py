"""That an objection to a row was found right: what the next change of the row may be said to follow from."""

from django.db import models

from disclosure.models.recipient import Recipient


class ConfirmedObjection(models.Model):
    """Somebody outside objected to a row, and it was checked and found so. Neither who nor what they said."""

    wagtail_reference_index_ignore = True

    row = models.ForeignKey(Recipient, on_delete=models.PROTECT, related_name="+")
    #: Which of those about the row it was, in a word of the room above that says nothing here: what becomes
    #: of another one changes nothing about this.
    source = models.CharField(max_length=64)
    confirmed_at = models.DateTimeField()

    class Meta:
        verbose_name = "confirmed objection"
        verbose_name_plural = "confirmed objections"
        constraints = [
            models.UniqueConstraint(fields=["source", "row"], name="one_mark_per_objection_and_row"),
        ]

    def __str__(self) -> str:
        return str(self.row_id)
