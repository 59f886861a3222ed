"""The opened case: what happens next, what happened, the answer, writing back, the bureau's papers."""

from collections.abc import Callable
from dataclasses import asdict

from django.contrib import messages
from django.http import FileResponse, Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from complaints.clocks import progress
from complaints.clocks.deadlines import short_date
from complaints.handling import conversation
from complaints.identity import own_pins
from complaints.identity.own_pins import PinUsed
from complaints.models import Case
from complaints.public import (
    attachments,
    crowding,
    drafts,
    heard_page,
    holder,
    own_data,
    refusals,
    reply,
    session_state,
)
from complaints.public.following_forms import (
    FirstReader,
    MessageForm,
    RateForm,
    RecusalForm,
    ReplyForm,
    ReviewForm,
)
from complaints.public.views.base import PrivateView
from complaints.telling import wishes
from protection.refusals import NotAllowed

#: What a browser shows within a page.
PICTURES = ("image/jpeg", "image/png", "image/webp")


class OpenedView(PrivateView):
    """A page about the case that this session opened; without one, the way to the receipt form.

    ``whole``: with a PIN that opens all of it, and ``own``: with the one that its holder drew. Otherwise the
    PIN was heard by staff, and the page shows nothing of the case.
    """

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.case = self.find_case()
        key = session_state.under(request.session)
        self.whole = self.case is not None and own_pins.opens_all(self.case, key)
        self.own = self.whole and key == PinUsed.OWN

    def find_case(self):
        """The opened case, its half hour counted anew."""
        case_id = session_state.opened(self.request.session)
        case = (
            Case.objects.select_related("latest_event", "unit", "region", "own_pin")
            .filter(pk=case_id or 0)
            .first()
        )
        if case:
            session_state.prolong(self.request.session)
        return case

    def elsewhere(self):
        """A form of another case than the one open now (phones are shared): its text belongs to that one.

        So does one written with another PIN: what came with one's own is not sent with the heard one.
        """
        ticket = self.request.POST.get("ticket", "")
        if self.case is None:
            return self.closed()
        of_this = (session_state.case_of(ticket), session_state.is_own(ticket)) == (self.case, self.own)
        return None if of_this or not ticket else self.closed()

    def closed(self):
        """The way to the receipt form, and why."""
        messages.info(
            self.request,
            _("No case is open on this screen. It closes after half an hour, so that nobody else reads it."),
        )
        return redirect("complaints:status")


class OpenedCaseView(OpenedView):
    """What the complainant sees."""

    def get(self, request):
        """The whole page, or the narrow one; what was refused on it is said once."""
        context = self.writing() | {
            "ticket": session_state.ticket(self.case, self.own),
            "spoken": session_state.spoken_code(request.session),
            "promises": progress.promises(self.case),
        }
        context |= self.refused(context)
        if not self.whole:
            context |= heard_page.context(self.case) | {"is_staff": request.user.is_authenticated}
            return render(request, "complaints/public/heard.html", context)
        last = conversation.reads(self.case)
        context |= {
            "case": self.case,
            "review_until": last and short_date(last),
            "standing": progress.standing(self.case),
            "holder": holder.sentence(self.case),
            "pictures": PICTURES,
            "may_be_told": wishes.may_wish(self.case),
            "own_data": own_data.OwnDataForm(),
            "entries": conversation.timeline(self.case),
            "rate": RateForm(initial=context.get("chosen")),
            **conversation.what_may_be_said(self.case),
            "may_rule_out": conversation.may_rule_out(self.case),
            "trail": [(_("Follow your case"), reverse("complaints:status")), (self.case.number, None)],
        }
        return render(request, "complaints/public/case.html", context)

    def writing(self):
        """The forms, with what was written into them here and not sent."""
        session = self.request.session
        draft = drafts.current(session, drafts.reply_slot(self.case.pk, self.own))
        review = drafts.current(session, drafts.review_slot(self.case.pk, self.own))
        recusal = drafts.current(session, drafts.recusal_slot(self.case.pk, self.own))
        return {
            "form": ReplyForm(initial=reply.written(draft, self.case.unit_id)),
            "review": ReviewForm(initial=reply.written(review, self.case.unit_id)),
            "recusal": RecusalForm(initial=reply.written(recusal, self.case.unit_id)),
            "files": list(draft.attachments.order_by("pk")) if draft else [],
            "policy": attachments.POLICY,
            "maximum": attachments.MAXIMUM,
        }

    def refused(self, context):
        """What was refused just now, with its form bound to the text that was kept."""
        kept = refusals.take(self.request.session, drafts.reply_slot(self.case.pk, self.own))
        if name := kept.pop("form", None):
            form = context[name]
            kept[name] = type(form)({form.add_prefix(each): form.initial[each] for each in form.fields})
        return kept


