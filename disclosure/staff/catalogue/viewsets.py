"""The disclosure catalogue on the staff site: its items, and where they do not apply."""

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet

from disclosure.models import CatalogueItem, NotApplicable
from disclosure.permissions import catalogue_policy, exception_policy
from disclosure.staff.catalogue import views
from disclosure.staff.catalogue.forms import UNREAD, CatalogueItemForm, NotApplicableForm
from organizations.viewsets.scoped import ScopedModelViewSet


class CatalogueItemViewSet(ModelViewSet):
    """What must be public: read by all who do lists, kept by the head office."""

    model = CatalogueItem
    icon = "clipboard-list"
    menu_label = _("Items")
    add_to_reference_index = False
    permission_policy = catalogue_policy
    add_view_class = views.ItemCreateView
    edit_view_class = views.ItemEditView
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_fields_exclude = ["id"]
    list_display = [
        "__str__",
        Column("days", label=_("Working days"), accessor=lambda item: item.days or UNREAD),
        Column("basis", label=_("Basis"), accessor=lambda item: item.basis or UNREAD),
        Column("proof", label=_("Seen here by"), accessor="get_proof_display"),
    ]
    list_filter = ["matter", "proof"]
    list_per_page = 50

    def get_form_class(self, for_update=False):
        """Return the form of an item."""
        return CatalogueItemForm


class NotApplicableViewSet(ScopedModelViewSet):
    """Where an item does not apply, and why; everybody can read it."""

    model = NotApplicable
    icon = "cross"
    menu_label = _("What does not apply")
    permission_policy = exception_policy
    index_view_class = views.ExceptionIndexView
    add_view_class = views.ExceptionCreateView
    edit_view_class = views.ExceptionEditView
    inspect_view_enabled = True
    inspect_view_fields = ["item", "programme", "region", "reason", "since", "until", "entered_at"]
    list_display = [
        "item",
        Column("programme", label=_("Programme"), accessor=lambda row: row.programme or _("All")),
        "region",
        "reason",
        Column("since", label=_("Since"), accessor=lambda row: date_format(row.since), sort_key="since"),
        Column(
            "until",
            label=pgettext_lazy("catalogue", "Until"),
            accessor=lambda row: date_format(row.until) if row.until else "—",
            sort_key="until",
        ),
    ]
    list_filter = ["item", "programme"]
    list_per_page = 50

    def get_form_class(self, for_update=False):
        """Return the form."""
        return NotApplicableForm


class CatalogueGroup(ViewSetGroup):
    """One entry of the menu for the catalogue."""

    items = (
        CatalogueItemViewSet("catalogue_item", url_prefix="catalogue/items"),
        NotApplicableViewSet("not_applicable", url_prefix="catalogue/not-applicable"),
    )
    menu_label = _("Disclosure catalogue")
    menu_icon = "clipboard-list"
    menu_order = 700
