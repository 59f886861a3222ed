"""What an inspector can do with the hits of a search: put the ticked cases into a lead."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from organizations.models import User
from search.workbench.actions import CaseSearchAction
from supervision.permissions import lead_policy


def actions(user: User) -> list[CaseSearchAction]:
    """One button under the hits, for those who keep leads."""
    if not lead_policy.user_has_permission(user, "change"):
        return []
    return [
        CaseSearchAction(_("Put the ticked cases into a lead"), reverse("lead:gather"), "folder-open-inverse")
    ]
