"""Taking over another system's cases: the file, how far it was read, and what was found in its rows."""

from functools import partial

from django import forms
from django.core.paginator import Paginator
from django.db import transaction
from django.shortcuts import redirect
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from complaints import tasks
from complaints.imports import importing
from complaints.imports.messages import ExplainedFinding
from complaints.models import CaseImport, ImportFinding
from complaints.permissions import import_policy
from disclosure.intake.reading import MEGABYTE, MOST_BYTES
from disclosure.problems import FileRefused
from organizations import scope
from organizations.enums import Role
from organizations.models import Region, User
from organizations.views.pages import RowPage, SectionPage

FINDINGS_A_PAGE = 50
SHOWN_IMPORTS = 50


class ImportForm(forms.Form):
    """The file, and the place whose cases it holds."""

    region = forms.ModelChoiceField(
        queryset=Region.objects.none(),
        empty_label=None,
        label=_("Place"),
        help_text=_(
            "The place the whole file is of. What names a township or county of it is filed for that; who "
            "reads a case first follows the same rules as of any other."
        ),
    )
    file = forms.FileField(
        label=_("File"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.csv"}),
        help_text=_(
            "Excel (.xlsx, .xls) or CSV as the other system gave it out, up to 50 MB. It is deleted when it "
            "was read; the same file again adds nothing."
        ),
        error_messages={"required": _("Choose the file.")},
    )

    def __init__(self, *args, user: User, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        own = {held.region_code for held in scope.holdings(user) if held.role == Role.ADMINISTRATOR}
        place = self.fields["region"]
        assert isinstance(place, forms.ModelChoiceField)
        place.queryset = Region.objects.filter(code__in=own).order_by("code")


class ImportsPage(SectionPage):
    """A page of the imports of cases."""

    permission_policy = import_policy
    permission_required = "import"
    index_url_name = "complaints_imports"
    section_label = _("Cases of other systems")
    header_icon = "download"


class ImportIndexView(ImportsPage):
    """The form, and the latest imports of one's own places."""

    template_name = "complaints/staff/imports.html"
    page_title = _("Cases of other systems")
    #: A file that is too large is told so by this page up to here, and not by the site's own.
    most_bytes = 3 * MOST_BYTES + MEGABYTE

    def crumbs(self):
        """Nothing below the section, whose page it is."""
        return []

    def post(self, request, *args, **kwargs):
        """Keep the file and leave it to a worker."""
        form = ImportForm(request.POST, request.FILES, user=request.user)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        file = form.cleaned_data["file"]
        try:
            made = importing.receive(
                file, region=form.cleaned_data["region"], user=request.user, name=file.name
            )
        except FileRefused as refused:
            form.add_error("file", _("Nothing was imported. Mend the file, then choose it again."))
            found = [
                ExplainedFinding(ImportFinding(code=each.code, params=each.params, column=each.column))
                for each in refused.problems
            ]
            return self.render_to_response(self.get_context_data(form=form, problems=found))
        transaction.on_commit(partial(tasks.read_cases_file.enqueue, made.pk))
        messages.success(request, _("The file was received and is being read."))
        return redirect("complaints_import", made.pk)

    def get_context_data(self, **kwargs):
        """Add the form and the imports."""
        kwargs.setdefault("form", ImportForm(user=self.request.user))
        own = import_policy.instances_user_has_permission_for(self.request.user, "import")
        return super().get_context_data(
            imports=own.select_related("region", "imported_by")[:SHOWN_IMPORTS], **kwargs
        )


class ImportView(ImportsPage, RowPage):
    """One import: how far it is, and what was found, a page at a time."""

    template_name = "complaints/staff/import.html"
    inspect_url_name = "complaints_import"
    context_object_name = "case_import"
    related = ("region", "imported_by")
    object: CaseImport

    def get_page_title(self):
        """Of which place, and since when."""
        return f"{self.object.region} · {localtime(self.object.created_at):%Y-%m-%d %H:%M}"

    def crumbs(self):
        """The import alone, whose own page it is."""
        return [{"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs):
        """Add the findings."""
        page = Paginator(self.object.findings.all(), FINDINGS_A_PAGE).get_page(self.request.GET.get("p"))
        return super().get_context_data(
            page=page, problems=[ExplainedFinding(finding) for finding in page.object_list], **kwargs
        )
