"""Check your answers and send, and the page that shows receipt and PIN."""

import math

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from complaints import reader_forms, urgency
from complaints.intake.intake import IntakeRefused
from complaints.public import (
    captcha,
    confirmation,
    crowding,
    drafts,
    hands,
    refusals,
    repeated,
    session_state,
    steps,
    submission,
    summary,
)
from complaints.public.forms import CheckForm
from complaints.public.views.base import FilingView, PrivateView
from complaints.public.views.question import network_of, origin_of
from complaints.reader_forms import ReaderForm
from complaints.routing import NoCompetentUnit

#: Where the page says who will get it.
HANDS = "#hands"


class CheckView(FilingView):
    """All answers on one page, each with a way to change it, and the captcha."""

    slug = "check"
    template_name = "complaints/public/check.html"

    def elsewhere(self):
        """The second of two clicks may find the draft gone because the first one filed it."""
        if self.request.method == "POST" and self.draft is None and drafts.key_of(self.request.session):
            return None
        return super().elsewhere()

    def where(self, refusal):
        """What the intake refuses, each as (address of the page to correct it on, message)."""
        slugs = {
            "row": "kind",
            "region_code": "where",
            "respondents": "who",
            "complainant": "contact",
            "id_number": "contact",
            "concerned": "contact",
            "title": "story",
            "narrative": "story",
            "attachments": "files",
        }

        def address(name: str) -> str:
            step = steps.BY_SLUG.get(slugs.get(name, name))
            return f"{step.url}?from=check" if step else HANDS

        return [(address(name), message) for name, message in refusal.errors.items()]

    def get(self, request):
        """The answers, who will get them, and a fresh challenge: each one counts once."""
        who, refused = hands.of(self.answers, self.own_draft), refusals.take(request.session, self.slug)
        return self.show(
            lines=summary.of(self.answers, self.own_draft),
            hands=who,
            reader=ReaderForm(refused.get("said"), unit=who.unit) if who.is_asked and who.unit else None,
            sent_before=repeated.sent_before(request.session, self.answers.narrative),
            urgent=urgency.help_for(urgency.told_in([self.answers.title, self.answers.narrative])),
            challenge=captcha.ask(request.GET.get("ask", captcha.PICTURE)),
            **refused,
        )

    def ask_again(self, **problem):
        """Back to the page, with a challenge of the kind that was answered."""
        said = {"reader": self.request.POST.get("reader", "")}
        refusals.keep(self.request.session, self.slug, origin_of(self.request), said=said, **problem)
        asked = self.request.POST.get("ask", captcha.PICTURE)
        return redirect(f"{self.request.path}?{urlencode({'ask': asked})}")

    def choose_hands(self, request, unit):
        """Rule out the office that would get it, or allow one again; back to the same place of the page."""
        if "allow" in request.POST:
            hands.allow(self.answers, request.POST["allow"])
        elif not hands.avoid(self.answers, self.own_draft, unit):
            messages.info(request, reader_forms.NO_OTHER)
        elif reader_forms.ruled_out(request.POST.get("reader", "")):
            messages.info(request, reader_forms.ANOTHER)
        drafts.keep(self.own_draft, self.answers)
        return redirect(f"{request.path}{HANDS}")

    def is_unsaid(self, answer) -> bool:
        """Whether it is asked who may read it first, and nothing was chosen: said before the captcha is."""
        if answer or self.draft is None:
            return False
        return hands.of(self.answers, self.own_draft).is_asked

    def too_young(self, network) -> int:
        """The seconds until this form is as old as one has to be where very many are sent from here."""
        if self.draft is None:
            return 0
        age = (timezone.now() - self.draft.created_at).total_seconds()
        return max(0, math.ceil(crowding.before_sending(network) - age))

    def post(self, request):
        answer = request.POST.get("reader", "")
        unwanted = request.POST.get("avoid") or reader_forms.ruled_out(answer)
        if self.draft is not None and (unwanted or "allow" in request.POST):
            return self.choose_hands(request, unwanted)
        form, network = CheckForm(request.POST), network_of(request)
        if seconds := self.too_young(network):
            return self.ask_again(wait=seconds)
        if self.is_unsaid(answer):
            return self.ask_again(problems=[(HANDS, reader_forms.UNSAID)])
        try:
            key = submission.submit(request.session, agreed=reader_forms.agreed(answer), **form.answer())
        except submission.NothingToSend:
            return self.closed()
        except IntakeRefused as refusal:
            return self.ask_again(problems=self.where(refusal))
        except NoCompetentUnit:
            message = _("No office here is responsible for this place. Choose a county or a township.")
            problems = [(f"{steps.BY_SLUG['where'].url}?from=check", message)]
            return self.ask_again(problems=problems)
        except submission.WrongAnswer:
            return self.ask_again(wrong=True)
        crowding.sent(network)
        session_state.remember_filed(request.session, key)
        return redirect("complaints:done")


class DoneView(PrivateView):
    """Receipt and PIN, shown in the same session for 30 minutes or until the visitor has noted both."""

    def get(self, request):
        key = session_state.filed(request.session)
        shown = confirmation.of(key) if key else None
        if shown is None:
            messages.info(
                request, _("The page with your two numbers is closed. With both you can look here.")
            )
            return redirect("complaints:status")
        address = request.build_absolute_uri(reverse("complaints:status"))
        return render(request, "complaints/public/done.html", {"confirmation": shown, "address": address})

    def post(self, request):
        session_state.forget_filed(request.session)
        messages.success(request, _("Good. Keep both in a safe place; here you can look any time."))
        return redirect("complaints:status")
