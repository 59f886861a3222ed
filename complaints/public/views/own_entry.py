"""What is there in my name? Asked by POST only, so that no address and no log holds a name.

Here and not with the lists, because the check question and the form that it leads to are of this room.
"""

from django.shortcuts import render
from django.utils import timezone

from complaints.public import captcha
from complaints.public.own_entry_forms import OwnEntryForm
from complaints.public.views.base import PrivateView
from disclosure.public import own_entry
from protection.clients import client_network


class OwnEntryView(PrivateView):
    """The form, and what everybody may see of the entry that was asked for."""

    def get(self, request):
        return self.page(OwnEntryForm())

    def page(self, form, status=200, challenge=None, **context):
        """The form with a question that no machine answers."""
        context |= {"form": form, "challenge": challenge or captcha.ask()}
        return render(self.request, "complaints/public/own_entry.html", context, status=status)

    def later(self, form, seconds, **context):
        """The form once more, to be sent when the pause is over."""
        response = self.page(form, 429, wait=seconds, **context)
        response["Retry-After"] = str(seconds)
        return response

    def post(self, request):
        """One answer to the question is one look; whether there is an entry changes nothing of the work."""
        form, key = OwnEntryForm(request.POST), request.POST.get("captcha_key", "")
        typed = request.POST.get("captcha_answer", "")
        if kind := request.POST.get("another", ""):
            # What was typed stays, and nothing is called wrong before it was sent.
            return self.page(OwnEntryForm(initial=request.POST.dict()), challenge=captcha.ask(kind))
        if not form.is_valid():
            return self.page(form, challenge=captcha.again(key), typed=typed)
        name, last = form.cleaned_data["name"], form.cleaned_data["last"]
        attempt = own_entry.NameAttempt(name, client_network(request))
        if seconds := attempt.wait():
            return self.later(form, seconds, challenge=captcha.again(key), typed=typed)
        kind = captcha.challenge_kind(key)
        if not captcha.passes(key, typed):
            return self.page(form, challenge=captcha.ask(kind), wrong=True)
        if seconds := attempt.take():
            return self.later(form, seconds, challenge=captcha.ask(kind))
        rows = own_entry.find(name, last, timezone.localdate())
        return render(request, "complaints/public/own_entry_found.html", {"rows": rows})
