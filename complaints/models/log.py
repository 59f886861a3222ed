"""The audit entries about cases, in a table of their own: they are seen only with the case."""

from django.db import models
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _
from wagtail.models.audit_log import BaseLogEntry, ModelLogEntryManager

from complaints.models.case import Case
from organizations.models import User


class CaseLogEntryManager(ModelLogEntryManager):
    """Wagtail shows a log entry to whoever may see some row of its model; here it takes the row itself.

    Without this the report "site history" would name, to the accused, the cases that accuse them.
    """

    def viewable_by_user(self, user: User):
        """Return the entries about cases that the user may see, also for a superuser."""
        visible = Case.objects.visible_to(user).order_by()
        return self.filter(object_id__in=visible.values_list(Cast("pk", models.CharField()), flat=True))


class CaseLogEntry(BaseLogEntry):
    """One act on, or look at, a case."""

    object_id = models.CharField(max_length=255, blank=False, db_index=True)

    objects = CaseLogEntryManager()

    class Meta(BaseLogEntry.Meta):
        ordering = ["-timestamp", "-id"]
        verbose_name = _("case log entry")
        verbose_name_plural = _("case log entries")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.action} {self.object_id}"
