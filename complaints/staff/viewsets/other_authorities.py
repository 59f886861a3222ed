"""The directory of other authorities: whom to turn to where civil affairs is not competent."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BooleanColumn

from complaints.models import OtherAuthority
from complaints.staff.viewsets.directories import DirectoryViewSet


class OtherAuthorityViewSet(DirectoryViewSet):
    """Whom to turn to, for what, and how; what the complainant reads."""

    model = OtherAuthority
    icon = "site"
    menu_label = _("Other authorities")
    menu_order = 730
    add_to_admin_menu = True
    inspect_view_enabled = True
    list_display = ["name", "way", "takes", "telephone", BooleanColumn("in_use", label=_("In use"))]
    list_filter = ["way", "in_use"]
    search_fields = ["name", "takes"]
    form_fields = [
        "name",
        "way",
        "takes",
        "region",
        "telephone",
        "address",
        "website",
        "legal_basis",
        "in_use",
    ]
