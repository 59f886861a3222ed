"""Choices of this room."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Topic(models.TextChoices):
    """What a policy is about (主题分类), as the disclosure catalogue groups them."""

    GENERAL = "general", _("Social assistance in general")
    DIBAO = "dibao", _("Minimum living allowance")
    TEKUN = "tekun", _("Support for people in extreme hardship")
    TEMPORARY = "temporary", _("Temporary assistance")
    SUPERVISION = "supervision", _("Supervision and rectification")
    DISCLOSURE = "disclosure", _("Open government")
    PETITIONS = "petitions", _("Petitions and complaints")
    OTHER = "other", _("Other matters")


class Genre(models.TextChoices):
    """The form a policy has (体裁分类)."""

    REGULATION = "regulation", _("Regulation")
    MEASURES = "measures", _("Measures")
    NOTICE = "notice", _("Notice")
    ANNOUNCEMENT = "announcement", _("Announcement")
    OPINION = "opinion", _("Opinion")
    PLAN = "plan", _("Plan")
    LETTER = "letter", _("Letter")
    INTERPRETATION = "interpretation", _("Interpretation")
    OTHER = "other", _("Other")


class Validity(models.TextChoices):
    """Whether a policy still counts (有效性); marked on the original as 国办发〔2017〕47号 asks."""

    VALID = "valid", _("In force")
    AMENDED = "amended", _("Amended")
    EXPIRED = "expired", _("Expired")
    REPEALED = "repealed", _("Repealed")


NO_LONGER_COUNTS = frozenset({Validity.EXPIRED, Validity.REPEALED})
"""A policy in one of these states must not be relied on."""
