"""Registrations with the staff site."""

from wagtail import hooks

from disclosure.audit_actions import ACTIONS
from disclosure.staff.catalogue.viewsets import CatalogueGroup
from disclosure.staff.dashboard import panels_for
from disclosure.staff.viewsets import batch_viewset, programme_viewset, standard_viewset
from protection import audit


@hooks.register("register_admin_viewset")
def register_lists():
    """The lists' section, the programmes and their figures, the catalogue."""
    return [batch_viewset, programme_viewset, standard_viewset, CatalogueGroup()]


@hooks.register("register_log_actions")
def register_log_actions(actions):
    """Name the acts of this room in the audit log."""
    audit.declare(actions, ACTIONS)


@hooks.register("construct_homepage_panels")
def add_panel(request, panels):
    """What waits for the user, on the home of the staff site."""
    panels.extend(panels_for(request.user))
