"""Choices of a lead's life, and the groups of them that rules speak about."""

from django.db import models
from django.utils.translation import pgettext_lazy


class LeadStatus(models.TextChoices):
    """Where a lead stands; always the status that its latest event left behind."""

    OPEN = "open", pgettext_lazy("lead", "Being gathered")
    TRANSFERRED = "transferred", pgettext_lazy("lead", "Transferred")
    ANSWERED = "answered", pgettext_lazy("lead", "Result received")
    CLOSED = "closed", pgettext_lazy("lead", "Closed")


class LeadEventKind(models.TextChoices):
    """What can happen to a lead."""

    OPENED = "opened", pgettext_lazy("lead", "Opened")
    ITEM_ADDED = "item_added", pgettext_lazy("lead", "Material added")
    ITEM_REMOVED = "item_removed", pgettext_lazy("lead", "Material taken out")
    NOTE = "note", pgettext_lazy("lead", "Note")
    PUT_BACK = "put_back", pgettext_lazy("lead", "Keeper put back")
    TRANSFERRED = "transferred", pgettext_lazy("lead", "Transferred to discipline inspection")
    RESULT_RECEIVED = "result_received", pgettext_lazy("lead", "Result received")
    CLOSED = "closed", pgettext_lazy("lead", "Closed")


#: A transfer freezes the material: only an open lead's items may change.
EDITABLE = frozenset({LeadStatus.OPEN})
#: Still on somebody's desk.
ACTIVE = frozenset({LeadStatus.OPEN, LeadStatus.TRANSFERRED, LeadStatus.ANSWERED})
