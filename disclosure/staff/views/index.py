"""The list of batches."""

import django_filters
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, NumberColumn, StatusTagColumn, TitleColumn
from wagtail.admin.views import generic

from disclosure import tasks
from disclosure.enums import BatchState
from disclosure.models import Batch, Programme
from disclosure.permissions import batch_policy
from disclosure.publication.workflow import ACTS
from disclosure.staff.views.base import ICON
from disclosure.staff.views.several import ChoiceColumn, ChoiceMixin
from disclosure.templatetags.lists import month
from organizations import scope
from organizations.models import Region
from organizations.viewsets.filtered import StrictFilterMixin


def months() -> list[tuple[str, str]]:
    """The months of lists, the latest first, as choices of a filter."""
    found = Batch.objects.order_by("-month").values_list("month", flat=True).distinct()[:36]
    return [(day.isoformat(), month(day)) for day in found]


class BatchFilterSet(WagtailFilterSet):
    """Filters in the address: state, programme, month, place."""

    state = django_filters.ChoiceFilter(label=_("State"), choices=BatchState.choices, empty_label=_("All"))
    programme = django_filters.ModelChoiceFilter(
        label=_("Programme"), queryset=Programme.objects.all(), empty_label=_("All")
    )
    month = django_filters.ChoiceFilter(label=_("Month"), choices=months, empty_label=_("All"))
    region = django_filters.ModelChoiceFilter(
        label=_("Region"), queryset=Region.objects.none(), method="in_region", empty_label=_("All")
    )

    class Meta:
        model = Batch
        fields: list[str] = []

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        visible = batch_policy.instances_user_has_permission_for(self.request.user, "view")
        # An unbound ordering keeps DISTINCT to the regions themselves.
        used = visible.order_by().values("region_id")
        self.filters["region"].queryset = Region.objects.filter(pk__in=used)

    def in_region(self, queryset, name, value):
        """Batches of this place or of one in it."""
        return queryset.filter(scope.within(value.pk)) if value else queryset


class BatchIndexView(ChoiceMixin, StrictFilterMixin, generic.IndexView):
    """The batches of the user's region, the latest month first."""

    model = Batch
    template_name = "disclosure/staff/index.html"
    table_classname = "listing lists-index"
    permission_policy = batch_policy
    any_permission_required = ["view"]
    page_title = _("Lists")
    header_icon = ICON
    add_item_label = _("Upload a list")
    add_url_name = "batch:add"
    inspect_url_name = "batch:inspect"
    index_url_name = "batch:index"
    index_results_url_name = "batch:index_results"
    filterset_class = BatchFilterSet
    search_fields = ["region__name", "source_name"]
    is_searchable = True
    paginate_by = 30
    default_ordering = "-month"

    acts = ACTS
    several_url_name = "batch:several"
    choice = ChoiceColumn("pk", str)
    shown_columns = [
        TitleColumn(
            "title",
            label=_("Region"),
            accessor="region",
            get_url=lambda batch: reverse("batch:inspect", args=[batch.pk]),
            sort_key="region_id",
            width="14em",
        ),
        Column("programme", label=_("Programme")),
        Column("month", label=_("Month"), accessor=lambda batch: month(batch.month), sort_key="month"),
        StatusTagColumn(
            "state",
            label=_("State"),
            accessor="state_shown",
            primary=lambda batch: batch.state in (BatchState.SUBMITTED, BatchState.APPROVED),
        ),
        NumberColumn("accepted_count", label=_("Rows accepted")),
        NumberColumn("refused_count", label=_("Rows refused")),
        Column("uploaded_by", label=_("Uploaded by")),
        DateColumn("uploaded_at", label=_("Uploaded"), sort_key="uploaded_at"),
    ]

    def get(self, request, *args, **kwargs):
        """Show them; what is still "being read" though its reader died is given to another first."""
        tasks.take_up_abandoned()
        return super().get(request, *args, **kwargs)

    def get_base_queryset(self):
        """The batches in the user's scope, with what a line shows."""
        visible = batch_policy.instances_user_has_permission_for(self.request.user, "view")
        return visible.select_related("programme", "region", "uploaded_by")
