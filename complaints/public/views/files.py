"""Photos and papers: several at once, one by one, or none."""

from dataclasses import asdict

from django.shortcuts import redirect

from complaints.public import attachments, refusals
from complaints.public.views.base import FilingView


class FilesView(FilingView):
    """Add, remove, go on. A refused file takes nothing else with it."""

    slug = "files"
    most_bytes = attachments.MOST_BYTES
    template_name = "complaints/public/files.html"

    def get(self, request):
        """The files kept so far, and what can be added; what was refused is said once."""
        return self.show(
            files=list(self.draft.attachments.order_by("pk")),
            policy=attachments.POLICY,
            maximum=attachments.MAXIMUM,
            **refusals.take(request.session, self.slug),
        )

    def post(self, request):
        # "Continue" with files still in the field takes them as well: many people never see the other button.
        refused = attachments.add(self.draft, request.FILES.getlist("files"))
        if refused:
            return self.refuse(refused=[asdict(file) for file in refused])
        if "remove" in request.POST:
            attachments.remove(self.draft, request.POST["remove"])
            return redirect(request.get_full_path())
        if "add" in request.POST:
            return redirect(request.get_full_path()) if request.FILES else self.refuse(nothing=True)
        return self.go_on()
