"""Time: service standards, the working calendar, and the clocks that follow from them."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from complaints.enums import CaseKind, ClockKind, DayUnit, EventKind


class ServiceStandard(models.Model):
    """What is due when, and by which rule (办理时限). A change is a new version, never an edit of the old.

    ``kind`` empty means every kind of case; a row for the kind itself goes before it.
    """

    kind = models.CharField(_("kind of case"), max_length=12, choices=CaseKind.choices, blank=True)
    clock = models.CharField(_("clock"), max_length=12, choices=ClockKind.choices)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    valid_from = models.DateField(_("valid from"))
    days = models.PositiveSmallIntegerField(_("days"))
    unit = models.CharField(_("counted in"), max_length=8, choices=DayUnit.choices)
    starts_with = models.JSONField(_("starts with"), default=list, blank=True)
    stops_with = models.JSONField(_("stops with"), default=list, blank=True)
    legal_basis = models.CharField(_("legal basis"), max_length=200)

    class Meta:
        verbose_name = _("service standard")
        verbose_name_plural = _("service standards")
        ordering = ["kind", "clock", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "clock", "version"], name="service_standard_version"),
        ]

    def __str__(self) -> str:
        return gettext("%(kind)s, %(clock)s: %(days)s %(unit)s (version %(version)s)") % {
            "kind": self.get_kind_display() or gettext("every kind"),
            "clock": self.get_clock_display(),
            "days": self.days,
            "unit": self.get_unit_display(),
            "version": self.version,
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

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("clock")
        verbose_name_plural = _("clocks")
        default_permissions = ()
        ordering = ["case", "due_on"]
        constraints = [models.UniqueConstraint(fields=["case", "clock"], name="case_clock_once")]
        indexes = [models.Index(fields=["due_on"], name="case_clock_day")]

    def __str__(self) -> str:
        return f"{self.clock} of case {self.case_id}"
