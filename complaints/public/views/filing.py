"""The pages with a plain form: kind, story, who, openness, contact."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from complaints.enums import CaseKind
from complaints.public import drafts, place_question, refusals, reported_row, session_state, steps, ways_in
from complaints.public.forms import FORMS, KindForm
from complaints.public.views import question
from complaints.public.views.base import FilingView, PrivateView


class StartView(FilingView):
    """The first page: what the visitor came to do, and the list row they came from."""

    slug = "kind"
    template_name = "complaints/public/kind.html"

    def elsewhere(self):
        """Everyone may begin."""
        return None

    def get(self, request):
        if page := self.question():
            return page
        asked, asked_notice = request.GET.get("row"), request.GET.get("notice")
        # Who came from the one has left the other.
        came = asked is not None or asked_notice is not None
        row = reported_row.find((asked or "") if came else self.answers.row)
        notice = reported_row.find_notice((asked_notice or "") if came else self.answers.notice)
        kind = self.answers.kind or ways_in.kind_by(self.way)
        kind = kind or (CaseKind.OBJECTION if row or notice else "")
        form = KindForm(
            refusals.as_data(self.refused().get("typed")),
            answers=self.answers,
            row=row or notice,
            initial={
                "kind": kind,
                "row": row.public.public_id if row else "",
                "notice": notice.public_id if notice else "",
            },
        )
        return self.show(
            form=form,
            row=row,
            row_gone=bool(asked) and row is None,
            about=notice,
            notice_gone=bool(asked_notice) and notice is None,
        )

    @property
    def way(self) -> str:
        """The door that the visitor came by, which says what it is about.

        Sent, not in the address, where a row comes with it that is the visitor's own.
        """
        return self.request.POST.get("about", "") or self.request.GET.get("about", "")

    def question(self):
        """The page that asks something first, where very many forms come from here."""
        return None if self.draft else question.asked(self.request, self.price())

    def post(self, request):
        if page := self.question():
            return page
        row = reported_row.find(request.POST.get("row", ""))
        notice = reported_row.find_notice(request.POST.get("notice", ""))
        form = KindForm(request.POST, answers=self.answers, row=row or notice)
        if not form.is_valid():
            return self.refuse(typed=refusals.as_typed(form))
        form.write_to(self.answers)
        ways_in.set_matter(self.answers, self.way)
        self.answers.row = self.answers.row if row else ""
        self.answers.notice = self.answers.notice if notice else ""
        if about := notice or row:
            place_question.put_place(self.answers, about.region_code)
        if self.draft is None or not self.draft.written:
            # With words in it a second click, which still has the key before, would cost them.
            session_state.renew(request.session)
        self.draft = self.draft or self.begin()
        return self.go_on()


class StepView(FilingView):
    """A page of the table in ``steps`` whose form is in ``forms.FORMS``."""

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.slug = kwargs["slug"]
        self.template_name = f"complaints/public/{self.slug}.html"

    def elsewhere(self):
        """What is sent to a form that was closed, or has been sent, becomes the start of a new one instead of
        being lost; what is sent before its turn is kept, too.
        """
        if self.slug not in FORMS:
            raise Http404
        if self.request.method != "POST":
            return super().elsewhere()
        if self.draft is not None:
            is_asked = steps.BY_SLUG[self.slug] in steps.asked(self.answers)
            return None if is_asked else super().elsewhere()
        is_filed = self.is_filed()
        # Another telling is another matter; what else was changed is to be said in the case.
        return None if self.slug == "story" or not is_filed else super().elsewhere()

    def form(self, data=None):
        """The page's form, with the offices of the place where it asks for them."""
        more = {"units": place_question.units_of(self.answers.region)} if self.slug == "who" else {}
        return FORMS[self.slug](data, answers=self.answers, **more)

    def get(self, request, slug):
        return self.show(form=self.form(refusals.as_data(self.refused().get("typed"))))

    def post(self, request, slug):
        if self.draft is None and (page := question.asked(request, self.price())):
            return page
        form = self.form(request.POST)
        if self.draft is None:
            self.say_kept()
            session_state.renew(request.session)
            self.draft = self.begin()
        if not form.is_valid():
            return self.refuse(typed=refusals.as_typed(form))
        form.write_to(self.answers)
        return self.go_on()

    def say_kept(self):
        """Why the form begins anew."""
        if session_state.filed(self.request.session):
            text = _("Your form had already been sent. What you have just written is kept for another one.")
        else:
            text = _("The form had been closed. What you have just written is kept.")
        messages.info(self.request, text)


class UnsentView(PrivateView):
    """A form stands unsent where somebody has opened a case since: is it theirs? No word of it is shown."""

    def get(self, request):
        if not session_state.is_doubtful(request.session):
            return redirect("complaints:new")
        return render(request, "complaints/public/unsent.html")

    def post(self, request):
        """It is."""
        session_state.settle_doubt(request.session)
        return redirect(steps.first_open(drafts.answers_of(drafts.current(request.session))).url)


class DiscardView(PrivateView):
    """The visitor wants nothing of it kept."""

    http_method_names = ["post"]

    def post(self, request):
        drafts.discard(request.session)
        drafts.discard(request.session, drafts.REFUSED)
        messages.success(request, _("What you had written has been deleted. Nothing was sent."))
        return redirect("complaints:new")
