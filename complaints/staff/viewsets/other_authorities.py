"""The directory of other authorities: whom to turn to where civil affairs is not competent."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy

from complaints.models import OtherAuthority
from organizations.models import User
from organizations.views.reauthentication import ReauthenticationMixin


class DirectoryPolicy(ModelPermissionPolicy):
    """An entry is taken out of use, never deleted: cases that ended there show it."""

    def user_has_permission(self, user: User, action):
        """Look, add and change, nothing else."""
        return action != "delete" and super().user_has_permission(user, action)


class AuthorityCreateView(ReauthenticationMixin, generic.CreateView):
    """Adds an entry; citizens are sent to its telephone, so it asks again who one is."""


class AuthorityEditView(ReauthenticationMixin, generic.EditView):
    """Changes one; as for a new one."""


class OtherAuthorityViewSet(ModelViewSet):
    """Whom to turn to, for what, and how; what the complainant reads."""

    model = OtherAuthority
    icon = "site"
    menu_label = _("Other authorities")
    menu_order = 730
    add_to_admin_menu = True
    permission_policy = DirectoryPolicy(OtherAuthority)
    add_view_class = AuthorityCreateView
    edit_view_class = AuthorityEditView
    copy_view_enabled = False
    inspect_view_enabled = True
    list_display = ["name", "way", "takes", "telephone", BooleanColumn("in_use", label=_("In use"))]
    list_filter = ["way", "in_use"]
    search_fields = ["name", "takes"]
    list_per_page = 50
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
