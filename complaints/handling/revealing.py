"""Who brought a case: shown to those who may know, after they said why, and never without a trace."""

from django.db import transaction
from django.utils.translation import gettext as _

from complaints import routing
from complaints.enums import ReporterIdentity
from complaints.handling.knowing import REVEAL
from complaints.identity.redacted_text import redacted
from complaints.models import Attachment, Case, Complainant
from complaints.parties import second_person
from complaints.permissions import PermissionCheck, case_policy
from complaints.visibility import is_for_every_desk
from complaints.workflow import DECIDERS
from organizations import scope
from organizations.models import User
from protection import audit
from protection.refusals import NotAllowed
from protection.uploads import reveals_sender

SHORTEST_REASON = 4


def reveal(case: Case, user: User, reason: str) -> Complainant:
    """Return the complainant of ``case`` for ``user``, and write the look into the audit log.

    Raises ``NotAllowed`` when the case is anonymous, the user may not know (信访工作条例 30; a confidential
    complainant is for the intake only), or no reason is given.
    """
    if len(reason.strip()) < SHORTEST_REASON:
        raise NotAllowed([_("Say in a few words why you need to know; it is kept in the log.")])
    with transaction.atomic():
        # Whoever stores a word about the case holds its row: it may be about this very user.
        Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
        if not may_reveal(case, user):
            raise NotAllowed([_("Who brought this case is for the intake only.")])
        audit.record(REVEAL, case, user=user, reason=redacted(case, reason))
        return case.complainant


def may_reveal(case: Case, user: User, asked: PermissionCheck | None = None) -> bool:
    """Whether there is somebody to reveal, and this user may learn who: never one the case was about.

    ``asked``, here and below: how a permission is found out, where a page only offers it.
    """
    return (
        getattr(case, "complainant", None) is not None
        and case_policy.may_reveal(user, case, asked)
        and not second_person.was_put_back(case, user)
    )


def tells_who(attachment: Attachment) -> bool:
    """Whether a paper may tell who a confidential or anonymous complainant is.

    A PDF names its author, a recording the place it was made at, a letter whoever signed it. Pictures were
    drawn anew without such marks. What staff put in is no word of the complainant's; but a letter of who knew
    them may be addressed to them, whatever it is kept as, and nothing in it is masked as in an answer's text.
    """
    case, event = attachment.case, attachment.event
    if not case or case.openness == ReporterIdentity.OPEN:
        return False
    by_staff = event is not None and event.actor_id is not None
    return event.knew if event and by_staff else reveals_sender(attachment.kind)


def may_open(attachment: Attachment, user: User) -> bool:
    """Whether this user, who may see the case, may have the paper: one that tells who is for the intake."""
    case = attachment.case
    if case is None or not tells_who(attachment):
        return case is not None
    return may_open_telling(case, user)


def may_open_telling(case: Case, user: User, asked: PermissionCheck | None = None) -> bool:
    """Whether this user, who may see the case, may have those of its papers that tell who brought it."""
    asked = asked or case_policy.user_has_permission_for_instance
    may_know = asked(user, "view_identity", case) or _decides_above(user, case, asked)
    return may_know and not second_person.was_put_back(case, user)


def _decides_above(user: User, case: Case, asked: PermissionCheck) -> bool:
    """Whether the county's desk does not open it, and the user decides on it above the place's own office.

    Such a case is taken in by the office that reads it first; evidence that nobody opens would be lost.
    """
    if is_for_every_desk(case) or not asked(user, "view", case):
        return False
    own = {unit.pk for unit in routing.offices_of(case.region)[:1]}
    over = {case.unit_id, *(higher.pk for higher in case.unit.superiors())} - own
    return any(held.role in DECIDERS and held.unit_id in over for held in scope.holdings(user))
