"""Looking up a case with receipt number and PIN, and leaving it again."""

from io import BytesIO

import segno
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from complaints.identity import own_pins, receipts
from complaints.public import crowding, drafts, refusals, session_state
from complaints.public.following_forms import StatusForm
from complaints.public.views import question
from complaints.public.views.base import PrivateView
from protection.clients import client_network

#: Under which a refused receipt and PIN are kept until the form shows them again.
SLUG = "status"


class StatusView(PrivateView):
    """Receipt number and PIN, sent by POST only, so that no address and no log holds them."""

    def get(self, request):
        """The form; what was refused stands in it once, and is then forgotten: phones are shared."""
        kept = refusals.take(request.session, SLUG)
        return self.page(StatusForm(refusals.as_data(kept.get("typed"))), wrong=kept.get("wrong"))

    def page(self, form, status=200, **context):
        context |= {"form": form, "opened": session_state.opened(self.request.session)}
        context["filed"] = session_state.filed(self.request.session)
        return render(self.request, "complaints/public/status.html", context, status=status)

    def refuse(self, form, **why):
        """Back to the form with what was typed."""
        network = client_network(self.request)
        if crowding.before_a_form(network) and not drafts.current(self.request.session, drafts.REFUSED):
            return self.page(form, status=429, **why)  # each would fill a row of ours
        origin = crowding.stranger(network)
        refusals.keep(self.request.session, SLUG, origin, typed=refusals.as_typed(form), **why)
        return redirect("complaints:status")

    def post(self, request):
        form = StatusForm(request.POST)
        if not form.is_valid():
            return self.refuse(form)
        network = client_network(request)
        if seconds := receipts.crowded(network):
            if page := question.asked(request, seconds, of_receipts=True):
                return page
            question.use(request)  # one answer, one try
        try:
            case = receipts.open_case(client_key=network, **form.cleaned_data)
        except receipts.WrongReceipt:
            return self.refuse(form, wrong=True)
        except receipts.TooManyAttempts as refusal:
            # Without a redirect: who guesses shall not fill a row of ours with each try.
            response = self.page(form, status=429, wait=refusal.seconds)
            response["Retry-After"] = str(refusal.seconds)
            return response
        spoken = receipts.spoken_for(form.cleaned_data["receipt"])
        under = own_pins.key_of(case, form.cleaned_data["pin"])
        session_state.remember_opened(request.session, case.pk, spoken, under)
        return redirect("complaints:case")


class LeaveView(PrivateView):
    """Close the case on this screen."""

    http_method_names = ["post"]

    def post(self, request):
        session_state.leave(request.session)
        if "away" in request.POST:
            # Neither the next page nor a cookie may tell what was here.
            response = redirect("/")
            response.delete_cookie(settings.CSRF_COOKIE_NAME, samesite=settings.CSRF_COOKIE_SAMESITE)
            return response
        messages.success(request, _("Your case is closed on this screen."))
        return redirect("complaints:status")


class StatusCodeView(View):
    """A QR code with the address of the status page. It holds nothing secret: who finds it finds a form."""

    def get(self, request):
        address = request.build_absolute_uri(reverse("complaints:status"))
        picture = BytesIO()
        segno.make(address, error="m").save(
            picture, kind="svg", scale=4, border=2, light="#fff", xmldecl=False
        )
        response = HttpResponse(picture.getvalue(), content_type="image/svg+xml")
        response["Cache-Control"] = "public, max-age=86400"
        return response
