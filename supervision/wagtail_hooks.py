"""What the room adds to the staff site."""

from wagtail import hooks

from organizations.models import User
from protection import audit
from supervision.audit_actions import ACTIONS
from supervision.dashboard import panels_for
from supervision.search_actions import actions as search_actions
from supervision.viewsets import lead_viewset


@hooks.register("register_admin_viewset")
def register_leads():
    """The leads' section."""
    return lead_viewset


@hooks.register("register_case_search_actions")
def register_search_actions(user: User):
    """What the hits of a search can become."""
    return search_actions(user)


@hooks.register("register_log_actions")
def register_actions(actions):
    """The acts that the audit log may hold."""
    audit.declare(actions, ACTIONS)


@hooks.register("construct_homepage_panels")
def add_panel(request, panels):
    """The open leads, on the home of the staff site."""
    panels.extend(panels_for(request.user))
