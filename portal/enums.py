"""Choices of this room."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Topic(models.TextChoices):
    """What a policy is about (主题分类), as the disclosure catalogue groups them."""

    GENERAL = "general", _("Social assistance in general")
    DIBAO = "dibao", _("Subsistence allowance")
    TEKUN = "tekun", _("Support in extreme hardship")
    TEMPORARY = "temporary", _("Temporary assistance")
    SUPERVISION = "supervision", _("Supervision and rectification")
    DISCLOSURE = "disclosure", _("Open government")
    PETITIONS = "petitions", _("Petitions and complaints")
    OTHER = "other", _("Other matters")


class Genre(models.TextChoices):
    """The form a policy has (体裁分类)."""

    REGULATION = "regulation", pgettext_lazy("genre of a document", "Regulation")
    MEASURES = "measures", pgettext_lazy("genre of a document", "Measures")
    NOTICE = "notice", pgettext_lazy("genre of a document", "Notice")
    ANNOUNCEMENT = "announcement", pgettext_lazy("genre of a document", "Announcement")
    OPINION = "opinion", pgettext_lazy("genre of a document", "Opinion")
    PLAN = "plan", pgettext_lazy("genre of a document", "Plan")
    LETTER = "letter", pgettext_lazy("genre of a document", "Letter")
    INTERPRETATION = "interpretation", pgettext_lazy("genre of a document", "Interpretation")
    OTHER = "other", pgettext_lazy("genre of a document", "Other")


class Validity(models.TextChoices):
    """Whether a policy still counts (有效性); marked on the original as 国办发〔2017〕47号 asks."""

    VALID = "valid", _("In force")
    UPCOMING = "upcoming", _("Not yet in force")
    AMENDED = "amended", _("Amended")
    EXPIRED = "expired", pgettext_lazy("policy", "Expired")
    REPEALED = "repealed", _("Repealed")


#: A policy in one of these states must not be relied on.
NO_LONGER_COUNTS = frozenset({Validity.EXPIRED, Validity.REPEALED})

#: Another text is what a reader looks for.
SUPERSEDED = NO_LONGER_COUNTS | {Validity.AMENDED}


class Intent(models.TextChoices):
    """What somebody who types a question wants to know (data/question_words.csv)."""

    APPLY = "apply", pgettext_lazy("question", "How to apply")
    ELIGIBLE = "eligible", pgettext_lazy("question", "Who may apply")
    BRING = "bring", pgettext_lazy("question", "What to bring")
    LONG = "long", pgettext_lazy("question", "How long it takes")
    COST = "cost", pgettext_lazy("question", "What it costs")
    PAY = "pay", pgettext_lazy("question", "How much is paid")
    WHERE = "where", pgettext_lazy("question", "Where, and whom to call")
    LISTS = "lists", pgettext_lazy("question", "Who receives it")
    COMPLAIN = "complain", pgettext_lazy("question", "Something is wrong")
    FOLLOW = "follow", pgettext_lazy("question", "What became of a case")
    #: Says nothing that could be looked for.
    FILLER = "filler", pgettext_lazy("question", "Nothing of its own")


class Means(models.TextChoices):
    """What somebody owns, held against the limits of the place."""

    WITHIN = "within", _("No, or only what we need to live")
    OVER = "over", pgettext_lazy("self-check", "Yes")
    UNKNOWN = "unknown", _("I do not know")


class Support(models.TextChoices):
    """Whether somebody has to support the applicant by law, and can."""

    ABLE = "able", _("Yes, and they can")
    UNABLE = "unable", _("Yes, but they cannot: ill, old, poor or in prison")
    NONE = "none", _("No, nobody")


class Who(models.TextChoices):
    """What holds for somebody of the household."""

    ELDER = "elder", _("Sixty years or older")
    CHILD = "child", _("Younger than sixteen")
    DISABLED = "disabled", _("Has a disability certificate of grade one or two, or grade three (mental)")
    ILL = "ill", _("Has a grave illness")


class Sudden(models.TextChoices):
    """What happened of late."""

    NO = "no", pgettext_lazy("self-check", "No")
    FIRE = "fire", _("Yes: fire, traffic or another accident")
    ILLNESS = "illness", _("Yes: somebody fell gravely ill")
    HARDSHIP = "hardship", _("Yes: another hardship, and there is not enough to live on")


class Expenses(models.TextChoices):
    """Whether what cannot be avoided takes most of the income."""

    YES = "yes", _("Yes")
    NO = "no", _("No")


class Assistance(models.TextChoices):
    """What somebody may apply for; the values are codes of programmes, but for the first three."""

    NONE = "none", _("By these answers probably not")
    ASK = "ask", _("Please ask the window")
    DIBAO = "dibao", _("Subsistence allowance")
    TEKUN = "tekun", _("Support in extreme hardship")
    MARGINAL = "marginal", _("Household on the margin of subsistence")
    TEMPORARY = "temporary", _("Temporary assistance")
    RIGID = "rigid-expense", _("Household with unavoidable expenses")
