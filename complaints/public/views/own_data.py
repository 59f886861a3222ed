"""Asking about one's own data under the receipt."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from complaints.public import crowding, refusals, reply
from complaints.public.own_data import OwnDataForm
from complaints.public.views.case import OpenedView
from protection.refusals import NotAllowed


class OwnDataView(OpenedView):
    """A page of its own, so that what is refused keeps what was typed."""

    def elsewhere(self):
        """With a PIN that staff heard nothing personal is shown or asked."""
        if page := super().elsewhere():
            return page
        return None if self.whole else redirect("complaints:case")

    def slot(self):
        """Where what was refused stands until the page has shown it."""
        return f"own-data-{self.case.pk}"

    def get(self, request):
        """The form, once with what was refused."""
        kept = refusals.take(request.session, self.slot())
        form = OwnDataForm(refusals.as_data(kept.get("typed")))
        trail = [(_("Follow your case"), reverse("complaints:status")), (_("Your data"), None)]
        context = {"own_data": form, "form": form, "problems": kept.get("problems"), "trail": trail}
        return render(request, "complaints/public/own_data.html", context)

    def refuse(self, form, **why):
        """Back to the form with what was typed."""
        typed, owner = refusals.as_typed(form), crowding.owner(self.case.pk)
        refusals.keep(self.request.session, self.slot(), owner, typed=typed, **why)
        return redirect("complaints:own_data")

    def post(self, request):
        form = OwnDataForm(request.POST)
        if not form.is_valid():
            return self.refuse(form)
        try:
            reply.send(self.case, form.message(), None, own=self.own, above_first=False)
        except NotAllowed as refusal:
            return self.refuse(form, problems=[("", reason) for reason in refusal.reasons])
        messages.success(request, _("Your request has arrived. It is answered here, in your case."))
        return redirect("complaints:case")
