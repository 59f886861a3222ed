"""Who may see a lead: an inspector, in whose region it lies, not about them, with no case hidden from them.

A dossier says as much about an accused person as its cases do. So a case that is hidden from somebody
(信访工作条例 30: never to the accused person or unit) hides every lead it ever belonged to, also after it was
taken out: the timeline still names it. Who a lead is about is written down when it is opened, under the same
rule, because a lead may hold no case at all.
"""

from django.apps import apps
from django.db.models import Exists, OuterRef, Q

from complaints.visibility import accused_q
from organizations import scope
from organizations.enums import Role

#: Leads are the inspectors' own; no other role comes near them.
LEAD_ROLES = frozenset({Role.INSPECTOR})


def lead_q(user, roles: frozenset[Role] = LEAD_ROLES) -> Q:
    """Return the condition that a lead is visible to a user by a post in one of these roles."""
    in_scope = scope.scope_q(user, roles)
    if in_scope == scope.NOTHING:
        return in_scope
    return in_scope & ~Q(pk__in=_leads_about(user)) & ~Q(pk__in=_leads_with_hidden_cases(user))


def _leads_about(user):
    return apps.get_model("supervision.LeadRespondent").objects.filter(accused_q(user)).values("lead_id")


def _leads_with_hidden_cases(user):
    items = apps.get_model("supervision.LeadItem").objects.filter(case__isnull=False)
    visible = apps.get_model("complaints.Case").objects.visible_to(user)
    return items.exclude(Exists(visible.filter(pk=OuterRef("case_id")))).values("lead_id")
