"""The four-eyes page: what one administrator did and another has to confirm."""

from types import ModuleType
from typing import ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from organizations import dashboard, doubts, lapsing, moving, proposals, renaming, renaming_places, resets
from organizations.models import User
from organizations.views.pages import StaffPage
from organizations.views.reauthentication import ReauthenticationMixin

#: So many of each list are shown; the next come up as these are settled.
SHOWN = 50


class _ForAdministrators:
    """Closed to everybody who confirms nothing."""

    def setup(self, request, *args, **kwargs):
        """Refuse whoever is no administrator."""
        super().setup(request, *args, **kwargs)
        if not dashboard.may_confirm_some(request.user):
            raise PermissionDenied


def _as_shown(room: ModuleType, user: User) -> list[dict]:
    """What waits in a room, each with the mark of what stands on the page."""
    return [
        {"found": row, "seen": room.shown(row), "is_old": lapsing.is_old(getattr(row, "renamed_at", None))}
        for row in room.waiting_for(user)[:SHOWN]
    ]


class WaitingView(_ForAdministrators, StaffPage):
    """Accounts that wait for this administrator, and those that wait for somebody else."""

    page_title = gettext_lazy("To confirm as second")
    header_icon = "check"
    template_name = "organizations/waiting.html"

    def get_context_data(self, **kwargs):
        """Each account with what was done to it, and the mark of what is shown."""
        user = self.request.user
        accounts = doubts.waiting_for(user).prefetch_related("posts__unit__region__parent")[:SHOWN]
        facts = {
            "accounts": doubts.with_doubts(accounts, user=user),
            "old_before": timezone.now() - lapsing.WAITS,
            "resets": resets.waiting_for(user)[:SHOWN],
            "proposed_resets": resets.proposed_by(user)[:SHOWN],
            "asked": doubts.asked_by(user)[:SHOWN],
            "units": _as_shown(renaming, user),
            "moves": _as_shown(moving, user),
            "places": _as_shown(renaming_places, user),
            "asked_places": renaming_places.asked_by(user)[:SHOWN],
            "asked_moves": moving.asked_by(user)[:SHOWN],
            "posts": proposals.waiting_for(user)[:SHOWN],
            "lapsed": proposals.lapsed(user)[:SHOWN],
            "lapsed_else": lapsing.lapsed(user)[:SHOWN],
            "proposed": proposals.with_deciders(proposals.proposed_by(user)[:SHOWN]),
        }
        return {**super().get_context_data(**kwargs), **facts}


class _ConfirmView(ReauthenticationMixin, _ForAdministrators, View):
    """Confirms one of what waits: ``subject`` says which do, and confirms it."""

    subject: ClassVar[ModuleType]

    def post(self, request, pk):
        """Confirm, or say why not."""
        found = get_object_or_404(self.subject.waiting_for(request.user), pk=pk)
        try:
            self.subject.confirm(
                found, user=request.user, seen=request.POST.get("seen", ""), **self.ticked(request.POST)
            )
        except ValidationError as refused:
            messages.error(request, " ".join(refused.messages))
        else:
            messages.success(request, _("Confirmed: %(name)s.") % {"name": found})
        return redirect("organizations_waiting")

    def ticked(self, sent) -> dict[str, bool]:
        """What the form has ticks of its own for."""
        return {}


class ConfirmAccountView(_ConfirmView):
    """Confirms an account, and its address where that is ticked."""

    subject: ClassVar[ModuleType] = doubts

    def ticked(self, sent):
        """Whether the address is the holder's."""
        return {"is_theirs": sent.get("address") == "theirs"}


class ConfirmUnitNameView(_ConfirmView):
    """Confirms the new name of a unit."""

    subject: ClassVar[ModuleType] = renaming


class DecideOnPostView(ReauthenticationMixin, _ForAdministrators, View):
    """Confirms or refuses a proposed post."""

    def post(self, request, pk):
        """Decide, or say why not."""
        post = get_object_or_404(proposals.waiting_for(request.user), pk=pk)
        try:
            if request.POST.get("decision") == "confirm":
                proposals.confirm(post, user=request.user)
                messages.success(request, _("Confirmed: %(name)s.") % {"name": post})
            else:
                proposals.refuse(post, user=request.user, reason=request.POST.get("reason", ""))
                messages.success(request, _("Refused: %(name)s.") % {"name": post})
        except ValidationError as refused:
            messages.error(request, " ".join(refused.messages))
        return redirect("organizations_waiting")


class DecideOnResetView(ReauthenticationMixin, _ForAdministrators, View):
    """Confirms or refuses that a second factor be reset."""

    def post(self, request, uid):
        """Decide, and go on to the one-time link; or say why not."""
        reset = get_object_or_404(resets.waiting_for(request.user), uid=uid)
        try:
            if request.POST.get("decision") == "confirm":
                resets.confirm(reset, user=request.user)
                words = _("The second factor and the password of %(name)s are gone. Now have a link made.")
                messages.success(request, words % {"name": reset.account})
                return redirect("organizations_account_link", reset.account_id)
            resets.refuse(reset, user=request.user, reason=request.POST.get("reason", ""))
            messages.success(request, _("Refused: %(name)s.") % {"name": reset.account})
        except ValidationError as refused:
            messages.error(request, " ".join(refused.messages))
        return redirect("organizations_waiting")


class _DecideView(ReauthenticationMixin, _ForAdministrators, View):
    """Confirms or refuses one of what waits: ``subject`` says which do, and decides."""

    subject: ClassVar[ModuleType]

    def post(self, request, pk):
        """Decide, or say why not."""
        found = get_object_or_404(self.subject.waiting_for(request.user), pk=pk)
        seen = request.POST.get("seen", "")
        try:
            if request.POST.get("decision") == "confirm":
                self.subject.confirm(found, user=request.user, seen=seen)
                messages.success(request, _("Confirmed: %(name)s.") % {"name": found})
            else:
                reason = request.POST.get("reason", "")
                self.subject.refuse(found, user=request.user, seen=seen, reason=reason)
                messages.success(request, _("Refused: %(name)s.") % {"name": found})
        except ValidationError as refused:
            messages.error(request, " ".join(refused.messages))
        return redirect("organizations_waiting")


class DecideOnMoveView(_DecideView):
    """Decides on another kind of a unit, or another unit above it."""

    subject: ClassVar[ModuleType] = moving


class DecideOnPlaceView(_DecideView):
    """Decides on another name of a place."""

    subject: ClassVar[ModuleType] = renaming_places
