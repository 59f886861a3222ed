"""Registrations with the staff site."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSetGroup

from organizations.audit_actions import ACTIONS
from organizations.viewsets.choosers import region_chooser, unit_chooser
from organizations.viewsets.places import region_viewset, unit_viewset
from organizations.viewsets.staff import post_viewset
from protection import audit


class OrganizationsGroup(ViewSetGroup):
    """One menu entry for places, units and posts."""

    items = (region_viewset, unit_viewset, post_viewset)
    menu_label = _("Organizations")
    menu_icon = "site"
    menu_order = 700


@hooks.register("register_log_actions")
def register_log_actions(actions):
    """Name the acts of this room in the audit log."""
    audit.declare(actions, ACTIONS)


@hooks.register("register_admin_viewset")
def register_viewsets():
    """Register places, units, posts and the choosers that other rooms' forms use."""
    return [OrganizationsGroup(), region_chooser, unit_chooser]


@hooks.register("construct_reports_menu")
def offer_no_closed_report(request, menu_items):
    """Leave out of the menu what views.closed closes."""
    menu_items[:] = [item for item in menu_items if item.name != "site-history"]
