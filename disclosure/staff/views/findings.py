"""The editor's file with its findings: handed in again, annotated, given back, and not kept."""

from django import forms
from django.http import FileResponse
from django.utils.translation import gettext_lazy as _

from disclosure.intake import findings
from disclosure.intake.reading import MEGABYTE, MOST_BYTES
from disclosure.problems import FileRefused, TooMuchAtOnce
from disclosure.staff.views.base import BatchPage
from protection import audit

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BUSY = _("Other files are just being read. Please try again in a minute; nothing was lost.")


class AgainForm(forms.Form):
    """The file that was read, once more."""

    file = forms.FileField(
        label=_("The file as it was uploaded"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.csv"}),
        error_messages={"required": _("Choose the file.")},
    )


class FindingsView(BatchPage):
    """Asks for the file, and answers with a workbook of it."""

    permission_required = "submit"
    most_bytes = MOST_BYTES + MEGABYTE
    template_name = "disclosure/staff/findings.html"
    page_title = _("Get the file with its findings")

    def post(self, request, *args, **kwargs):
        """Give it back with a column of findings, or say why not."""
        form = AgainForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                made = findings.annotated(self.batch, form.cleaned_data["file"])
            except FileRefused as refused:
                for problem in refused.problems:
                    form.add_error("file", f"{problem.what_is_wrong} {problem.what_is_right}")
            except TooMuchAtOnce:
                form.add_error("file", BUSY)
            else:
                audit.record(
                    "disclosure.export", self.batch, user=request.user, rows=self.batch.refused_count
                )
                name = f"findings-{self.batch.pk}.xlsx"
                return FileResponse(made, as_attachment=True, filename=name, content_type=WORKBOOK)
        return self.render_to_response(self.get_context_data(form=form))

    def get_context_data(self, **kwargs):
        """Add the form, and whether all rows come back."""
        kwargs.setdefault("form", AgainForm())
        rows = self.batch.accepted_count + self.batch.refused_count
        return super().get_context_data(is_whole=rows <= findings.WHOLE_UP_TO, **kwargs)
