"""Alarms about unusual looking: rows that stay, and what was found when somebody looked into one."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from protection.append_only import AppendOnlyModel


class Alarm(AppendOnlyModel):
    """A rule of ``alarm_rules.csv`` that somebody's looking met; once a rule, person and day."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    rule = models.CharField(_("rule"), max_length=40)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("person")
    )
    day = models.DateField(_("day"))
    at = models.DateTimeField(_("at"), default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("alarm")
        verbose_name_plural = _("alarms")
        ordering = ["-at", "-id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["rule", "person", "day"], name="alarm_once_a_day"),
        ]

    def __str__(self) -> str:
        return self.rule


class AlarmCase(AppendOnlyModel):
    """A case on which an alarm rests; who may not see all of them does not see the alarm."""

    alarm = models.ForeignKey(Alarm, on_delete=models.PROTECT, related_name="cases")
    case = models.ForeignKey("complaints.Case", on_delete=models.PROTECT, related_name="+")

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("case of an alarm")
        verbose_name_plural = _("cases of alarms")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["alarm", "case"], name="alarm_case_once")]

    def __str__(self) -> str:
        return f"{self.alarm_id}/{self.case_id}"


class AlarmNote(AppendOnlyModel):
    """What somebody found who looked into an alarm. The first one settles it; further ones may follow."""

    alarm = models.ForeignKey(Alarm, on_delete=models.PROTECT, related_name="notes")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"), default=timezone.now)
    text = models.TextField(_("what was found"))

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("note on an alarm")
        verbose_name_plural = _("notes on alarms")
        ordering = ["at", "id"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.alarm_id}: {self.at:%Y-%m-%d}"
