"""The list of leads. Titles name the accused, so what is looked for stands in no address (decision 0016)."""

import django_filters
from django.db.models import Q
from django.forms import HiddenInput
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, TitleColumn
from wagtail.admin.views import generic

from organizations import scope
from organizations.models import Region
from organizations.viewsets.filtered import StrictFilterMixin
from protection import audit
from search.workbench.stored_queries import TypedSearches
from supervision import lead_regions
from supervision.enums import LeadStatus
from supervision.models import Lead
from supervision.permissions import lead_policy

MOST_WORDS = 120


class LeadFilterSet(WagtailFilterSet):
    """Filters in the address: status, place, days."""

    status = django_filters.ChoiceFilter(
        label=_("Status"), field_name="latest_event__status", choices=LeadStatus.choices, empty_label=_("All")
    )
    region = django_filters.ModelChoiceFilter(
        label=_("Region"), queryset=Region.objects.none(), method="in_region", empty_label=_("All")
    )
    s = django_filters.CharFilter(label=_("Words"), method="with_words", widget=HiddenInput)
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

    def with_words(self, queryset, name, value):
        """Leads whose number or title has what was typed; none where that is no longer kept."""
        text = TypedSearches(self.request.session).text(value)
        if text is None:
            return queryset.none()
        return queryset.filter(Q(number__icontains=text) | Q(title__icontains=text))

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
    is_searchable = False
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

    def post(self, request, *args, **kwargs):
        """Keep the words on the server, log that somebody searched, and go to an address without them."""
        text = request.POST.get("words", "").strip()[:MOST_WORDS]
        address = request.GET.copy()
        for name in ("s", "p", "q"):
            address.pop(name, None)
        if text:
            address["s"] = TypedSearches(request.session).keep(text)
            words = Q(number__icontains=text) | Q(title__icontains=text)
            hits = self.get_base_queryset().filter(words).count()
            audit.record("supervision.find_leads", request.user, user=request.user, hits=hits)
        return redirect(f"{request.path}?{address.urlencode()}")

    def get_context_data(self, **kwargs):
        """Add what was typed, for the box."""
        typed = TypedSearches(self.request.session).text(self.request.GET.get("s", ""))
        return super().get_context_data(words=typed or "", is_forgotten=typed is None, **kwargs)

    @property
    def active_filters(self):
        """As Wagtail's, with the words in place of their key."""
        key = self.request.GET.get("s", "")
        words = TypedSearches(self.request.session).text(key) or "—"
        return [
            found._replace(value=words) if key and found.value == key else found
            for found in super().active_filters
        ]

    def get_base_queryset(self):
        """The leads that are visible to the user, with what a line shows."""
        return Lead.objects.visible_to(self.request.user).select_related(
            "region", "created_by", "latest_event", "unit"
        )
