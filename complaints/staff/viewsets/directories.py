"""What an administrator keeps for all cases, entry by entry: added and changed, and never deleted."""

from django.utils.functional import cached_property
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy

from organizations.models import User
from organizations.views.reauthentication import ReauthenticationMixin


class DirectoryPolicy(ModelPermissionPolicy):
    """An entry is taken out of use, never deleted: cases that ended there show it."""

    def user_has_permission(self, user: User, action):
        """Look, add and change, nothing else."""
        return action != "delete" and super().user_has_permission(user, action)


class DirectoryCreateView(ReauthenticationMixin, generic.CreateView):
    """Adds an entry; citizens read what it says, so it asks again who one is."""


class DirectoryEditView(ReauthenticationMixin, generic.EditView):
    """Changes one; as for a new one."""


class DirectoryViewSet(ModelViewSet):
    """The screens of such entries."""

    add_view_class = DirectoryCreateView
    edit_view_class = DirectoryEditView
    copy_view_enabled = False
    list_per_page = 50

    @cached_property
    def permission_policy(self):
        """Return who may look, add and change."""
        return DirectoryPolicy(self.model)
