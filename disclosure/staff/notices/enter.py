"""Entering notices: typed, pasted, or read from a file."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin import messages

from disclosure.intake import reading
from disclosure.messages import REASONS
from disclosure.models import Notice
from disclosure.notices import acting, entering, files, pasting
from disclosure.problems import ColumnsUnknown, FileRefused, ListActNotAllowed, TooMuchAtOnce
from disclosure.staff.column_forms import ColumnsForm
from disclosure.staff.notices.forms import NoticesForm
from disclosure.staff.notices.views import NoticesPage
from organizations.views.kept_forms import typed_before


class EnterView(NoticesPage):
    """Enters one notice or several; all of them, or none with what is wrong line by line.

    A file becomes lines of the form, which are looked over and sent as typed ones are.
    """

    permission_required = "add"
    template_name = "disclosure/staff/notices/enter.html"
    page_title = _("Enter notices")
    #: A file that is too large is told so by this page up to here, and not by the site's own.
    most_bytes = 3 * reading.MOST_BYTES

    def post(self, request, *args, **kwargs):
        """Store them for review, or show the form again with all that was typed."""
        form = NoticesForm(request.POST, request.FILES, user=request.user)
        if form.is_of_file:
            return self.render_to_response(self.get_context_data(**self.read(form)))
        if form.is_valid() and self.enter(form):
            count = len(form.wanted)
            words = ngettext(
                "%(count)s notice waits for a second person.",
                "%(count)s notices wait for a second person.",
                count,
            )
            messages.success(request, words % {"count": count})
            for notice in self.entered:
                if acting.is_told_hidden(notice, request.user):
                    messages.warning(request, f"{notice.masked_name}: {REASONS['notice_hidden']}")
            return redirect("notice:index")
        return self.render_to_response(self.get_context_data(form=form))

    def enter(self, form: NoticesForm) -> bool:
        """Hand the households to the domain; False, and nothing is kept, where one of them is refused."""
        self.entered: list[Notice] = []
        twice = []
        with transaction.atomic():
            for line, wanted in form.wanted:
                try:
                    self.entered.append(entering.enter(wanted, self.request.user))
                except ListActNotAllowed as refused:
                    form.refuse(line, refused.codes)
                    twice += [wanted] if "notice_twice" in refused.codes else []
            if form.errors:
                transaction.set_rollback(True)
        for wanted in twice:
            entering.log_refused(wanted, self.request.user)
        return not form.errors

    def read(self, form: NoticesForm) -> dict[str, Any]:
        """The form with the households of its file below what was typed, or why there are none."""
        if not form.is_valid():
            return {"form": form}
        columns = None
        try:
            try:
                found = self.read_file(form, {})
            except ColumnsUnknown as unknown:
                said = form.data if any(key.startswith("column-") for key in form.data) else None
                columns = ColumnsForm(said, question=unknown.question, fields=form.about.fields())
                if not columns.is_valid():
                    form.add_error(
                        "file", _("First say above what the columns are, then choose the file again.")
                    )
                    return {"form": form, "columns": columns}
                found = self.read_file(form, columns.chosen_fields())
        except FileRefused as refused:
            form.add_error("file", _("Nothing was read. Mend the file, then choose it again."))
            return {"form": form, "problems": refused.problems, "columns": columns}
        except TooMuchAtOnce:
            form.add_error("file", _("The file takes too long to read. Send fewer rows, or try again later."))
            return {"form": form}
        return {
            "form": self.filled(form, found),
            "problems": found.problems,
            "found": found,
            "lacks_yuan": form.about.pays and not found.has_amounts,
        }

    @staticmethod
    def read_file(form: NoticesForm, said: Mapping[str, str]) -> files.ReadFile:
        """What stands in the form's file, with what was said of its headings."""
        return files.read(form.cleaned_data["file"], form.about, said)

    def filled(self, form: NoticesForm, found: files.ReadFile) -> NoticesForm:
        """The form as if its editor had typed the households of the file too."""
        data = self.request.POST.copy()
        typed = form.cleaned_data["households"].strip()
        data["households"] = "\n".join(filter(None, [typed, *map(pasting.written, found.households)]))
        data.pop("read", None)
        filled = NoticesForm(data, user=self.request.user)
        filled.full_clean()  # what is wrong between these lines and those typed is said at once
        return filled

    def get_context_data(self, **kwargs):
        """Add the form."""
        kwargs.setdefault("form", NoticesForm(typed_before(self.request), user=self.request.user))
        return super().get_context_data(**kwargs)
