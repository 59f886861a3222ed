"""Drawing a PIN of one's own for a case that staff took down, and saying that one was not one's own."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from complaints.identity import own_pins, receipts
from complaints.public import session_state
from complaints.public.following_forms import NotedPinForm
from complaints.public.views.case import OpenedView


class HeardView(OpenedView):
    """For whoever opened the case with a PIN that staff heard, in a browser that no staff is logged in to."""

    def elsewhere(self):
        """Back to the page of the case for everybody else."""
        if page := super().elsewhere():
            return page
        if self.request.user.is_authenticated:
            messages.warning(
                self.request,
                _("Somebody of the staff is logged in here. Please use a telephone or computer of your own."),
            )
        elif not self.whole:
            return None
        return redirect("complaints:case")


class OwnPinView(HeardView):
    """Shows the new PIN until its holder has typed it once: then they have it, and only then it counts."""

    def elsewhere(self):
        """There is one a case, whoever chose it."""
        return super().elsewhere() or (redirect("complaints:case") if own_pins.chosen(self.case) else None)

    def get(self, request):
        """The new PIN; nothing is drawn by looking."""
        if drawn := session_state.drawn(request.session):
            context = {"form": NotedPinForm(), "pin": receipts.own_pin_for(drawn)}
            return render(request, "complaints/public/own_pin.html", context)
        return redirect("complaints:case")

    def post(self, request):
        """Draw one, or take the one that was noted."""
        drawn = session_state.drawn(request.session)
        if not drawn or "pin" not in request.POST:
            session_state.remember_drawn(request.session, drawn or own_pins.draw())
            return redirect("complaints:own_pin")
        form = NotedPinForm(request.POST, drawn=drawn)
        if not form.is_valid():
            messages.error(request, str(form.errors["pin"][0]))
            return redirect("complaints:own_pin")
        try:
            own_pins.choose(self.case, drawn)
        except own_pins.PinTaken:
            return redirect("complaints:case")  # which says when
        session_state.remember_own(request.session)
        messages.success(request, _("From now on open your case with your own PIN. Say it to nobody."))
        return redirect("complaints:case")


class NotMineView(HeardView):
    """Whoever holds the heard PIN says that somebody else chose the own one: it opens nothing more."""

    http_method_names = ["post"]

    def post(self, request):
        own_pins.disown(self.case)
        messages.success(
            request,
            _("That PIN opens nothing any more. It stands in your case, and the office is told to call you."),
        )
        return redirect("complaints:case")