class WritingView(OpenedView):
    """A text into the case; whatever stands against it, the text is kept and shown again."""

    #: Its anchor on the case's page, its form and the form's name there.
    part = name = ""
    form_class: type[MessageForm]
    #: Where the session keeps the text to a case, by the case's key, while it is not sent.
    slot: Callable[[int, bool], str]

    def get(self, request):
        """Who changes language or type size while a message stands there comes here."""
        return self.back()

    def back(self):
        """Back to this part of the case's page."""
        return redirect(f"{reverse('complaints:case')}#{self.part}")

    def refuse(self, **what):
        """Say on the case's page what was refused; never in answer to the POST itself."""
        self.keep_refused(self.case, self.own, **what)
        return self.back()

    def keep_refused(self, case, own, /, **what):
        """Keep what was refused until the page of the case shows it."""
        refusals.keep(self.request.session, drafts.reply_slot(case.pk, own), crowding.owner(case.pk), **what)

    def keep(self, form, case=None, own=False):
        """Keep the text, of the case and PIN that are open unless others are given; give its draft."""
        case, own = (case, own) if case else (self.case, self.own)
        draft = drafts.obtain(self.request.session, self.slot(case.pk, own), crowding.owner(case.pk))
        office = case.unit_id if self.is_of_office(case) else 0
        reply.keep(draft, office, **{name: form.data.get(form.add_prefix(name), "") for name in form.fields})
        return draft

    def is_of_office(self, case):
        """Whether the page that this comes from asked about the office that has the case now."""
        ticket = self.request.POST.get("ticket", "")
        return not ticket or session_state.is_of_office(ticket, case)

    def closed(self):
        """What was sent after the half hour is kept until receipt and PIN open the same case again."""
        form = self.form_class(self.request.POST)
        ticket = self.request.POST.get("ticket", "")
        case, own = session_state.case_of(ticket), session_state.is_own(ticket)
        if case is None:
            return super().closed()
        refused = attachments.add(self.keep(form, case, own), self.request.FILES.getlist("files"), case)
        if refused:
            # Named on the page of the case alone: whoever holds the telephone now may be somebody else.
            self.keep_refused(case, own, refused=[asdict(file) for file in refused])
            messages.warning(
                self.request,
                _("Not all files could be taken. Which ones, and why, you read when the case is open again."),
            )
        messages.warning(
            self.request,
            _(
                "Your case had closed on this screen. What you wrote is kept: "
                "open the case again, and send it."
            ),
        )
        return redirect("complaints:status")


