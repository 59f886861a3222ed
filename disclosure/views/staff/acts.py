"""The acts on a batch, each confirmed on a page of its own that says what will happen."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from disclosure import publishing, reviewing, tasks
from disclosure.forms import ReasonForm
from disclosure.messages import REASONS
from disclosure.models import Batch
from disclosure.permissions import batch_policy
from disclosure.problems import NotAllowed
from disclosure.views.staff.base import BatchPage

# Up to here a reviewer waits for the publication; more is left to a background task.
INLINE_ROWS = 20_000


def _approve_and_publish(batch: Batch, user, reason: str) -> None:
    _publish(reviewing.approve(batch, user, reason), user, reason)


def _publish(batch: Batch, user, reason: str) -> None:
    if batch.accepted_count <= INLINE_ROWS:
        publishing.publish(batch, user)
        return
    # The task knows no user, so who asks is checked while they are there to be told.
    if reasons := reviewing.reasons_against("publish", batch, user):
        raise NotAllowed(reasons)
    transaction.on_commit(lambda: tasks.publish_batch.enqueue(batch.pk))


@dataclass(frozen=True, slots=True)
class Act:
    """One line of ACTS: what a button says, what it does, who may press it; when, reviewing.RULES says."""

    do: Callable[[Batch, Any, str], Any]
    label: str | Promise
    consequence: str | Promise
    done: str | Promise
    permission: str
    needs_reason: bool = False
    is_serious: bool = False


ACTS: dict[str, Act] = {
    "submit": Act(
        reviewing.submit,
        _("Submit for review"),
        _("A reviewer is asked to look at it. You can't change it meanwhile."),
        _("The list waits for review."),
        "submit",
    ),
    "approve": Act(
        _approve_and_publish,
        _("Approve and publish"),
        _("The list is frozen and becomes public, in place of the one now shown there."),
        _("The list was approved and is public."),
        "approve",
    ),
    "send-back": Act(
        reviewing.send_back,
        _("Send back"),
        _("The list goes back to its editor, who reads your reason. Nothing becomes public."),
        _("The list was sent back."),
        "approve",
        needs_reason=True,
    ),
    "publish": Act(
        _publish,
        _("Publish"),
        _("The approved list becomes public, in place of the one now shown there."),
        _("The list is public."),
        "approve",
    ),
    "withdraw": Act(
        reviewing.withdraw,
        _("Withdraw"),
        _("The rows of this draft are deleted. What is public now stays as it is."),
        _("The list was withdrawn."),
        "submit",
        is_serious=True,
    ),
}


def open_acts(batch: Batch, user) -> list[dict[str, Any]]:
    """The acts that permission and the rules of the list leave to ``user`` now."""
    return [
        {"label": act.label, "url": reverse("batch:act", args=[batch.pk, name]), "serious": act.is_serious}
        for name, act in ACTS.items()
        if batch_policy.user_has_permission_for_instance(user, act.permission, batch)
        and reviewing.is_offered(name, batch, user)
    ]


class ActView(BatchPage):
    """Asks for confirmation and the reason in one step, then acts."""

    template_name = "disclosure/staff/act.html"

    @property
    def act(self) -> Act:
        """The act of the address, or 404."""
        try:
            return ACTS[self.kwargs["act"]]
        except KeyError as error:
            raise Http404 from error

    @property
    def permission_required(self) -> str:
        """What the act takes."""
        return self.act.permission

    def get_page_title(self):
        """What is about to happen."""
        return self.act.label

    def post(self, request, *args, **kwargs):
        """Do it, or say every reason why not."""
        form = self.form(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        try:
            with transaction.atomic():
                self.act.do(self.batch, request.user, form.cleaned_data["reason"])
        except NotAllowed as refused:
            self.refuse(REASONS[reason] for reason in refused.reasons)
        else:
            messages.success(request, self.act.done)
        return redirect(self.object_url)

    def form(self, data=None) -> ReasonForm:
        """A reason is needed where the act says so, and to go on without refused rows."""
        if self.act.needs_reason:
            return ReasonForm(data, missing=REASONS["reason_missing"])
        if self.kwargs["act"] == "submit" and self.batch.refused_count:
            return ReasonForm(data, missing=REASONS["reason_for_refused"])
        return ReasonForm(data)

    def get_context_data(self, **kwargs):
        """Add the act and its form."""
        kwargs.setdefault("form", self.form())
        facts = {"act": self.act, "act_name": self.kwargs["act"], "batch_url": self.object_url}
        return super().get_context_data(**{**kwargs, **facts})
