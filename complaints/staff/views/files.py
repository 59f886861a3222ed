"""Handing out an attachment to staff who may see the case."""

from typing import Any

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from complaints.enums import ReporterIdentity
from complaints.handling import knowing, revealing
from complaints.identity.redacted_text import redacted
from complaints.models import Attachment
from complaints.staff.forms import RevealForm
from complaints.staff.views.base import CasePage
from organizations.views.kept_forms import typed_before
from organizations.views.reauthentication import demanded
from protection import audit
from protection.uploads import EVIDENCE

_EXTENSIONS = {kind.media_type: kind.extension for kind in EVIDENCE.kinds.values()}


class AttachmentView(CasePage):
    """Sends a file at once, or after a reason when it may tell who a complainant is."""

    template_name = "complaints/staff/paper.html"
    page_title = _("Open a file")

    def dispatch(self, request, *args, **kwargs):
        """Ask again who it is where the case does not say openly who brought it: a paper may."""
        asks = self.attachment and self.case.openness != ReporterIdentity.OPEN
        return (demanded(request) if asks else None) or super().dispatch(request, *args, **kwargs)

    @cached_property
    def attachment(self) -> Attachment:
        """The file, when it belongs to the case and this person may have it."""
        papers = self.case.attachments.select_related("event", "case")
        found = get_object_or_404(papers, public_id=self.kwargs["attachment"])
        if not revealing.may_open(found, self.request.user):
            raise Http404
        return found

    def get(self, request, *args, **kwargs):
        if revealing.tells_who(self.attachment):
            return self.render_to_response(self.get_context_data(form=RevealForm(typed_before(request))))
        return self.send()

    def post(self, request, *args, **kwargs):
        """Send it after a reason was given."""
        form = RevealForm(request.POST)
        if self.attachment and not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        return self.send(form.cleaned_data["reason"])

    def send(self, reason: str = "") -> FileResponse:
        """The file for saving, never for showing, and one entry in the log.

        Under a name of ours: people call a file after themselves, and a name is read where a case is not.
        """
        case, found = self.case, self.attachment
        # As the page of the case counts them.
        turn = case.attachments.filter(pk__lte=found.pk).count()
        facts: dict[str, Any] = {knowing.TELLS: revealing.tells_who(found)}
        audit.record(
            knowing.DOWNLOAD,
            case,
            user=self.request.user,
            reason=redacted(case, reason),
            file=turn,
            **facts,
        )
        name = f"{case.number}-{turn}{_EXTENSIONS.get(found.kind, '')}"
        response = FileResponse(
            found.file.open("rb"), as_attachment=True, filename=name, content_type=found.handed_out_as
        )
        # What a stranger sent is never run in the site's name.
        response["X-Content-Type-Options"] = "nosniff"
        response["Content-Security-Policy"] = "sandbox; default-src 'none'"
        return response
