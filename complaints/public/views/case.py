"""The opened case: what happens next, what happened, the answer, writing back, the bureau's papers."""

from django.contrib import messages
from django.http import FileResponse, Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from complaints import conversation
from complaints.casework import NotAllowed
from complaints.enums import EventKind
from complaints.models import Case
from complaints.public import attachments, drafts, progress, reply, visits
from complaints.public.following_forms import ReplyForm, ReviewForm
from complaints.public.views.base import PrivateView


def is_bureaus(entry) -> bool:
    """Whether a step of the timeline was the bureau's; what came with the filing is the complainant's."""
    return not entry.by_complainant and entry.kind != EventKind.REGISTER


class OpenedView(PrivateView):
    """A page about the case that this session opened; without one, the way to the receipt form."""

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.case = self.find_case()

    def find_case(self):
        """The opened case, its half hour counted anew."""
        case_id = visits.opened(self.request.session)
        case = Case.objects.select_related("latest_event", "unit", "region").filter(pk=case_id).first()
        if case:
            visits.prolong(self.request.session, case.pk)
        return case

    @property
    def slot(self) -> str:
        """Where the session keeps the reply to this case."""
        return drafts.reply_slot(self.case.pk)

    def elsewhere(self):
        if self.case is None:
            messages.info(
                self.request,
                _(
                    "No case is open on this screen. It closes after half an hour, "
                    "so that nobody else reads it."
                ),
            )
            return redirect("complaints:status")
        return None

    def page(self, status=200, **context):
        """The whole page; `context` may bring a form that was refused."""
        draft = drafts.current(self.request.session, self.slot)
        context = {
            "case": self.case,
            "standing": progress.standing(self.case),
            "promises": progress.promises(self.case),
            "entries": conversation.timeline(self.case),
            "may_write": conversation.may_write(self.case),
            "may_ask_review": conversation.may_ask_review(self.case),
            "form": ReplyForm(initial={"text": reply.text_of(draft)}),
            "review": ReviewForm(prefix="review"),
            "files": list(draft.attachments.order_by("pk")) if draft else [],
            "policy": attachments.POLICY,
            "maximum": attachments.MAXIMUM,
            "trail": [(_("Follow your case"), reverse("complaints:status")), (self.case.number, None)],
        } | context
        return render(self.request, "complaints/public/case.html", context, status=status)


class CaseView(OpenedView):
    """What the complainant sees."""

    def get(self, request):
        return self.page()


class WriteView(OpenedView):
    """Write back, with files; a refused file or an empty text loses nothing."""

    def get(self, request):
        """Who changes language or type size while a message stands there comes here."""
        return redirect(reverse("complaints:case") + "#write")

    def post(self, request):
        text, form = request.POST.get("text", ""), ReplyForm(request.POST)
        draft = drafts.current(request.session, self.slot)
        if request.FILES or draft or not form.is_valid():
            draft = draft or drafts.begin(request.session, self.slot)
            reply.keep_text(draft, text)
            if refused := attachments.add(draft, request.FILES.getlist("files"), self.case):
                return self.page(status=422, form=form, refused=refused)
        if "remove" in request.POST and draft:
            attachments.remove(draft, request.POST["remove"])
        if "remove" in request.POST or "add" in request.POST:
            return redirect(reverse("complaints:case") + "#write")
        if not form.is_valid():
            return self.page(status=422, form=form)
        return self.send(form, draft)

    def send(self, form, draft):
        """Into the case; the reasons against it are shown beside what was written."""
        try:
            reply.send(self.case, form.cleaned_data["text"], draft)
        except NotAllowed as refusal:
            return self.page(status=422, form=form, problems=[("", reason) for reason in refusal.reasons])
        drafts.forget(self.request.session, self.slot)
        messages.success(self.request, _("Your message has arrived and is in your case."))
        return redirect("complaints:case")


class ReviewView(OpenedView):
    """Ask the unit above to look at the answer again (信访工作条例 35, 36)."""

    def get(self, request):
        """As for a message."""
        return redirect("complaints:case")

    def post(self, request):
        form = ReviewForm(request.POST, prefix="review")
        if not form.is_valid():
            return self.page(status=422, review=form)
        try:
            reply.ask_review(self.case, form.cleaned_data["text"])
        except NotAllowed as refusal:
            return self.page(status=422, review=form, problems=[("", reason) for reason in refusal.reasons])
        messages.success(request, _("Your request for review has arrived. The office above looks at it."))
        return redirect("complaints:case")


class FileView(OpenedView):
    """A paper that came with a step of the bureau. What the complainant sent is not handed out again."""

    def get(self, request, file):
        entries = conversation.timeline(self.case)
        papers = {
            paper.public_id: paper for entry in entries if is_bureaus(entry) for paper in entry.attachments
        }
        if file not in papers:
            raise Http404
        paper = papers[file]
        return FileResponse(
            paper.file.open("rb"), as_attachment=True, filename=paper.original_name, content_type=paper.kind
        )
