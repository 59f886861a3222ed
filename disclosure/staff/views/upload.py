"""Uploading a list."""

from contextlib import suppress
from functools import partial

from django.db import transaction
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin import messages

from disclosure import order, tasks
from disclosure.intake import importing, reading
from disclosure.intake.reading import MEGABYTE, MOST_BYTES
from disclosure.messages import REASONS
from disclosure.problems import ColumnsUnknown, FileRefused, ListActNotAllowed, TooMuchAtOnce
from disclosure.staff.forms import UploadForm
from disclosure.staff.views.base import ListsPage

#: The field that a refusal is about; of any other, the whole form.
FIELDS = {"no_editor_here": "region", "month_not_later": "month", "month_too_far": "month"}


class UploadView(ListsPage):
    """The form, and what is wrong with a file that was refused as a whole."""

    permission_required = "add"
    #: A file that is too large is told so by this page up to here, and not by the site's own.
    most_bytes = 3 * MOST_BYTES + MEGABYTE
    template_name = "disclosure/staff/upload.html"
    page_title = _("Upload a list")

    def post(self, request, *args, **kwargs):
        """Import a small file at once, leave a large one to a background task."""
        form = UploadForm(request.POST, request.FILES, user=request.user)
        problems = []
        if form.is_valid():
            try:
                return self.done(self.take(form))
            except ColumnsUnknown as unknown:
                return self.ask(form, unknown)
            except FileRefused as refused:
                problems = refused.problems
                form.add_error("file", _("Nothing was imported. Mend the file, then choose it again."))
            except ListActNotAllowed as refused:
                for code in refused.codes:
                    form.add_error(FIELDS.get(code), str(REASONS[code]))
        return self.render_to_response(self.get_context_data(form=form, problems=problems))

    @staticmethod
    def facts(form):
        """What the list is about."""
        return {key: form.cleaned_data[key] for key in ("programme", "region", "month")}

    def ask(self, form, unknown):
        """Keep the file with what is to be said of its columns, and go on to that."""
        file, facts = form.cleaned_data["file"], self.facts(form)
        batch = importing.receive_list(file, user=self.request.user, question=unknown.question, **facts)
        return redirect("batch:columns", batch.pk)

    def take(self, form):
        """Hand the file to the domain."""
        file, facts = form.cleaned_data["file"], self.facts(form)
        if file.size <= importing.INLINE_BYTES:
            with suppress(TooMuchAtOnce):
                return importing.import_list(
                    file, user=self.request.user, limits=reading.WHILE_WAITING, **facts
                )
        batch = importing.receive_list(file, user=self.request.user, **facts)
        transaction.on_commit(partial(tasks.read_batch.enqueue, batch.pk))
        return batch

    def done(self, batch):
        """Go on to the batch, saying what came of it."""
        batch.refresh_from_db()
        if beside := order.drafts_beside(batch).count():
            message = ngettext(
                "There is %(count)s other draft of this month here already.",
                "There are %(count)s other drafts of this month here already.",
                beside,
            )
            messages.warning(self.request, message % {"count": beside})
        if not batch.is_checked:
            messages.success(self.request, _("The file was received and is being read."))
        elif batch.refused_count:
            message = ngettext(
                "%(count)s row was refused. Each says what would be right.",
                "%(count)s rows were refused. Each says what would be right.",
                batch.refused_count,
            )
            messages.warning(self.request, message % {"count": batch.refused_count})
        else:
            messages.success(self.request, _("All rows were accepted. Look at the difference, then submit."))
        return redirect("batch:inspect", batch.pk)

    def get_context_data(self, **kwargs):
        """Add the form and the name of the refused file."""
        kwargs.setdefault("form", UploadForm(user=self.request.user))
        file = self.request.FILES.get("file")
        return super().get_context_data(file_name=file.name if file else "", **kwargs)
