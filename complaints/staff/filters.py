"""What a list of cases can be narrowed to. Every filter stands in the address."""

import django_filters
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from complaints.clocks import calendars, deadlines
from complaints.clocks.clock import WorkCalendar
from complaints.enums import CaseKind, CaseStatus, Channel
from complaints.models import Case, CaseClock
from complaints.visibility import CASE_ROLES
from organizations import scope
from organizations.models import Region
from organizations.viewsets.filtered import DaysFilter

#: Down to the township: a list of villages is no list to choose from.
LOWEST_LEVEL = 4


class CaseFilterSet(WagtailFilterSet):
    """Mine, late, due soon, kind, channel, status, place, when received."""

    whose = django_filters.ChoiceFilter(
        label=_("Whose"),
        method="filter_whose",
        choices=[
            ("mine", _("Mine")),
            ("unit", _("My unit's")),
            ("free", _("My unit's, in nobody's hands")),
            ("nobody", _("Nobody's yet")),
        ],
        empty_label=_("All"),
    )
    due = django_filters.ChoiceFilter(
        label=_("Clock"),
        method="filter_due",
        choices=[
            ("late", _("Late")),
            ("soon", _("Due soon")),
            ("provisional", _("Provisional")),
            ("moved", _("Moved by the calendar")),
            ("supervised", _("Supervised by the unit above")),
        ],
        empty_label=_("All"),
    )
    status = django_filters.ChoiceFilter(
        label=_("Status"),
        method="filter_status",
        choices=[
            ("open", _("All that are open")),
            ("written", _("Ended, and written to since")),
            ("proposed", _("With an answer that waits for approval")),
            *CaseStatus.choices,
        ],
        empty_label=_("All"),
    )
    urgent = django_filters.ChoiceFilter(
        label=_("Urgent"), method="filter_urgent", choices=[("yes", _("Urgent"))], empty_label=_("All")
    )
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=CaseKind.choices, empty_label=_("All"))
    channel = django_filters.ChoiceFilter(label=_("Channel"), choices=Channel.choices, empty_label=_("All"))
    region = django_filters.ChoiceFilter(
        label=_("Place"), method="filter_region", choices=[], empty_label=_("All")
    )
    received = DaysFilter(label=_("Received"), field_name="received_at")

    class Meta:
        model = Case
        fields: list[str] = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = self.request.user
        # A place outside the user's scope is no choice, so an address that names one finds nothing more.
        self.filters["region"].extra["choices"] = self._places()

    @cached_property
    def calendar(self) -> WorkCalendar:
        """The working calendar, read once a page."""
        return calendars.load()

    def _places(self) -> list[tuple[str, str]]:
        regions = Region.objects.filter(
            scope.scope_q(self.user, CASE_ROLES, "code"), level__lte=LOWEST_LEVEL
        ).order_by("code")
        return [(region.pk, "　" * max(0, region.level - 2) + region.name) for region in regions]

    def filter_urgent(self, queryset, name, value):
        """Return those that can not wait."""
        return queryset.filter(urgent=True)

    def filter_whose(self, queryset, name, value):
        """Mine, my unit's, those of them that nobody works on, or nobody's yet wherever they lie."""
        if value == "mine":
            return queryset.handled_by(self.user)
        if value == "nobody":
            return queryset.unassigned()
        units = scope.unit_ids(self.user)
        return queryset.to_give(units) if value == "free" else queryset.filter(unit__in=units)

    def filter_due(self, queryset, name, value):
        """Late, due within three working days, waiting for next year's notice, or moved by one."""
        today = timezone.localdate()
        if value == "late":
            return queryset.late(today)
        if value == "soon":
            return queryset.due_soon(today, deadlines.soon_until(today, self.calendar))
        if value == "supervised":
            return queryset.supervised()
        running = CaseClock.objects.filter(case=OuterRef("pk"), stopped_on__isnull=True)
        of_these = {"moved": {"moved_from__isnull": False}, "provisional": {"provisional": True}}[value]
        return queryset.filter(Exists(running.filter(**of_these)))

    def filter_status(self, queryset, name, value):
        """By what the latest event says."""
        if value == "written":
            return queryset.written_to_after_the_end()
        if value == "proposed":
            return queryset.filter(answer_waits=True)
        return queryset.open() if value == "open" else queryset.filter(latest_status=value)

    def filter_region(self, queryset, name, value):
        """The place and everything in it."""
        return queryset.filter(scope.within(value))
