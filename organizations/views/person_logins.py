"""What an administrator does about the logins of a person whose account they keep.

They see how many there are, not where from: that is the person's own.
"""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organizations import links, resets, second_factor, sessions
from organizations.models import User
from organizations.views.pages import StaffPage
from organizations.views.reauthentication import ReauthenticationMixin


class LoginsReasonForm(forms.Form):
    """Why it is done; it goes into the log."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=200, help_text=gettext_lazy("Kept in the log.")
    )


class PersonLoginsView(ReauthenticationMixin, StaffPage):
    """Ends all sessions of a person, or proposes that their second factor be reset."""

    page_title = gettext_lazy("Logins and second factor")
    header_icon = "lock"
    template_name = "organizations/person_logins.html"

    def setup(self, request, *args, **kwargs):
        """Find the person; whose account the user does not keep does not exist for them."""
        super().setup(request, *args, **kwargs)
        self.person = get_object_or_404(User, pk=kwargs["pk"])
        if not links.may_keep(self.person, request.user):
            raise Http404

    def get_context_data(self, **kwargs):
        """How many sessions there are, and how it stands with the second factor."""
        facts = {
            "person": self.person,
            "number": sessions.how_many(self.person),
            "has_factor": second_factor.is_on(self.person),
            "proposal": resets.open_for(self.person),
            "end_form": LoginsReasonForm(prefix="end"),
            "reset_form": LoginsReasonForm(prefix="reset"),
        }
        return {**super().get_context_data(**kwargs), **facts, **kwargs}

    def post(self, request, *args, **kwargs):
        """Do what was asked, or say why not, keeping what was typed."""
        act = "reset" if request.POST.get("act") == "reset" else "end"
        form = LoginsReasonForm(request.POST, prefix=act)
        if form.is_valid():
            try:
                messages.success(request, getattr(self, act)(form.cleaned_data["reason"]))
                return redirect("organizations_person_logins", self.person.pk)
            except ValidationError as refused:
                form.add_error("reason", refused)
        return self.render_to_response(self.get_context_data(**{f"{act}_form": form}))

    def end(self, reason: str) -> str:
        """End all sessions of the person."""
        number = sessions.end_all(self.person, "administrator", user=self.request.user, reason=reason)
        return _("Ended logins: %(number)d.") % {"number": number}

    def reset(self, reason: str) -> str:
        """Propose the reset."""
        resets.propose(self.person, user=self.request.user, reason=reason)
        return _("Proposed. Another administrator of the same unit or of one above it has to confirm it.")
