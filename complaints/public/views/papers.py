"""The papers that a case has given its complainant: to read, to print, to keep."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from complaints.handling import conversation
from complaints.paper_files import as_file
from complaints.papers import reading
from complaints.public.views.case import OpenedView


class OpenedPaperView(OpenedView):
    """One paper of the case that is open here; only with a PIN that opens all of it."""

    def get(self, request, paper):
        found, content = self.read(paper)
        conversation.reads(self.case)
        here = [(self.case.number, reverse("complaints:case")), (found.get_kind_display(), None)]
        trail = [(_("Follow your case"), reverse("complaints:status")), *here]
        context = {"case": self.case, "paper": found, "content": content, "trail": trail}
        return render(request, "complaints/public/formal_paper.html", context)

    def read(self, key):
        """The paper and what it says. Raises ``Http404`` where it is not the complainant's, or changed."""
        found = reading.for_complainant(self.case).filter(public_id=key).first() if self.whole else None
        if found is None:
            raise Http404
        try:
            return found, reading.whole(found)
        except reading.Changed:
            raise Http404 from None


class OpenedPaperFileView(OpenedPaperView):
    """The same as a .docx file."""

    def get(self, request, paper):
        found, content = self.read(paper)
        conversation.reads(self.case)
        turn = reading.for_complainant(self.case).filter(pk__lte=found.pk).count()
        return as_file(content, f"{self.case.number}-{turn}.docx")
