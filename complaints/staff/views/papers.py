"""A formal paper of a case: read, printed, fetched as a file."""

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property

from complaints.handling import knowing
from complaints.models import FormalPaper
from complaints.paper_files import as_file
from complaints.papers import reading
from complaints.papers.content import PaperContent
from complaints.staff.views.base import CasePage
from protection import audit


class PaperView(CasePage):
    """The paper on the screen and on paper, without what tells who complained."""

    template_name = "complaints/staff/formal_paper.html"

    @cached_property
    def paper(self) -> FormalPaper:
        """The paper of the address, when it belongs to this case. Raises ``Http404``."""
        papers = self.case.papers.select_related("case__complainant", "event")
        return get_object_or_404(papers, public_id=self.kwargs["paper"])

    def content(self) -> PaperContent:
        """What it says to this reader; one that is not as it was given is shown to nobody."""
        try:
            return reading.by_staff(self.paper, self.request.user)
        except reading.Changed:
            raise Http404 from None

    def get_page_title(self):
        return self.paper.get_kind_display()

    def get_context_data(self, **kwargs):
        own = {
            "paper": self.paper,
            "content": self.content(),
            "reaches_complainant": reading.goes_to_complainant(self.paper.kind),
        }
        return super().get_context_data(**kwargs | own)


class PaperFileView(PaperView):
    """The same as a .docx file, with one entry in the log."""

    def get(self, request, *args, **kwargs):
        content = self.content()
        turn = self.case.papers.filter(pk__lte=self.paper.pk).count()
        facts: dict[str, Any] = {"paper": turn, knowing.TELLS: False}
        audit.record(knowing.DOWNLOAD, self.case, user=request.user, **facts)
        return as_file(content, f"{self.case.number}-paper-{turn}.docx")
