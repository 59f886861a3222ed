"""What rows the scoreboard has by what cases are about, and which cases it counts at all.

Whoever works on the cases of a place sees all of them but those that accuse them or their office, and would
learn of these by subtracting what they see from a public count (信访工作条例 30, 46). So a case is counted
only where nobody is kept from it in that way: it is said against nobody, names nobody, and the offices of the
county see it.
"""

from django.db.models import Exists, OuterRef, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from complaints.clocks.standards import Situation
from complaints.enums import CaseKind, Matter, Sight
from complaints.matters import is_about_conduct, matters_without_blame
from complaints.models import Case, CaseQuerySet, Respondent

#: By its code what a row says, and of which situation its promise is (``Situation``).
SUBJECTS: dict[str, tuple[Promise, Situation]] = {
    "enquiry": (_("Enquiries"), Situation(CaseKind.ENQUIRY)),
    "objection": (_("Objections to a list"), Situation(CaseKind.OBJECTION)),
    "suggestion": (_("Suggestions"), Situation(CaseKind.SUGGESTION)),
    "complaint-assistance": (
        _("Complaints about assistance"),
        Situation(CaseKind.COMPLAINT, Matter.ASSISTANCE),
    ),
    "complaint-list": (_("Complaints about a list"), Situation(CaseKind.COMPLAINT, Matter.LIST)),
    "complaint-other": (_("Complaints about something else"), Situation(CaseKind.COMPLAINT, Matter.OTHER)),
}


def subject_of(kind: str, matter: str) -> str:
    """Return the code of the row of a case that is counted."""
    return f"{kind}-{matter}" if kind == CaseKind.COMPLAINT else str(kind)


def counted() -> CaseQuerySet:
    """The cases that are counted."""
    condition = Q()
    for kind in CaseKind:
        if not is_about_conduct(kind, Matter.OTHER):
            condition |= Q(kind=kind, matter__in=matters_without_blame(kind))
    named = Exists(Respondent.objects.filter(case=OuterRef("pk")))
    return Case.objects.filter(condition, ~named, sight__in=(Sight.PLACE, Sight.COUNTY))
