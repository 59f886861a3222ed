"""Whether it is solved, and whether they are satisfied, said under the receipt (回访)."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from complaints.public import crowding, drafts, heard_page, refusals, reply
from complaints.public.following_forms import RateForm
from complaints.public.views.case import OpenedView
from protection.refusals import NotAllowed


class RateView(OpenedView):
    """Two questions; there are no words in it that could be lost."""

    def get(self, request):
        """Who changes language or type size meanwhile comes here."""
        return self.back()

    def back(self):
        """Back to the questions on the case's page."""
        return redirect(f"{reverse('complaints:case')}#rate")

    def refuse(self, problems):
        """Say on the case's page what was refused, with what was chosen."""
        chosen = {name: self.request.POST.get(f"rate-{name}", "") for name in RateForm.base_fields}
        slot, owner = drafts.reply_slot(self.case.pk, self.own), crowding.owner(self.case.pk)
        refusals.keep(self.request.session, slot, owner, problems=problems, chosen=chosen)
        return self.back()

    def post(self, request):
        if not self.whole:
            return self.refuse([("", heard_page.no_rating())])
        form = RateForm(request.POST)
        if not form.is_valid():
            found = form.errors.items()
            return self.refuse([(f"id_rate-{name}_0", str(errors[0])) for name, errors in found])
        try:
            reply.rate(self.case, own=self.own, **form.cleaned_data)
        except NotAllowed as refusal:
            return self.refuse([("", reason) for reason in refusal.reasons])
        if form.cleaned_data["again"]:
            messages.success(request, _("Thank you. Your case is worked on again."))
        else:
            messages.success(request, _("Thank you. What you said is in your case."))
        return redirect("complaints:case")
