"""The figures of programmes on the staff site: proposed by one administrator, confirmed by another, looked at
by all who do lists.
"""

from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages

from disclosure import standard_decisions
from disclosure.messages import REASONS
from disclosure.problems import ListActNotAllowed
from disclosure.staff.forms import RefusalForm
from organizations.views.kept_forms import typed_before
from organizations.views.reauthentication import ReauthenticationMixin, demanded
from organizations.viewsets.scoped import ScopedCreateView, ScopedInspectView, ScopedRowsMixin
from organizations.viewsets.versions import NextVersionMixin
from protection import audit


class AssistanceStandardCreateView(ReauthenticationMixin, ScopedCreateView):
    """Proposes a figure. It says what people are promised, so it asks again who one is."""

    def get_success_message(self, instance):
        """Say what is still lacking."""
        return _("Kept. It counts, and is shown to people, once another administrator has confirmed it.")

    def save_instance(self):
        """Save, with one entry in the log."""
        with transaction.atomic():
            self.form.instance.asked_by = self.request.user
            instance = self.form.save()
            audit.record(
                "disclosure.add_standard",
                instance,
                user=self.request.user,
                programme=instance.programme_id,
                region=instance.region_id,
                sort=instance.sort,
                amount=instance.amount,
                valid_from=instance.valid_from,
            )
        return instance


class AssistanceStandardCopyView(NextVersionMixin, ScopedRowsMixin, AssistanceStandardCreateView):
    """Adds the next version of one that the user may follow up."""

    scope_actions = ("add",)

    def get_queryset(self):
        """Return the rows that the user may follow up."""
        return self.scoped_rows()


class StandardInspectView(ScopedInspectView):
    """One figure, and the decision of the second administrator."""

    template_name = "disclosure/staff/standard.html"

    def post(self, request, *args, **kwargs):
        """Decide, or say why that cannot be; who decides is asked again who they are."""
        if answer := demanded(request):
            return answer
        form = RefusalForm(request.POST)
        form.is_valid()
        try:
            said = self.decide(request.POST.get("decision"), form.cleaned_data.get("reason", ""))
        except ListActNotAllowed as refused:
            for reason in refused.reasons:
                messages.error(request, REASONS.get(reason, reason))
        else:
            messages.success(request, said)
        return redirect(reverse("assistance_standard:inspect", args=[self.object.pk]))

    def decide(self, decision: str | None, reason: str) -> str:
        """Do what the button says, and say what was done. Raises ListActNotAllowed, Http404 for no button."""
        if decision == "confirm":
            standard_decisions.confirm(self.object, self.request.user)
            return _("Confirmed. It counts from its first day.")
        if decision == "refuse":
            standard_decisions.refuse(self.object, self.request.user, reason)
            return _("Refused. It has no effect.")
        raise Http404

    def get_context_data(self, **kwargs):
        """Add the decision, for whoever may make it."""
        decides = standard_decisions.may_decide(self.object, self.request.user)
        form = RefusalForm(typed_before(self.request)) if decides else None
        return super().get_context_data(decision_form=form, **kwargs)
