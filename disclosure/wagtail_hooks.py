"""Registrations with the staff site."""

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from disclosure.audit_actions import ACTIONS
from disclosure.permissions import batch_policy, posting_policy
from disclosure.staff.catalogue.viewsets import CatalogueGroup
from disclosure.staff.dashboard import panels_for
from disclosure.staff.notices import dashboard as notices
from disclosure.staff.notices.viewsets import notice_viewset
from disclosure.staff.views.duties import DutiesView
from disclosure.staff.viewsets import batch_viewset, programme_viewset, standard_viewset
from protection import audit


@hooks.register("register_admin_viewset")
def register_lists():
    """The sections of lists and of notices, the programmes and their figures, the catalogue."""
    return [batch_viewset, notice_viewset, programme_viewset, standard_viewset, CatalogueGroup()]


@hooks.register("register_admin_urls")
def register_urls():
    """The report on the catalogue."""
    return [path("catalogue/report/", DutiesView.as_view(), name="disclosure_duties")]


@hooks.register("register_log_actions")
def register_log_actions(actions):
    """Name the acts of this room in the audit log."""
    audit.declare(actions, ACTIONS)


@hooks.register("construct_homepage_panels")
def add_panel(request, panels):
    """What waits for the user, on the home of the staff site."""
    panels.extend([*panels_for(request.user), *notices.panels_for(request.user)])


class DutiesMenuItem(MenuItem):
    """Shown to those who see lists."""

    def is_shown(self, request):
        """Whether the page would open."""
        return batch_policy.user_has_permission(request.user, "view")


class UnpostedMenuItem(MenuItem):
    """Shown to those who put up sheets."""

    def is_shown(self, request):
        """Whether the page would open."""
        return posting_policy.user_has_permission(request.user, "propose")


@hooks.register("register_reports_menu_item")
def register_unposted():
    """What hangs on no board, among the reports."""
    return UnpostedMenuItem(
        _("Sheets not put up yet"), reverse("batch:unposted"), icon_name="clipboard-list", order=111
    )


@hooks.register("register_reports_menu_item")
def register_duties():
    """The catalogue among the reports."""
    return DutiesMenuItem(
        _("What the catalogue asks for"), reverse("disclosure_duties"), icon_name="clipboard-list", order=110
    )
