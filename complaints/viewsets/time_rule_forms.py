"""Forms of the rules of counting."""

from datetime import MAXYEAR, MINYEAR

from django import forms
from django.utils.translation import gettext_lazy as _

from complaints import calendars
from complaints.enums import EventKind
from complaints.models import CalendarDay, CalendarYear, ServiceStandard


class StandardForm(forms.ModelForm):
    """A new version of a service standard."""

    starts_with = forms.MultipleChoiceField(
        label=_("Starts with"), choices=EventKind.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    stops_with = forms.MultipleChoiceField(
        label=_("Stops with"), choices=EventKind.choices, required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = ServiceStandard
        fields = ["kind", "clock", "valid_from", "days", "unit", "starts_with", "stops_with", "legal_basis"]


class CalendarDayForm(forms.ModelForm):
    """One day of the yearly notice."""

    class Meta:
        model = CalendarDay
        fields = ["date", "is_working", "note"]


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
