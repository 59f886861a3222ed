"""Forms of the rules of counting."""

from datetime import MAXYEAR, MINYEAR

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from complaints.clocks import calendars, standards
from complaints.enums import EventKind
from complaints.models import CalendarDay, CalendarYear, ServiceStandard


class ServiceStandardForm(forms.ModelForm):
    """A new version of a service standard."""

    starts_with = forms.MultipleChoiceField(
        label=_("Starts with"), choices=EventKind.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    stops_with = forms.MultipleChoiceField(
        label=_("Stops with"), choices=EventKind.choices, required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = ServiceStandard
        fields = [
            "kind",
            "matter",
            "held_by",
            "channel",
            "clock",
            "valid_from",
            "days",
            "unit",
            "starts_with",
            "stops_with",
            "source",
            "legal_basis",
        ]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Only versions from before it was asked may be without one.
        self.fields["source"].required = True

    def clean(self):
        """Refuse what the rules of such a version do not allow (``standards.faults``)."""
        super().clean()
        data = self.cleaned_data
        if not self.errors:
            for name, fault in standards.faults(ServiceStandard(**data), timezone.localdate()).items():
                self.add_error(name, fault)
        return data


class CalendarDayForm(forms.ModelForm):
    """One day of the yearly notice."""

    class Meta:
        model = CalendarDay
        fields = ["date", "is_working", "note"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Another date would be another day, and leave this one as it is.
        self.fields["date"].disabled = not self.instance._state.adding

    def clean(self):
        """Refuse a day over which clocks have run, and more days off than a year can have."""
        data = super().clean()
        day = data.get("date")
        if day and (fault := calendars.fault(day, bool(data.get("is_working")), timezone.localdate())):
            self.add_error("date", fault)
        return data


class CalendarYearForm(forms.ModelForm):
    """That a year's notice is loaded. Said too early, deadlines come out firm and wrong."""

    class Meta:
        model = CalendarYear
        fields = ["year", "notice"]

    def clean_year(self):
        """Take a year only when about as many days off stand in the calendar as any notice names."""
        year = self.cleaned_data["year"]
        there_is = MINYEAR <= year <= MAXYEAR
        entered = CalendarDay.objects.filter(date__year=year, is_working=False).count() if there_is else 0
        if entered < calendars.FEWEST_DAYS_OFF:
            raise forms.ValidationError(
                _(
                    "Only %(count)s days off of %(year)s are in the calendar; a notice names at least "
                    "%(fewest)s. Enter all its days first."
                )
                % {"count": entered, "year": year, "fewest": calendars.FEWEST_DAYS_OFF}
            )
        return year
