"""The list of leads."""

import django_filters
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, TitleColumn
from wagtail.admin.views import generic

from organizations import scope
from organizations.models import Region
from organizations.viewsets.filtered import StrictFilterMixin
from supervision import lead_regions
from supervision.enums import LeadStatus
from supervision.models import Lead
from supervision.permissions import lead_policy


class LeadFilterSet(WagtailFilterSet):
    """Filters in the address: status, place, days."""

    status = django_filters.ChoiceFilter(
        label=_("Status"), field_name="latest_event__status", choices=LeadStatus.choices, empty_label=_("All")
    )
    region = django_filters.ModelChoiceFilter(
        label=_("Region"), queryset=Region.objects.none(), method="in_region", empty_label=_("All")
    )
    mine = django_filters.BooleanFilter(label=_("Opened by me"), method="opened_by_me")

    class Meta:
        model = Lead
        fields: list[str] = []

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        codes = [region.pk for region in lead_regions.choices(self.request.user)]
        self.filters["region"].queryset = Region.objects.filter(pk__in=codes)

    def in_region(self, queryset, name, value):
        """Leads about this place or one in it."""
        return queryset.filter(scope.within(value.pk)) if value else queryset

    def opened_by_me(self, queryset, name, value):
        """Leads this inspector opened, or those that others did."""
        own = {"created_by": self.request.user}
        return queryset.filter(**own) if value else queryset.exclude(**own)


class LeadIndexView(StrictFilterMixin, generic.IndexView):
    """All leads an inspector may see, newest first."""

    model = Lead
    template_name = "supervision/index.html"
    table_classname = "listing lead-list"
    permission_policy = lead_policy
    any_permission_required = ["view"]
    page_title = _("Leads")
    header_icon = "folder-open-inverse"
    add_item_label = _("Open a lead")
    add_url_name = "lead:add"
    inspect_url_name = "lead:inspect"
    index_url_name = "lead:index"
    index_results_url_name = "lead:index_results"
    filterset_class = LeadFilterSet
    search_fields = ["number", "title"]
    is_searchable = True
    paginate_by = 30
    default_ordering = "-opened_at"

    columns = [
        TitleColumn(
            "number",
            label=_("Number"),
            get_url=lambda lead: reverse("lead:inspect", args=[lead.public_id]),
            sort_key="number",
            width="16em",
        ),
        Column("title", label=_("Title")),
        Column("region", label=_("Region")),
        StatusTagColumn(
            "status",
            label=_("Status"),
            accessor=lambda lead: lead.status.label,
            primary=lambda lead: lead.is_editable,
        ),
        DateColumn("opened_at", label=_("Opened"), sort_key="opened_at"),
        Column("created_by", label=_("Opened by")),
    ]

    def get_base_queryset(self):
        """The leads that are visible to the user, with what a line shows."""
        return Lead.objects.visible_to(self.request.user).select_related(
            "region", "created_by", "latest_event", "unit"
        )
