"""The settings of a programme on the staff site, and the second administrator's word on what shows more."""

from typing import Any

from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.views import generic

from disclosure import programmes
from disclosure.messages import REASONS
from disclosure.models import ProgrammeChange
from disclosure.problems import ListActNotAllowed
from disclosure.staff.forms import RefusalForm
from organizations.views.kept_forms import typed_before
from organizations.views.reauthentication import ReauthenticationMixin, demanded

#: Beside which field a refusal stands; above the form where there is none.
FIELDS = {"reason_for_showing_more": "reason"}


class ProgrammeEditView(ReauthenticationMixin, generic.EditView):
    """Changes the settings, through the domain: the entries in the log are written there.

    They hold for everybody's lists, so it asks again who one is.
    """

    has_content_changes = True
    outcome = programmes.Outcome()

    def get_success_message(self):
        """Say what holds, and what is still lacking."""
        if self.outcome.proposed:
            return _(
                "Kept. What shows more, or asks for less, holds once another administrator has confirmed it; "
                "the rest holds from now on."
            )
        words = _("The settings of %(object)s were changed; they hold from now on.")
        return words % {"object": self.object}

    def form_valid(self, form):
        """Go on, or ask why, and say what waits already; nothing that was entered is lost."""
        try:
            return super().form_valid(form)
        except ListActNotAllowed as refused:
            for reason in refused.codes:
                form.add_error(FIELDS.get(reason), str(REASONS[reason]))
            self.produced_error_code = "validation_error"
            self.produced_error_message = self.get_error_message()
            return self.form_invalid(form)

    def save_instance(self):
        """Hand what was chosen to the domain."""
        settings = dict(self.form.cleaned_data)
        reason = settings.pop("reason")
        user = self.request.user
        self.outcome = programmes.change(self.object, settings, user=user, reason=reason)
        return self.form.instance


class ProgrammeInspectView(generic.InspectView):
    """One programme, what is proposed of it, and the decision of the second administrator."""

    template_name = "disclosure/staff/programme.html"

    def waiting(self) -> ProgrammeChange | None:
        """The change that waits, if any."""
        found = ProgrammeChange.objects.waiting().filter(programme=self.object.pk)
        return found.select_related("programme", "asked_by").first()

    def post(self, request, *args, **kwargs):
        """Decide, or say why that cannot be; who decides is asked again who they are."""
        if answer := demanded(request):
            return answer
        form = RefusalForm(request.POST)
        form.is_valid()
        try:
            said = self.decide(request.POST, form.cleaned_data.get("reason", ""))
        except ListActNotAllowed as refused:
            for reason in refused.reasons:
                messages.error(request, reason)
        else:
            messages.success(request, said)
        return redirect(reverse("programme:inspect", args=[self.object.pk]))

    def decide(self, sent: Any, reason: str) -> str:
        """Do what the button says to what was shown beside it. Raises ListActNotAllowed, Http404."""
        change = self.waiting()
        if change is None or str(change.pk) != sent.get("change"):
            raise ListActNotAllowed(["programme_change_not_yours"])
        if sent.get("decision") == "confirm":
            programmes.confirm(change, self.request.user)
            return _("Confirmed. It holds from now on.")
        if sent.get("decision") == "refuse":
            programmes.refuse(change, self.request.user, reason)
            return _("Refused. It has no effect.")
        raise Http404

    def get_context_data(self, **kwargs):
        """Add what waits, and the decision for whoever may make it."""
        change = self.waiting()
        decides = change and programmes.may_decide(change, self.request.user)
        form = RefusalForm(typed_before(self.request)) if decides else None
        return super().get_context_data(change=change, decision_form=form, **kwargs)
