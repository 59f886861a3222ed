"""Choices of a lead's life, and the groups of them that rules speak about."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class LeadStatus(models.TextChoices):
    """Where a lead stands; always the status that its latest event left behind."""

    OPEN = "open", _("Being gathered")
    TRANSFERRED = "transferred", _("Transferred")
    ANSWERED = "answered", _("Result received")
    CLOSED = "closed", _("Closed")


class LeadEventKind(models.TextChoices):
    """What can happen to a lead."""

    OPENED = "opened", _("Opened")
    ITEM_ADDED = "item_added", _("Material added")
    ITEM_REMOVED = "item_removed", _("Material taken out")
    NOTE = "note", _("Note")
    TRANSFERRED = "transferred", _("Transferred to discipline inspection")
    RESULT_RECEIVED = "result_received", _("Result received")
    CLOSED = "closed", _("Closed")


#: A transfer freezes the material: only an open lead's items may change.
EDITABLE = frozenset({LeadStatus.OPEN})
#: Still on somebody's desk.
ACTIVE = frozenset({LeadStatus.OPEN, LeadStatus.TRANSFERRED, LeadStatus.ANSWERED})
