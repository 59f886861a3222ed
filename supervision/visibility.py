"""Who may see a lead: an inspector, in whose region it lies, not about them, with no case that is about them.

A dossier says as much about an accused person as its cases do. So a case that is hidden from somebody
(信访工作条例 30: never to the accused person or unit) hides every lead it ever belonged to, also after it was
taken out: the timeline still names it. Who a lead is about is written down when it is opened, under the same
rule, because a lead may hold no case at all.

One sentence about "the inspectors" in one of its cases must not take a lead from the group that keeps it:
whom a lead is about could close it by one message. Where rows about that very group are all that hide a
case from its inspectors, the lead stays theirs and the case is closed to them in it
(``supervision.closed_cases``). Whoever is named in person loses the lead; and if nobody is left, somebody is
told (``supervision.unkept``).
"""

from django.apps import apps
from django.db.models import Exists, OuterRef, Q

from complaints.parties.watchers import WATCHING_UNITS
from complaints.visibility import accused_q, case_filters, named_q, withheld_q
from organizations import scope
from organizations.enums import Role, UnitKind
from organizations.models import User

#: Leads are the inspectors' own; no other role comes near them.
LEAD_ROLES = frozenset({Role.INSPECTOR})
#: The units whose inspectors read them; not the offices that most leads are about.
LEAD_UNITS = WATCHING_UNITS
#: The condition on posts of ``holdings``.
KEEPING = Q(role__in=LEAD_ROLES, unit__kind__in=LEAD_UNITS)


def lead_q(user: User, roles: frozenset[Role] = LEAD_ROLES) -> Q:
    """Return the condition that a lead is visible to a user by a post in one of these roles."""
    in_scope = scope.scope_q(user, roles, kinds=LEAD_UNITS)
    if in_scope == scope.NOTHING:
        return in_scope
    return in_scope & ~Q(pk__in=_leads_about(user)) & ~Q(pk__in=_leads_with_hidden_cases(user))


def holdings(user: User) -> tuple[scope.ActivePost, ...]:
    """Return the posts by which a user keeps leads."""
    return scope.held_in(user, LEAD_ROLES, LEAD_UNITS)


def closed_items(user: User):
    """Return the items, of all leads, whose case is not open to the user."""
    items = apps.get_model("supervision.LeadItem").objects.filter(case__isnull=False)
    visible = apps.get_model("complaints.Case").objects.visible_to(user)
    return items.exclude(Exists(visible.filter(pk=OuterRef("case_id"))))


def _leads_about(user: User):
    return apps.get_model("supervision.LeadRespondent").objects.filter(accused_q(user)).values("lead_id")


def _leads_with_hidden_cases(user: User):
    """Leads with a case that more hides from the user than rows about the group for which they keep it."""
    groups = {
        held.unit_id
        for held in scope.holdings(user)
        if held.role in LEAD_ROLES and held.unit_kind == UnitKind.INSPECTION
    }
    of_another = Q(unit__in=case_filters(user).hidden_units) & ~Q(unit=OuterRef("lead__unit"))
    rows = apps.get_model("complaints.Respondent").objects.filter(case=OuterRef("case_id"), lifted_at=None)
    kept_from_them = apps.get_model("complaints.Case").objects.filter(
        withheld_q(user) or scope.NOTHING, pk=OuterRef("case_id")
    )
    hides = Exists(rows.filter(named_q(user) | of_another)) | Exists(kept_from_them)
    about_the_group_alone = Q(lead__unit__in=groups) & ~hides
    return closed_items(user).exclude(about_the_group_alone).values("lead_id")
