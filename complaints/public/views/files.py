"""Photos and papers: several at once, one by one, or none."""

from django.shortcuts import redirect

from complaints.public import attachments
from complaints.public.views.base import FilingView


class FilesView(FilingView):
    """Add, remove, go on. A refused file takes nothing else with it."""

    slug = "files"
    template_name = "complaints/public/files.html"

    def page(self, status=200, **context):
        """The files kept so far, and what can be added."""
        files = list(self.draft.attachments.order_by("pk"))
        return self.show(
            status, files=files, policy=attachments.POLICY, maximum=attachments.MAXIMUM, **context
        )

    def get(self, request):
        return self.page()

    def post(self, request):
        # "Continue" with files still in the field takes them as well: many people never see the other button.
        refused = attachments.add(self.draft, request.FILES.getlist("files"))
        if refused:
            return self.page(status=422, refused=refused)
        if "remove" in request.POST:
            attachments.remove(self.draft, request.POST["remove"])
            return redirect(request.get_full_path())
        if "add" in request.POST:
            return redirect(request.get_full_path()) if request.FILES else self.page(status=422, nothing=True)
        return self.go_on()
