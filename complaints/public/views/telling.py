"""To be told elsewhere that there is something new: asked for, and ended, under the receipt."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from complaints.public import crowding, refusals
from complaints.public.telling_form import TellingForm
from complaints.public.views.case import OpenedView
from complaints.telling import reports, wishes


class TellingView(OpenedView):
    """A page of its own; it never shows the number or address that was given."""

    def elsewhere(self):
        """Where it is not offered, and with a PIN that staff heard, back to the case."""
        if page := super().elsewhere():
            return page
        is_offered = self.whole and wishes.may_wish(self.case)
        return None if is_offered else redirect("complaints:case")

    def slot(self):
        """Where what was refused stands until the page has shown it."""
        return f"telling-{self.case.pk}"

    def get(self, request):
        """The form, once with what was refused."""
        kept = refusals.take(request.session, self.slot())
        form = TellingForm(refusals.as_data(kept.get("typed")))
        trail = [(_("Follow your case"), reverse("complaints:status")), (_("To be told"), None)]
        wish = wishes.current(self.case)
        lost = wish is not None and reports.last_was_lost(self.case)
        context = {"form": form, "wish": wish, "lost": lost, "trail": trail}
        return render(request, "complaints/public/telling.html", context)

    def post(self, request):
        if "end" in request.POST:
            wishes.end(self.case)
            messages.success(request, _("We tell you no more. The number or address is deleted."))
            return redirect("complaints:case")
        form = TellingForm(request.POST)
        if not form.is_valid():
            typed, owner = refusals.as_typed(form), crowding.owner(self.case.pk)
            refusals.keep(request.session, self.slot(), owner, typed=typed)
            return redirect("complaints:telling")
        wishes.wish(self.case, form.cleaned_data["way"], form.cleaned_data["address"])
        said = _("When there is something new you get a short message, without a word of what it is.")
        messages.success(request, said)
        return redirect("complaints:case")
