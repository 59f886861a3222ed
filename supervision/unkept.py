"""Leads that nobody may read any more: all who keep them are named in person, in them or in a case of theirs.

A lead without a keeper is found by nobody, and its time runs. Whoever can help is told how many there are,
and no more: superusers, who enter people, and the supervisors of the group that keeps it, who ask for an
inspector. Of a lead that was opened today nothing is said, which would tell who was here.
"""

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from complaints.models import Respondent
from complaints.visibility import accused_q, named_q
from organizations import scope
from organizations.enums import Role, UnitKind
from organizations.models import Post, User
from supervision.models import Lead, LeadItem, LeadRespondent
from supervision.visibility import KEEPING


def waiting() -> frozenset[int]:
    """Return the ids of the leads that are not closed and that no inspector sees.

    One query where nobody is named in any; else one more, and those for their posts, for each inspector until
    each lead is seen by one.
    """
    found = set(Lead.objects.active().filter(_about_somebody()).values_list("pk", flat=True))
    if not found:
        return frozenset()
    posts = Post.objects.active().filter(KEEPING)
    for keeper in User.objects.filter(is_active=True, pk__in=posts.values("user")).order_by("pk").iterator():
        found -= set(Lead.objects.visible_to(keeper).active().values_list("pk", flat=True))
        if not found:
            break
    return frozenset(found)


def waiting_for(user: User) -> int:
    """Return of how many such leads the user is told; none that is about them."""
    groups = {
        held.unit_id
        for held in scope.holdings(user)
        if held.role == Role.SUPERVISOR and held.unit_kind == UnitKind.INSPECTION
    }
    if not (user.is_superuser or groups):
        return 0
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    told = Lead.objects.filter(pk__in=waiting(), opened_at__lt=today)
    if not user.is_superuser:
        told = told.filter(unit__in=groups)
    named = Respondent.objects.filter(named_q(user), lifted_at=None).values("case")
    about = LeadRespondent.objects.filter(accused_q(user)).values("lead")
    cases = LeadItem.objects.filter(case__in=named).values("lead")
    return told.exclude(pk__in=about).exclude(pk__in=cases).count()


def _about_somebody() -> Q:
    """The condition that a lead, or a case that is or was in it, is about somebody we may know."""
    own = LeadRespondent.objects.filter(lead=OuterRef("pk"), lifted_at=None)
    cases = LeadItem.objects.filter(lead=OuterRef("pk"), case__respondents__lifted_at=None)
    of_cases = cases.filter(case__respondents__isnull=False)
    return Q(Exists(own)) | Q(Exists(of_cases))
