"""Acting on a case: one view for every row of the table in ``workflow``."""

from django.http import Http404
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin import messages

from complaints.clocks import extending
from complaints.enums import EventKind
from complaints.handling import approving, casework, previewing, sent_files
from complaints.handling.casework import Stale
from complaints.history import History
from complaints.identity.redacted_text import as_read_by, redacted
from complaints.models import Case
from complaints.papers.table import may_give
from complaints.staff.forms import ActForm
from complaints.staff.views.base import CasePage
from complaints.workflow import TRANSITIONS, CaseTransition
from organizations.views.kept_forms import typed_before
from protection.refusals import NotAllowed


class CaseActView(CasePage):
    """Says what will happen, asks for what the act needs, and does it once."""

    template_name = "complaints/staff/act.html"
    most_bytes = sent_files.MOST_BYTES

    @cached_property
    def transition(self) -> CaseTransition:
        """The row of the table; an act that staff do not do is no page."""
        row = TRANSITIONS.get(self.kwargs["kind"])
        if row is None or not row.roles:
            raise Http404
        return row

    def get_page_title(self):
        return self.transition.label

    def form(self, data=None, files=None) -> ActForm:
        """The form of this act; it remembers which event was the latest when it was opened."""
        initial = {"sequence": self.case.latest_event.sequence}
        if data is None and (data := typed_before(self.request)) is not None:
            # The page shows the case as it is now: the act is judged by that.
            data["sequence"] = str(initial["sequence"])
        return ActForm(
            data,
            files,
            initial=initial,
            transition=self.transition,
            case=self.case,
            user=self.request.user,
        )

    def get_context_data(self, **kwargs):
        kwargs.setdefault("form", self.form())
        kind = self.transition.kind
        history = History.of(self.case)
        pending = history.pending_extension() if self.transition.decides_extension else None
        approves = kind == EventKind.APPROVE_EXTENSION
        proposal = approving.pending(history) if self.transition.on_proposal else None
        return super().get_context_data(
            proposal=proposal,
            proposed_files=proposal.attachments.count() if proposal else 0,
            proposed_text=(
                as_read_by(self.request.user, self.case, proposal, proposal.text) if proposal else ""
            ),
            proposal_outcome=approving.outcome_of(proposal) if proposal else "",
            transition=self.transition,
            gives_paper=may_give(kind, self.case.kind),
            subject=redacted(self.case, self.case.title),
            problems=casework.problems(self.case, kind, self.request.user),
            pending=pending,
            pending_reason=(
                as_read_by(self.request.user, self.case, pending, pending.reason) if pending else ""
            ),
            new_date=extending.new_due(self.case, history) if approves else None,
            **kwargs,
        )

    def post(self, request, *args, **kwargs):
        """Do the act. A second click of the same page finds it done and changes nothing."""
        form = self.form(request.POST, request.FILES)
        if form.is_valid():
            try:
                if "preview" in request.POST:
                    return self.show_paper(form)
                self.do(form)
            except Stale as stale:
                messages.warning(request, stale.reasons[0])
                return redirect(self.object_url)
            except NotAllowed as refused:
                for reason in refused.reasons:
                    form.add_error(None, reason)
            else:
                messages.success(request, _("Done: %(act)s") % {"act": self.transition.label})
                return self.leave()
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def do(self, form):
        """Do it, with the files that came along."""
        kind, user = self.transition.kind, self.request.user
        with sent_files.for_act(form.cleaned_data.get("files", ()), self.case) as kept:
            casework.act(self.case, kind, user=user, attachments=kept, **form.facts())

    def show_paper(self, form):
        """The paper that the act would give, below the form as it was filled in."""
        paper = previewing.preview(self.case, self.transition.kind, user=self.request.user, **form.facts())
        return self.render_to_response(self.get_context_data(form=form, preview=paper, previewed=True))

    def leave(self):
        """Go on to the case, or to the list where the act took it out of this person's sight, whyever."""
        if Case.objects.visible_to(self.request.user).filter(pk=self.case.pk).exists():
            return redirect(self.object_url)
        messages.info(self.request, _("You do not see this case any more; somebody else goes on with it."))
        return redirect("case:index")