class WriteView(WritingView):
    """Write back, with files; a refused file or an empty text loses nothing.

    Beside it an office can be ruled out: in the same form, so that what was typed before is kept.
    """

    part, name, form_class = "write", "form", ReplyForm
    slot = staticmethod(drafts.reply_slot)
    most_bytes = attachments.MOST_BYTES

    def closed(self):
        """Who meant to rule an office out is told that this was not done."""
        if "avoid" in self.request.POST:
            messages.warning(
                self.request,
                _("The office was not changed. Open your case again, and ask for it once more."),
            )
        return super().closed()

    def rule_out(self, form):
        """Keep the case from an office, whatever else stands in the form."""
        refused = []
        if self.request.FILES or form.data.get("text", "").strip():
            refused = attachments.add(self.keep(form), self.request.FILES.getlist("files"), self.case)
        try:
            said = self.wish(self.request.POST["avoid"])
        except NotAllowed as refusal:
            return self.refuse(problems=[("", reason) for reason in refusal.reasons])
        messages.success(self.request, said)
        if refused:
            return self.refuse(refused=[asdict(file) for file in refused])
        return redirect("complaints:case")

    def wish(self, unit):
        """Do it, and give what is so now; with a heard PIN, that the wish has arrived."""
        if self.whole:
            return reply.rule_out(self.case, unit, own=self.own)
        reply.wish(self.case, unit)
        return heard_page.arrived()

    def post(self, request):
        form = self.form_class(request.POST)
        if "avoid" in request.POST:
            return self.rule_out(form)
        draft = drafts.current(request.session, self.slot(self.case.pk, self.own))
        if request.FILES or draft or not form.is_valid():
            draft = self.keep(form)
            if refused := attachments.add(draft, request.FILES.getlist("files"), self.case):
                return self.refuse(refused=[asdict(file) for file in refused])
        if "remove" in request.POST and draft:
            attachments.remove(draft, request.POST["remove"])
        if "remove" in request.POST or "add" in request.POST:
            self.keep(form)
            return self.back()
        if not form.is_valid():
            return self.refuse(form=self.name)
        return self.send(form, draft)

    def send(self, form, draft):
        """Into the case; the reasons against it are shown beside what was written."""
        if not self.is_of_office(self.case):
            self.keep(form)
            return self.refuse(problems=[("id_first_reader_0", reply.ANOTHER_OFFICE)])
        try:
            above_first = form.cleaned_data["first_reader"] == FirstReader.ABOVE
            reply.send(self.case, form.cleaned_data["text"], draft, own=self.own, above_first=above_first)
        except NotAllowed as refusal:
            self.keep(form)
            return self.refuse(problems=[("", reason) for reason in refusal.reasons])
        drafts.forget(self.request.session, self.slot(self.case.pk, self.own))
        said = _("Your message has arrived and is in your case.") if self.whole else heard_page.arrived()
        messages.success(self.request, said)
        return redirect("complaints:case")


class ReviewView(WritingView):
    """Ask the unit above to look at the answer again (信访工作条例 35, 36)."""

    part, name, form_class = "review", "review", ReviewForm
    slot = staticmethod(drafts.review_slot)

    def post(self, request):
        form = self.form_class(request.POST)
        if not form.is_valid():
            self.keep(form)
            return self.refuse(form=self.name)
        try:
            reply.ask_review(self.case, form.cleaned_data["text"], own=self.own)
        except NotAllowed as refusal:
            self.keep(form)
            reasons = refusal.reasons if self.whole else [heard_page.no_review()]
            return self.refuse(problems=[("", reason) for reason in reasons])
        drafts.discard(request.session, self.slot(self.case.pk, self.own))
        said = _("Your request for review has arrived. The office above looks at it.")
        messages.success(request, said if self.whole else heard_page.arrived())
        return redirect("complaints:case")


class RecusalView(WritingView):
    """Ask that somebody steps aside (信访工作条例 28)."""

    part, name, form_class = "recusal", "recusal", RecusalForm
    slot = staticmethod(drafts.recusal_slot)

    def post(self, request):
        form = self.form_class(request.POST)
        if not self.whole:
            return self.refuse(problems=[("", heard_page.no_recusal())])
        if not form.is_valid():
            self.keep(form)
            return self.refuse(form=self.name)
        try:
            reply.ask_recusal(self.case, form.cleaned_data["text"], own=self.own)
        except NotAllowed as refusal:
            self.keep(form)
            return self.refuse(problems=[("", reason) for reason in refusal.reasons])
        drafts.discard(request.session, self.slot(self.case.pk, self.own))
        messages.success(request, _("Your request has arrived. You read here what is decided."))
        return redirect("complaints:case")


class OpenedFileView(OpenedView):
    """A paper that came with a step of the bureau, or what the complainant sent with the PIN that opens all.

    What came with a PIN that staff know has no files in the timeline.
    """

    def get(self, request, file):
        if not self.whole:
            raise Http404
        entries = conversation.timeline(self.case)
        papers = {paper.public_id: paper for entry in entries for paper in entry.attachments}
        if file not in papers:
            raise Http404
        paper = papers[file]
        return FileResponse(
            paper.file.open("rb"),
            as_attachment=True,
            filename=paper.original_name,
            content_type=paper.handed_out_as,
        )
