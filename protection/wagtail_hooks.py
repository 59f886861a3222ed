"""Registrations with the staff site."""

from wagtail import hooks

from protection import audit
from protection.audit_actions import ACTIONS


@hooks.register("register_log_actions")
def register_log_actions(actions):
    """Name the acts of this room in the audit log."""
    audit.declare(actions, ACTIONS)
