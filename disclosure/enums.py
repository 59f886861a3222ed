"""Choices of the disclosure room and named groups of them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class NameMasking(models.TextChoices):
    """How the name of a holder leaves for the public (one setting per programme)."""

    MASKED = "masked", _("Masked (张*三)")
    FULL = "full", _("Full name")


class BatchState(models.TextChoices):
    """Where one imported list stands between the editor's file and the public."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Waiting for review")
    APPROVED = "approved", _("Approved")
    PUBLISHED = "published", _("Published")
    RETURNED = "returned", _("Sent back")
    WITHDRAWN = "withdrawn", _("Withdrawn by its editor")


class ChangeKind(models.TextChoices):
    """What happened to one household between two lists."""

    ADDED = "added", _("Added")
    REMOVED = "removed", _("Removed")
    CHANGED = "changed", _("Changed")


class Standing(models.TextChoices):
    """Whether the list of a place is public; "nobody is on it" is an answer of the first two alone."""

    PUBLIC = "public", _("Published")
    PARTLY = "partly", _("Published in part")
    NOT_YET = "not_yet", _("Not yet published")
    NOT_DUE = "not_due", _("Not applicable")


# What can still become public; a list that is public or was taken back stays as it is.
OPEN = frozenset({BatchState.DRAFT, BatchState.SUBMITTED, BatchState.APPROVED, BatchState.RETURNED})
# The editor may still submit it.
SUBMITTABLE = frozenset({BatchState.DRAFT, BatchState.RETURNED})
# Approved content is frozen until it is published; only these may still be withdrawn.
WITHDRAWABLE = frozenset({BatchState.DRAFT, BatchState.RETURNED})
