"""What the database knows of the indexes: what they still have to take in, and who is at work on them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Change(models.Model):
    """One object that changed, written in the transaction of the change (the outbox).

    It carries no content: whoever takes it in reads the object as it is then. It goes when the index has it.
    """

    index = models.CharField(max_length=32)
    object_id = models.BigIntegerField()
    at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("change to be indexed")
        verbose_name_plural = _("changes to be indexed")
        default_permissions = ()
        indexes = [models.Index(fields=["index", "id"], name="search_change_index")]

    def __str__(self) -> str:
        return f"{self.index} {self.object_id}"


class SearchIndex(models.Model):
    """One index: the last version given to a write, and since when a task waits to take in changes."""

    name = models.CharField(max_length=32, primary_key=True)
    version = models.BigIntegerField(default=0)
    enqueued_at = models.DateTimeField(null=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("search index")
        verbose_name_plural = _("search indexes")
        default_permissions = ()
        permissions = [("search_cases", _("Can search cases"))]

    def __str__(self) -> str:
        return self.name


class Lease(models.Model):
    """A right to do one thing at a time, which ends by itself when its holder dies."""

    name = models.CharField(max_length=64, primary_key=True)
    holder = models.CharField(max_length=32, blank=True)
    until = models.DateTimeField()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("lease")
        verbose_name_plural = _("leases")
        default_permissions = ()

    def __str__(self) -> str:
        return self.name
