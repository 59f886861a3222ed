"""What all pages with a visitor's own matter have in common."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from complaints.models import Draft
from complaints.public import crowding, drafts, refusals, session_state, steps, submission
from complaints.public.views import question
from complaints.public.views.question import network_of, origin_of, use


@method_decorator(never_cache, name="dispatch")
@method_decorator(sensitive_post_parameters(), name="dispatch")
class PrivateView(View):
    """A page that no cache keeps, no crawler lists, and whose address is told to no other site."""

    http_method_names = ["get", "head", "post"]

    def dispatch(self, request, *args, **kwargs):
        try:
            response = self.elsewhere() or super().dispatch(request, *args, **kwargs)
        except crowding.Full:
            response = self.full()
        # Not "no-referrer": browsers then send "Origin: null" with forms, which the CSRF check must refuse.
        response["Referrer-Policy"] = "same-origin"
        response["X-Robots-Tag"] = "noindex"
        return response

    def full(self):
        """The page for when no other form can be kept: whom to call, and what was typed, to be copied."""
        typed = [
            value
            for name, values in self.request.POST.lists()
            if name not in question.FIELDS
            for value in values
        ]
        context = {"typed": "\n\n".join(filter(None, typed))}
        return render(self.request, "complaints/public/full.html", context, status=503)

    def elsewhere(self):
        """The answer for a visitor who cannot be on this page now; None when they can."""
        return None


class FilingView(PrivateView):
    """One page of the form: ``slug`` in the table of steps. The draft and its answers are read before."""

    slug = ""
    template_name = ""

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.draft = drafts.current(request.session)
        self.answers = drafts.answers_of(self.draft)

    def dispatch(self, request, *args, **kwargs):
        """Not a word of a form that may be somebody else's is shown before they were asked."""
        if self.draft is not None and request.method != "POST" and session_state.is_doubtful(request.session):
            return redirect("complaints:unsent")
        return super().dispatch(request, *args, **kwargs)

    @property
    def own_draft(self) -> Draft:
        """The draft that the page writes into; ``elsewhere`` has led away whoever has none."""
        assert self.draft is not None
        return self.draft

    def elsewhere(self):
        """Nobody skips a page, and a form that was closed says so."""
        if self.draft is None:
            return self.sent_before() if self.is_filed() else self.closed()
        if not steps.reachable(self.answers, self.slug):
            return redirect(steps.first_open(self.answers).url)
        return None

    def is_filed(self) -> bool:
        """Whether this visitor's form became a case within the last 30 minutes: then both numbers are shown.

        The server may have died between the case and its answer, so that the session knows nothing of it.
        """
        session = self.request.session
        key = drafts.key_of(session)
        if key and not session_state.filed(session) and (filed := submission.filed_as(key)):
            session_state.remember_filed(session, filed)
            drafts.forget(session)
        return session_state.filed(session) is not None

    def sent_before(self):
        """To receipt and PIN; what somebody changed in a page that was still open is said not to be in it."""
        if self.request.method == "POST":
            messages.warning(
                self.request,
                _(
                    "This form had already been sent. What you changed since is not in it: open your case "
                    "with receipt number and PIN, and write it there."
                ),
            )
        return redirect("complaints:done")

    @property
    def from_check(self) -> bool:
        """Whether the visitor came from "check your answers" to change one of them."""
        return self.request.GET.get("from") == "check"

    def closed(self):
        """The page for a form that is no longer there: why, and where to go on."""
        return render(self.request, "complaints/public/closed.html", status=410)

    def price(self) -> int:
        """The seconds that an answer has to take before a form is begun here; 0: none is asked for."""
        return crowding.before_a_form(network_of(self.request))

    def begin(self):
        """A new form of this visitor's."""
        return drafts.begin(self.request.session, origin=origin_of(self.request), answered=use(self.request))

    def show(self, **context):
        """Render the page with its place in the form."""
        number, total = steps.position(self.answers, self.slug)
        before = steps.before(self.answers, self.slug)
        back_url = steps.LAST.url if self.from_check else before.url if before else ""
        context |= {
            "step": steps.BY_SLUG[self.slug],
            "number": number,
            "total": total,
            "back_url": back_url,
            "answers": self.answers,
            "draft": self.draft,
        }
        return render(self.request, self.template_name, context)

    def refuse(self, **what):
        """Keep what was refused, and lead to the page that shows it; never answer the POST itself."""
        refusals.keep(self.request.session, self.slug, origin_of(self.request), **what)
        return redirect(self.request.get_full_path())

    def refused(self) -> dict:
        """What was refused on this page, until it is answered."""
        return refusals.see(self.request.session, self.slug)

    def go_on(self):
        """Store the answer and lead to the next page; after a change back to the check page."""
        self.answers.mark(self.slug)
        drafts.keep(self.own_draft, self.answers)
        refusals.forget(self.request.session, self.slug)
        if self.answers.is_anonymous:
            refusals.forget(self.request.session, "contact")
        if not self.from_check:
            return redirect(steps.after(self.answers, self.slug).url)
        target = steps.first_open(self.answers)
        return redirect(target.url if target is steps.LAST else f"{target.url}?from=check")
