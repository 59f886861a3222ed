"""The second administrator's decision on a figure that one entered; until then it counts for nothing.

A figure says on the public site what people may get, and judges lists: one person alone who set it high would
switch off the warning that a list pays too much.
"""

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from disclosure.enums import ProposalOutcome
from disclosure.models import AssistanceStandard
from disclosure.problems import ListActNotAllowed
from disclosure.roles import STANDARD_ROLES
from organizations import scope
from organizations.models import User
from protection import audit


def may_decide(standard: AssistanceStandard, user: User) -> bool:
    """Say whether ``user`` is another administrator of the place, and nobody has decided on it yet."""
    waits = standard.outcome == ProposalOutcome.WAITING and standard.asked_by_id != user.pk
    return waits and scope.in_scope(user, standard.region_id, STANDARD_ROLES["decide"])


def decidable_by(user: User) -> QuerySet[AssistanceStandard]:
    """Return the figures that wait for this administrator, oldest first, with what a line of a list needs."""
    own = AssistanceStandard.objects.filter(scope.scope_q(user, STANDARD_ROLES["decide"]))
    others = own.waiting().exclude(asked_by=user.pk)
    return others.select_related("programme", "region", "asked_by").order_by("pk")


def confirm(standard: AssistanceStandard, user: User) -> AssistanceStandard:
    """Let it count. Raises ListActNotAllowed."""
    return _decide(standard, user, ProposalOutcome.DONE, "disclosure.confirm_standard")


def refuse(standard: AssistanceStandard, user: User, reason: str) -> AssistanceStandard:
    """Leave it without effect, for a reason that stays in the log. Raises ListActNotAllowed."""
    if not reason.strip():
        raise ListActNotAllowed(["standard_reason_missing"])
    return _decide(standard, user, ProposalOutcome.REFUSED, "disclosure.refuse_standard", reason)


@transaction.atomic
def _decide(
    standard: AssistanceStandard, user: User, outcome: ProposalOutcome, action: str, reason: str = ""
) -> AssistanceStandard:
    locked = AssistanceStandard.objects.select_for_update().get(pk=standard.pk)
    if not may_decide(locked, user):
        raise ListActNotAllowed(["standard_not_yours"])
    locked.outcome, locked.decided_by, locked.decided_at = outcome, user, timezone.now()
    locked.save(update_fields=["outcome", "decided_by", "decided_at"])
    audit.record(action, locked, user=user, reason=reason, region=locked.region_id, amount=locked.amount)
    return locked
