"""Lists with filters: one that cannot be understood shows no row and says why.

Wagtail leaves out a filter that has a fault and shows, and exports, every row: a list that lost what it was
asked answers another question.
"""

from datetime import date

import django_filters
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.filters import DateRangePickerWidget


class OrderedDates(django_filters.fields.DateRangeField):
    """Two days, the first not after the second."""

    def compress(self, data_list):
        """Refuse two days the wrong way round, which find nothing."""
        first, last = [*(data_list or []), None, None][:2]
        if isinstance(first, date) and isinstance(last, date) and first > last:
            raise ValidationError(_("The second day is before the first one. Exchange the two."))
        return super().compress(data_list)


class DaysFilter(django_filters.DateFromToRangeFilter):
    """From one day to another, both included."""

    field_class = OrderedDates

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"widget": DateRangePickerWidget, **kwargs})


class StrictFilterMixin:
    """Stands first among the bases of an index view."""

    def filter_queryset(self, queryset):
        """Show nothing where a filter has a fault, and name it above the list."""
        if self.filters is None or self.filters.is_valid():
            return super().filter_queryset(queryset)
        for name, faults in self.filters.form.errors.items():
            field = self.filters.form.fields.get(name)
            for fault in faults:
                words = f"{field.label}: {fault}" if field else fault
                messages.warning(self.request, words)
        return queryset.none()
