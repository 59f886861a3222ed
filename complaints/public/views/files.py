"""Photos and papers: several at once, one by one, or none."""

from dataclasses import asdict

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from complaints.public import attachments, crowding, refusals
from complaints.public.views import question
from complaints.public.views.base import FilingView


class FilesView(FilingView):
    """Add, remove, go on. A refused file takes nothing else with it."""

    slug = "files"
    most_bytes = attachments.MOST_BYTES
    template_name = "complaints/public/files.html"

    def get(self, request):
        """The files kept so far, and what can be added; what was refused is said once."""
        if page := self.question():
            return page
        return self.show(
            files=list(self.draft.attachments.order_by("pk")),
            policy=attachments.POLICY,
            maximum=attachments.MAXIMUM,
            **refusals.take(request.session, self.slug),
        )

    def question(self):
        """The page that asks something first, where very many files come from here; once a form."""
        if self.draft.answered:
            return None
        page = question.asked(
            self.request, crowding.before_files(question.network_of(self.request)), of_files=True
        )
        if question.use(self.request):
            self.draft.answered = True
            self.draft.save(update_fields=["answered"])
        return page

    def post(self, request):
        answering = {"captcha_key", "another"} & request.POST.keys()
        if (answering or request.FILES) and (page := self.question()):
            if request.FILES:  # they cannot be kept in a page
                messages.info(
                    request, _("Please answer the question first, then choose the files once more.")
                )
                return redirect(request.get_full_path())
            return page
        # "Continue" with files still in the field takes them as well: many people never see the other button.
        refused = attachments.add(self.own_draft, request.FILES.getlist("files"))
        if refused:
            return self.refuse(refused=[asdict(file) for file in refused])
        if "remove" in request.POST:
            attachments.remove(self.own_draft, request.POST["remove"])
            return redirect(request.get_full_path())
        if "add" in request.POST:
            return redirect(request.get_full_path()) if request.FILES else self.refuse(nothing=True)
        return self.go_on()
