"""Opening a lead, and putting ticked cases into a new or an existing one."""

from typing import Any

from django.http import QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from complaints.models import Case
from organizations.views.kept_forms import typed_before
from organizations.views.pages import SeenUntilSent
from protection.refusals import NotAllowed
from supervision import leads
from supervision.forms import GatherForm, OpenLeadForm
from supervision.models import Lead
from supervision.views.base import LeadsView


class TickedCases(SeenUntilSent):
    """The cases that came with the request, of those the user may see; others are as if not named.

    Once a page is written they are asked for again: it names who is accused in them.
    """

    request: Any
    _read: frozenset[int] = frozenset()

    def is_still_seen(self) -> bool:
        """Whether every case that was read for this page is still there for the user."""
        visible = Case.objects.visible_to(self.request.user)
        return not self._read or visible.filter(pk__in=self._read).count() == len(self._read)

    def cases(self, kept: QueryDict | None = None) -> list[Case]:
        """Read ``case``, their numbers, from the address or the form, or from one that was kept."""
        named = kept or (self.request.POST if self.request.method == "POST" else self.request.GET)
        numbers = named.getlist("case")[: leads.MOST_ITEMS]
        visible = Case.objects.visible_to(self.request.user).select_related("region", "latest_event")
        found = list(visible.filter(number__in=numbers))
        self._read |= {case.pk for case in found}
        return found


class OpenView(TickedCases, LeadsView):
    """A new lead."""

    permission_required = "add"
    template_name = "supervision/form.html"
    page_title = _("Open a lead")

    def get_context_data(self, **kwargs):
        """The form, and the cases that will be in the lead."""
        kept = typed_before(self.request)
        cases = self.cases(kept)
        form = kwargs.pop("form", None) or OpenLeadForm(kept, user=self.request.user, cases=cases)
        return super().get_context_data(
            form=form,
            cases=cases,
            action_url=reverse("lead:add"),
            submit_button_label=_("Open the lead"),
            **kwargs,
        )

    def post(self, request, *args, **kwargs):
        """Open the lead and show it; or show the form again with everything typed.

        Ticked cases come by POST too, without a title: their numbers need not stand in an address.
        """
        if "title" not in request.POST:
            return self.get(request, *args, **kwargs)
        form = OpenLeadForm(request.POST, user=request.user, cases=self.cases())
        if form.is_valid():
            data = form.cleaned_data
            try:
                lead = leads.open_lead(
                    user=request.user,
                    unit=data["unit"],
                    region=data["region"],
                    title=data["title"],
                    summary=data["summary"],
                    reason=data["reason"],
                    accused=data["accused"],
                    cases=data["case"],
                )
            except NotAllowed as error:
                form.add_error(None, error.reasons)
            else:
                messages.success(request, gettext("Lead %(number)s is open.") % {"number": lead.number})
                return redirect("lead:inspect", lead.public_id)
        return render(request, self.template_name, self.get_context_data(form=form))


class GatherView(TickedCases, LeadsView):
    """Ticked hits of a search: into one of the open leads, or into a new one."""

    permission_required = "change"
    template_name = "supervision/gather.html"
    page_title = _("Put cases into a lead")

    def get_context_data(self, **kwargs):
        """The leads that are still open, and the cases."""
        cases = self.cases()
        form = kwargs.pop("form", None) or GatherForm(user=self.request.user, cases=cases)
        return super().get_context_data(
            form=form,
            cases=cases,
            has_leads=Lead.objects.visible_to(self.request.user).editable().exists(),
            action_url=reverse("lead:gather"),
            **kwargs,
        )

    def post(self, request, *args, **kwargs):
        """Put the cases into the chosen lead; without one, they have just been ticked in a search."""
        if "lead" not in request.POST:
            return self.get(request, *args, **kwargs)
        form = GatherForm(request.POST, user=request.user, cases=self.cases())
        if form.is_valid():
            lead = form.cleaned_data["lead"]
            try:
                added = leads.add(lead, user=request.user, cases=form.cleaned_data["case"])
            except NotAllowed as error:
                form.add_error(None, error.reasons)
            else:
                count = len(added)
                messages.success(
                    request,
                    ngettext("%(count)d case added.", "%(count)d cases added.", count) % {"count": count},
                )
                return redirect("lead:inspect", lead.public_id)
        return render(request, self.template_name, self.get_context_data(form=form))
