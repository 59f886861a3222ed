"""Registrations with the staff site."""

from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from protection import audit
from search.audit_actions import ACTIONS
from search.workbench.permissions import may_search_cases


@hooks.register("register_log_actions")
def register_log_actions(actions):
    """Name the acts of this room in the audit log."""
    audit.declare(actions, ACTIONS)


@hooks.register("register_admin_urls")
def register_urls():
    """The workbench."""
    return [path("search/cases/", include("search.urls"))]


class SearchMenuItem(MenuItem):
    """Shown to those who may search."""

    def is_shown(self, request):
        return may_search_cases(request.user)


@hooks.register("register_admin_menu_item")
def register_workbench():
    """Beside the list of cases."""
    return SearchMenuItem(_("Search cases"), reverse("search:cases"), icon_name="search", order=120)


@hooks.register("register_permissions")
def register_permissions():
    """Let an administrator see the permission among those of a group."""
    from django.contrib.auth.models import Permission

    return Permission.objects.filter(content_type__app_label="search", codename="search_cases")
