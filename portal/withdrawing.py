"""Taking a live page from the public needs two people, as publishing it did.

Who may edit or publish the page asks, with a reason; another who may publish it decides. Nobody decides on
their own request, superusers included.
"""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from organizations.models import User
from portal.models import Withdrawal
from portal.models.withdrawals import LONGEST_REASON
from protection import audit

POLICY = PagePermissionPolicy()
TO_ASK = {"change", "publish"}
TO_DECIDE = {"publish"}


def may_ask(user: User, page: Page) -> bool:
    """Whether the user may ask that this page be taken from the public."""
    return page.live and POLICY.user_has_any_permission_for_instance(user, TO_ASK, page)


def may_decide(user: User, withdrawal: Withdrawal) -> bool:
    """Whether the user may decide on this request: somebody who publishes, and did not ask."""
    publishes = POLICY.user_has_any_permission_for_instance(user, TO_DECIDE, withdrawal.page)
    return publishes and withdrawal.asked_by_id != user.pk


def waiting(page: Page) -> Withdrawal | None:
    """The request that waits for this page, if there is one."""
    return Withdrawal.objects.filter(page=page, outcome="").select_related("page", "asked_by").first()


def waiting_for(user: User) -> list[Withdrawal]:
    """The requests that this user may decide on, oldest first."""
    if not POLICY.user_has_any_permission(user, TO_DECIDE):
        return []
    asked = Withdrawal.objects.filter(outcome="", page__live=True).select_related("page", "asked_by")
    return [request for request in asked.order_by("pk") if may_decide(user, request)]


@transaction.atomic
def ask(page: Page, *, user: User, reason: str) -> Withdrawal:
    """Ask that a live page be taken from the public.

    Raises PermissionDenied, and ValidationError without a reason or while another request waits.
    """
    page = Page.objects.select_for_update().get(pk=page.pk)
    if not may_ask(user, page):
        raise PermissionDenied
    reason = reason.strip()[:LONGEST_REASON]
    if not reason:
        raise ValidationError(_("Say why this page should no longer be public."))
    if waiting(page):
        raise ValidationError(_("Somebody has asked for this already; it waits for a decision."))
    request = Withdrawal.objects.create(page=page, reason=reason, asked_by=user)
    audit.record("portal.ask_withdrawal", page, user=user, reason=reason)
    return request


@transaction.atomic
def decide(request: Withdrawal, *, user: User, withdraw: bool) -> Withdrawal:
    """Take the page from the public, or leave it there. Raises PermissionDenied and ValidationError."""
    request = _waiting(request)
    if not may_decide(user, request):
        raise PermissionDenied
    if withdraw:
        UnpublishPageAction(request.page.specific, user=user).execute(skip_permission_checks=True)
        audit.record("portal.withdraw", request.page, user=user, reason=request.reason)
        return _close(request, Withdrawal.Outcome.WITHDRAWN, user)
    audit.record("portal.refuse_withdrawal", request.page, user=user)
    return _close(request, Withdrawal.Outcome.REFUSED, user)


@transaction.atomic
def take_back(request: Withdrawal, *, user: User) -> Withdrawal:
    """Let who asked take the request back. Raises PermissionDenied and ValidationError."""
    request = _waiting(request)
    if request.asked_by_id != user.pk:
        raise PermissionDenied
    return _close(request, Withdrawal.Outcome.TAKEN_BACK, user)


def _waiting(request: Withdrawal) -> Withdrawal:
    locked = Withdrawal.objects.select_for_update().filter(pk=request.pk, outcome="").first()
    if locked is None:
        raise ValidationError(_("This was decided meanwhile."))
    return locked


def _close(request: Withdrawal, outcome: str, user: User) -> Withdrawal:
    request.outcome, request.decided_by, request.decided_at = outcome, user, timezone.now()
    request.save(update_fields=["outcome", "decided_by", "decided_at"])
    return request
