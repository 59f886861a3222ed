"""Staff pages for the rules of counting, service standards and the calendar; a change recounts the clocks."""

from datetime import date

from django.db import transaction
from django.db.models import Max
from django.shortcuts import redirect
from django.urls import register_converter, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_filters import NumberFilter
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy

from complaints import tasks
from complaints.clocks import calendars, standards
from complaints.models import CalendarDay, CalendarYear, ServiceStandard
from complaints.staff.viewsets.time_rule_forms import CalendarDayForm, CalendarYearForm, ServiceStandardForm
from organizations.models import User
from organizations.views.reauthentication import ReauthenticationMixin
from organizations.viewsets.filtered import StrictFilterMixin
from organizations.viewsets.versions import NextVersionMixin
from protection import audit


class Recounting(ReauthenticationMixin):
    """Counts the clocks again after a rule of counting changed; one entry in the log for one act.

    It moves what everybody is promised, so it asks again who one is. Stands first among the bases.
    """

    audited_as = ""
    has_content_changes = True

    def save_instance(self):
        """Save, log and recount together; the recount itself runs after the commit."""
        with transaction.atomic():
            instance = self.form.save()
            self.log_and_recount(instance)
        return instance

    def log_and_recount(self, instance):
        """Write the room's own entry instead of Wagtail's general one, and recount."""
        audit.record(self.audited_as, instance, user=self.request.user)
        tasks.recount()
        messages.info(
            self.request,
            _("The dates of all cases are being counted again. What moved stands in the list of cases."),
            buttons=[
                messages.button(f"{reverse('case:index')}?due=moved", _("Cases with a date that moved"))
            ],
        )


class StandardPolicy(ModelPermissionPolicy):
    """A standard is never edited or deleted: cases were counted by it. A change is a new version."""

    def user_has_permission(self, user: User, action):
        """Look and add, nothing else."""
        return action in {"view", "add"} and super().user_has_permission(user, action)


class ServiceStandardCreateView(Recounting, generic.CreateView):
    """Adds the next version."""

    audited_as = "complaints.change_standard"

    def form_valid(self, form):
        """Number the version after the latest for the same cases and clock."""
        same = {name: form.cleaned_data[name] for name in (*standards.COLUMNS, "clock")}
        earlier = ServiceStandard.objects.filter(**same)
        form.instance.version = (earlier.aggregate(last=Max("version"))["last"] or 0) + 1
        return super().form_valid(form)


class ServiceStandardCopyView(NextVersionMixin, ServiceStandardCreateView):
    """Adds the next version of one that there is."""


class ServiceStandardViewSet(ModelViewSet):
    """What is due when, with its legal basis; every version stays."""

    model = ServiceStandard
    icon = "time"
    menu_label = _("Service standards")
    permission_policy = StandardPolicy(ServiceStandard)
    add_view_class = ServiceStandardCreateView
    copy_view_class = ServiceStandardCopyView
    inspect_view_enabled = True
    copy_view_enabled = True
    list_display = [
        "clock",
        Column("kind", label=_("Kind"), accessor=lambda row: row.of_which_cases),
        Column(
            "days",
            label=_("Days"),
            accessor=lambda row: f"{row.days} {row.get_unit_display()}",
            classname="standard-when",
        ),
        "version",
        Column(
            "valid_from",
            label=_("valid from"),
            accessor=lambda row: date_format(row.valid_from),
            sort_key="valid_from",
            classname="standard-when",
        ),
        Column("legal_basis", label=pgettext_lazy("standard", "basis"), accessor=lambda row: row.basis),
    ]
    list_filter = ["kind", "matter", "held_by", "channel", "clock", "source"]
    list_per_page = 50

    def get_form_class(self, for_update=False):
        """Return the form of a new version."""
        return ServiceStandardForm


class DayCreateView(Recounting, generic.CreateView):
    """Adds a day, or a year."""

    audited_as = "complaints.change_calendar"


class DayEditView(Recounting, generic.EditView):
    """Corrects a day, or a year."""

    audited_as = "complaints.change_calendar"


class RecountingDeleteView(Recounting, generic.DeleteView):
    """Takes out a day, which then counts as its weekday, or a year, whose dates are then provisional."""

    audited_as = "complaints.change_calendar"

    def delete_action(self):
        """Delete, log and recount together."""
        key = self.object.pk
        with transaction.atomic():
            self.log_and_recount(self.object)
            self.object.delete()
        self.object.pk = key  # the message names it


class DayDeleteView(RecountingDeleteView):
    """Takes out a day through which no clock has run."""

    def form_valid(self, form):
        """Refuse where one has."""
        if fault := calendars.fault(self.object.date, True, timezone.localdate()):
            messages.error(self.request, fault)
            return redirect(self.get_success_url())
        return super().form_valid(form)


class DayConverter:
    """A day in an address, as 2026-10-01; anything else is no address of a day."""

    regex = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        """Return the day. Raises ValueError, a 404, when the calendar has no such day."""
        return date.fromisoformat(value)

    def to_url(self, value: date | str) -> str:
        """Return the day as it stands in the address; Wagtail gives it as text too."""
        return str(value)


register_converter(DayConverter, "day")


class DayFilters(WagtailFilterSet):
    """By year, and by whether it is worked."""

    year = NumberFilter(field_name="date", lookup_expr="year", label=_("Year"))

    class Meta:
        model = CalendarDay
        fields = ["year", "is_working"]


class DayIndexView(StrictFilterMixin, generic.IndexView):
    """The days, by year."""


class CalendarDayViewSet(ModelViewSet):
    """The State Council's yearly notice, day by day."""

    model = CalendarDay
    pk_path_converter = "day"
    icon = "calendar-alt"
    menu_label = _("Working calendar")
    index_view_class = DayIndexView
    add_view_class = DayCreateView
    edit_view_class = DayEditView
    delete_view_class = DayDeleteView
    copy_view_enabled = False
    list_display = ["date", BooleanColumn("is_working", label=_("Working day")), "note"]
    filterset_class = DayFilters
    ordering = ["-date"]
    list_per_page = 50

    def get_form_class(self, for_update=False):
        """Return the form of a day."""
        return CalendarDayForm


class CalendarYearViewSet(ModelViewSet):
    """The years whose notice is loaded; dates in any other year are provisional."""

    model = CalendarYear
    icon = "calendar-check"
    menu_label = _("Loaded years")
    add_view_class = DayCreateView
    edit_view_class = DayEditView
    delete_view_class = RecountingDeleteView
    copy_view_enabled = False
    list_display = ["year", "notice"]
    ordering = ["-year"]

    def get_form_class(self, for_update=False):
        """Return the form of a year."""
        return CalendarYearForm


class TimeGroup(ViewSetGroup):
    """One menu entry for the rules of counting."""

    items = (
        ServiceStandardViewSet("service_standard"),
        CalendarDayViewSet("calendar_day"),
        CalendarYearViewSet("calendar_year"),
    )
    menu_label = _("Time rules")
    menu_icon = "time"
    menu_order = 720
