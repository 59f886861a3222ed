"""The tree of matters: the points that a matter may be about."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BooleanColumn

from complaints.models import CaseTopic
from complaints.staff.viewsets.directories import DirectoryViewSet


class CaseTopicViewSet(DirectoryViewSet):
    """The points of matters, which citizens and the desk choose from."""

    model = CaseTopic
    icon = "list-ul"
    menu_label = _("Points of matters")
    menu_order = 725
    add_to_admin_menu = True
    inspect_view_enabled = True
    list_display = ["name", "heading", "matter", BooleanColumn("in_use", label=_("In use"))]
    list_filter = ["matter", "in_use"]
    search_fields = ["name", "heading"]
    form_fields = [
        "matter",
        "heading",
        "heading_en",
        "name",
        "name_en",
        "asks_since",
        "asks_amount",
        "asks_month",
        "asks_present",
        "position",
        "in_use",
    ]
