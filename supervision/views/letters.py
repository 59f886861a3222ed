"""The transfer letter: made, and fetched again."""

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from organizations.views.kept_forms import typed_before
from organizations.views.reauthentication import ReauthenticationMixin
from protection import audit
from protection.refusals import NotAllowed
from supervision import closed_cases, transferring
from supervision.forms import TransferForm
from supervision.views.base import LeadView

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class TransferView(ReauthenticationMixin, LeadView):
    """The form of a transfer: to whom, under which number, why."""

    permission_required = "transfer"
    template_name = "supervision/transfer.html"
    page_title = _("Transfer to discipline inspection")

    def get_context_data(self, **kwargs):
        """The form and what the letter will hold."""
        items = list(closed_cases.open_items(self.lead, self.request.user))
        form = kwargs.pop("form", None) or TransferForm(typed_before(self.request), lead=self.lead)
        return super().get_context_data(
            form=form,
            cases=sum(1 for item in items if item.case_id),
            rows=sum(1 for item in items if item.recipient_id),
            closed=len(self.closed),
            has_addressee=form.fields["to_unit"].queryset.exists(),
            action_url=self.request.path,
            submit_button_label=_("Make the letter and transfer"),
            cancel_url=self.object_url,
            **kwargs,
        )

    def post(self, request, *args, **kwargs):
        """Transfer, or show the form again with everything typed."""
        form = TransferForm(request.POST, lead=self.lead)
        if form.is_valid():
            try:
                made = transferring.transfer(self.lead, user=request.user, **form.cleaned_data)
            except NotAllowed as error:
                form.add_error(None, error.reasons)
            else:
                text = gettext(
                    "Transferred. Letter %(number)s is ready to be downloaded, printed and sealed."
                )
                messages.success(request, text % {"number": made.letter_number})
                return redirect(self.object_url)
        return render(request, self.template_name, self.get_context_data(form=form))


class LetterView(ReauthenticationMixin, LeadView):
    """The letter as it was sent, for those who may see the lead; every fetch is in the audit log."""

    def get(self, request, *args, **kwargs):
        """Give the file; like every answer of the staff site it is not to be kept by a cache."""
        made = get_object_or_404(self.lead.transfers, public_id=self.kwargs["transfer"])
        if not closed_cases.may_fetch([made], request.user, self.closed):
            raise Http404
        audit.record(
            "supervision.download",
            self.lead,
            user=request.user,
            letter=self.lead.transfers.filter(pk__lte=made.pk).count(),
        )
        name = f"{made.letter_number}.docx"
        return FileResponse(made.file.open("rb"), as_attachment=True, filename=name, content_type=WORD)
