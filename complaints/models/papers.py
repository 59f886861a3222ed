"""Formal papers that acts on cases give, how their words go, and how their numbers run."""

import uuid

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from complaints.enums import PaperKind
from protection.append_only import AppendOnlyModel
from protection.fields import EncryptedJSONField

#: What a number is written with: 东民信受〔2026〕12号.
MARK = RegexValidator(r"^[\u4e00-\u9fff]{1,8}$", _("One to eight Chinese characters, for example 东民."))


class FormalPaper(AppendOnlyModel):
    """A paper as it was given: its number, its day, and what it says, which never changes.

    ``content`` is what ``papers.content`` makes of it, and ``digest`` its SHA-256, which stands in the log
    too. ``serial`` empty: its number was drawn (``papers.numbering``). Addresses carry ``public_id``.
    """

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("complaints.Case", on_delete=models.PROTECT, related_name="papers")
    event = models.OneToOneField("complaints.CaseEvent", on_delete=models.PROTECT, related_name="paper")
    kind = models.CharField(_("paper"), max_length=16, choices=PaperKind.choices)
    unit = models.ForeignKey(
        "organizations.Unit", on_delete=models.PROTECT, related_name="+", verbose_name=_("given by")
    )
    number = models.CharField(_("number of the paper"), max_length=40)
    serial = models.PositiveIntegerField(null=True)
    issued_on = models.DateField(_("day of the paper"))
    content = EncryptedJSONField(place="complaints_formalpaper.content")
    digest = models.CharField(_("SHA-256 of the paper"), max_length=64)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("formal paper")
        verbose_name_plural = _("formal papers")
        ordering = ["case", "event"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["unit", "number"], name="paper_number_once_a_unit")]

    def __str__(self) -> str:
        return f"paper {self.pk} of case {self.case_id}"


class PaperSeries(models.Model):
    """How far the numbers of one sort of paper have come, of one unit and year."""

    unit = models.ForeignKey("organizations.Unit", on_delete=models.PROTECT, related_name="+")
    word = models.CharField(max_length=24)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("series of numbers")
        verbose_name_plural = _("series of numbers")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["unit", "word", "year"], name="paper_series_once")]

    def __str__(self) -> str:
        return f"{self.word}〔{self.year}〕{self.last}"


class PaperMark(models.Model):
    """The characters that stand for a unit in the numbers of its papers (机关代字)."""

    unit = models.OneToOneField(
        "organizations.Unit", on_delete=models.PROTECT, related_name="+", verbose_name=_("unit")
    )
    mark = models.CharField(
        _("characters for the unit"),
        max_length=8,
        validators=[MARK],
        help_text=_("They stand before the number: 东民 in 东民信受〔2026〕12号."),
    )

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("characters of a unit")
        verbose_name_plural = _("characters of units")
        ordering = ["unit"]

    def __str__(self) -> str:
        return self.mark


class PaperWording(models.Model):
    """How one part of a paper goes in a unit and those under it, in place of the shipped words.

    ``unit`` empty: everywhere. ``part`` is a row of ``data/paper_parts.csv``, which says what it must hold.
    """

    unit = models.ForeignKey(
        "organizations.Unit",
        verbose_name=_("unit"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("It holds for the unit and those under it; empty: for every unit."),
    )
    part = models.CharField(_("part of a paper"), max_length=40)
    heading = models.CharField(_("heading of the part"), max_length=40, blank=True)
    text = models.TextField(_("words"), max_length=2000)
    in_use = models.BooleanField(_("in use"), default=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("wording of a paper")
        verbose_name_plural = _("wordings of papers")
        ordering = ["part", "unit"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "part"], name="paper_wording_once"),
            models.UniqueConstraint(
                fields=["part"], condition=models.Q(unit=None), name="paper_wording_once_for_all"
            ),
        ]

    def __str__(self) -> str:
        return self.part
