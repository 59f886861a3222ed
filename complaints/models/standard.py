"""Time: service standards, the working calendar, and the clocks that follow from them."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from complaints.enums import (
    CaseKind,
    Channel,
    ClockKind,
    DayUnit,
    EventKind,
    Matter,
    StandardSource,
)
from organizations.enums import UnitKind


class ServiceStandard(models.Model):
    """What is due when, and by which rule (办理时限). A change is a new version, never an edit of the old.

    ``kind``, ``matter``, ``held_by`` and ``channel`` say of which cases; empty means every one of them, and a
    row that names one goes before (``clocks.standards``). ``held_by`` is the kind of the unit that has the
    case when the clock starts.
    """

    kind = models.CharField(_("kind of case"), max_length=12, choices=CaseKind.choices, blank=True)
    matter = models.CharField(_("mainly about"), max_length=12, choices=Matter.choices, blank=True)
    held_by = models.CharField(_("held by"), max_length=20, choices=UnitKind.choices, blank=True)
    channel = models.CharField(_("channel"), max_length=12, choices=Channel.choices, blank=True)
    clock = models.CharField(_("clock"), max_length=12, choices=ClockKind.choices)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    valid_from = models.DateField(_("valid from"))
    days = models.PositiveSmallIntegerField(_("days"))
    unit = models.CharField(_("counted in"), max_length=8, choices=DayUnit.choices)
    starts_with = models.JSONField(_("starts with"), default=list, blank=True)
    stops_with = models.JSONField(_("stops with"), default=list, blank=True)
    #: Empty in versions from before it was asked.
    source = models.CharField(_("source"), max_length=12, choices=StandardSource.choices, blank=True)
    legal_basis = models.CharField(pgettext_lazy("standard", "basis"), max_length=200)

    class Meta:
        verbose_name = _("service standard")
        verbose_name_plural = _("service standards")
        ordering = ["kind", "clock", "matter", "held_by", "channel", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "matter", "held_by", "channel", "clock", "version"],
                name="service_standard_version",
            ),
        ]

    def __str__(self) -> str:
        return gettext("%(kind)s, %(clock)s: %(days)s %(unit)s (version %(version)s)") % {
            "kind": self.of_which_cases,
            "clock": self.get_clock_display(),
            "days": self.days,
            "unit": self.get_unit_display(),
            "version": self.version,
        }

    @property
    def of_which_cases(self) -> str:
        """Kind, matter, holder and channel in words, as far as they are named."""
        named = [self.get_matter_display(), self.get_held_by_display(), self.get_channel_display()]
        kind = self.get_kind_display() or gettext("every kind")
        return " · ".join(map(str, [kind, *filter(None, named)]))

    @property
    def basis(self) -> str:
        """What the figure rests on; what is no law says so before anything else."""
        if self.source in ("", StandardSource.LAW):
            return self.legal_basis
        return gettext("%(source)s: %(basis)s") % {
            "source": self.get_source_display(),
            "basis": self.legal_basis,
        }

    def get_starts_with_display(self) -> str:
        """The events that start the clock, in words."""
        return _in_words(self.starts_with)

    def get_stops_with_display(self) -> str:
        """The events that stop the clock, in words."""
        return _in_words(self.stops_with)

    def starts(self, kind: EventKind | str) -> bool:
        """Whether this event starts the clock."""
        return str(kind) in self.starts_with

    def stops(self, kind: EventKind | str) -> bool:
        """Whether this event stops the clock."""
        return str(kind) in self.stops_with


def _in_words(kinds: list[str]) -> str:
    return gettext(", ").join(str(EventKind(kind).label) for kind in kinds)


class CalendarDay(models.Model):
    """A day of the State Council's yearly notice. Days say nothing about whether their year is complete."""

    date = models.DateField(_("date"), primary_key=True)
    is_working = models.BooleanField(_("working day"))
    note = models.CharField(_("note"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("calendar day")
        verbose_name_plural = _("calendar days")
        ordering = ["date"]

    def __str__(self) -> str:
        return self.date.isoformat()


class CalendarYear(models.Model):
    """That the notice of a year is loaded, all of it. Without this row, dates in the year are provisional."""

    year = models.PositiveSmallIntegerField(
        _("year"), primary_key=True, validators=[MinValueValidator(2000), MaxValueValidator(2100)]
    )
    notice = models.CharField(
        _("notice"),
        max_length=120,
        blank=True,
        help_text=_("Number or title of the State Council's notice, such as 国办发明电〔2025〕7号."),
    )

    class Meta:
        verbose_name = _("year of the calendar")
        verbose_name_plural = _("years of the calendar")
        ordering = ["-year"]

    def __str__(self) -> str:
        return str(self.year)


class CaseClock(models.Model):
    """One clock on one case, projected from its events; it can be dropped and made again at any time."""

    case = models.ForeignKey("complaints.Case", on_delete=models.CASCADE, related_name="clocks")
    clock = models.CharField(_("clock"), max_length=12, choices=ClockKind.choices)
    standard = models.ForeignKey(ServiceStandard, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField(_("day 0"))
    due_on = models.DateField(_("due on"))
    provisional = models.BooleanField(_("provisional"), default=False)
    stopped_on = models.DateField(_("stopped on"), null=True, blank=True)
    #: The date before the calendar moved it, for who was promised that one; goes with the row.
    moved_from = models.DateField(_("moved from"), null=True, editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("clock")
        verbose_name_plural = _("clocks")
        default_permissions = ()
        ordering = ["case", "due_on"]
        constraints = [models.UniqueConstraint(fields=["case", "clock"], name="case_clock_once")]
        indexes = [
            models.Index(fields=["due_on"], name="case_clock_day"),
            models.Index(
                fields=["case"], condition=models.Q(moved_from__isnull=False), name="case_clock_moved"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.clock} of case {self.case_id}"
