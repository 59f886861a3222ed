"""Acts on one lead: add and take out material, note, result, close."""

from uuid import UUID

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from disclosure.models import Recipient
from organizations.views.kept_forms import typed_before
from protection import audit
from protection.refusals import NotAllowed
from supervision import closed_cases, leads, material, putting_back, row_search
from supervision.enums import LeadEventKind as Kind
from supervision.forms import AddCaseForm, FindRowsForm, LeadReasonForm, PutBackForm
from supervision.models import LeadItem
from supervision.views.base import LeadView
from supervision.views.lead import LeadInspectView
from supervision.workflow import TRANSITIONS, LeadTransition


class AddCaseView(LeadInspectView):
    """A case by its number, typed into the lead's page."""

    permission_required = "change"
    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        """Add the case, or show the page again with what was typed and what is wrong."""
        form = AddCaseForm(request.POST, user=request.user)
        if form.is_valid():
            case = form.cleaned_data["number"]
            try:
                added = leads.add(self.lead, user=request.user, cases=[case], note=form.cleaned_data["note"])
            except NotAllowed as error:
                form.add_error("number", error.reasons)
            else:
                text = (
                    gettext("Case %(number)s was added.")
                    if added
                    else gettext("Case %(number)s is already in the lead.")
                )
                messages.success(request, text % {"number": case.number})
                return redirect(self.object_url)
        return render(request, self.template_name, self.get_context_data(add_case_form=form), status=422)


class LeadRowsView(LeadView):
    """Looking up list rows, and adding those that were ticked.

    Whose name is looked up goes with the form, never in an address (decision 0016), and each look-up is
    written down with the lead, without the name.
    """

    permission_required = "change"
    template_name = "supervision/rows.html"
    header_icon = "folder-open-inverse"
    page_title = _("Add list rows")

    def get_context_data(self, **kwargs):
        """The look-up and what it found, masked as on the public list."""
        looking = "look_up" in self.request.POST
        form = FindRowsForm(self.request.POST if looking else None)
        asked = form.cleaned_data if form.is_valid() else {}
        found = row_search.find(self.request.user, self.lead, **asked)
        if any(asked.values()):
            audit.record("supervision.find_rows", self.lead, user=self.request.user, hits=len(found))
        held = set(leads.current_items(self.lead).values_list("recipient_id", flat=True))
        return super().get_context_data(
            form=form,
            asked=any(asked.values()),
            lines=[(row.public_id, material.row_line(row), row.pk in held) for row in found],
            most=row_search.MOST_ROWS,
            **kwargs,
        )

    def post(self, request, *args, **kwargs):
        """Look up, or add the ticked rows, as the button says."""
        if "look_up" in request.POST:
            return self.render_to_response(self.get_context_data())
        ticked = [key for key in map(_key, request.POST.getlist("row")) if key]
        chosen = Recipient.objects.visible_to(request.user).filter(public_id__in=ticked)
        note = request.POST.get("note", "")[:500]
        try:
            added = leads.add(self.lead, user=request.user, recipients=list(chosen), note=note)
        except NotAllowed as error:
            self.refuse(error.reasons)
            return redirect(reverse("lead:rows", args=[self.lead.public_id]))
        messages.success(request, gettext("List rows added: %(count)d.") % {"count": len(added)})
        return redirect(self.object_url)


class ReasonView(LeadView):
    """An act that asks for its reason in the same step and says what will happen, as the table has it."""

    permission_required = "change"
    template_name = "supervision/form.html"
    kind: Kind | None = None

    @property
    def row(self) -> LeadTransition:
        """The act's row in the table of transitions."""
        assert self.kind is not None  # each address names its act
        return TRANSITIONS[self.kind]

    def get_page_title(self):
        """What the act is called."""
        return self.row.label

    def form(self, data=None) -> LeadReasonForm:
        """What the act asks for."""
        return LeadReasonForm(data)

    def act(self, form) -> None:
        """Do it. Raises NotAllowed."""
        leads.act(self.lead, self.row.kind, user=self.request.user, reason=form.cleaned_data["reason"])

    def get_context_data(self, **kwargs):
        """The form with what will happen above it."""
        return super().get_context_data(
            form=kwargs.pop("form", None) or self.form(typed_before(self.request)),
            action_url=self.request.path,
            submit_button_label=self.row.submit,
            consequence=self.row.consequence,
            is_final=self.row.is_final,
            cancel_url=self.object_url,
            **kwargs,
        )

    def post(self, request, *args, **kwargs):
        """Do the act and go back to the lead."""
        form = self.form(request.POST)
        if form.is_valid():
            try:
                self.act(form)
            except NotAllowed as error:
                form.add_error(None, error.reasons)
            else:
                messages.success(request, gettext("Done, and noted in the lead."))
                return redirect(self.object_url)
        return render(request, self.template_name, self.get_context_data(form=form))


class PutBackView(ReasonView):
    """Putting back keepers whom words removed: ticked line by line, with one reason."""

    kind = Kind.PUT_BACK

    def form(self, data=None) -> PutBackForm:
        """The form, with the lines that this inspector may tick."""
        return PutBackForm(data, lead=self.lead, user=self.request.user)

    def act(self, form) -> None:
        """Put back whoever was ticked."""
        putting_back.put_back(
            self.lead, user=self.request.user, keys=form.keys(), reason=form.cleaned_data["reason"]
        )


class RemoveView(ReasonView):
    """Taking a piece of material out."""

    kind = Kind.ITEM_REMOVED

    def act(self, form) -> None:
        """Take the named item of this very lead out."""
        item = LeadItem.objects.filter(lead=self.lead, public_id=self.kwargs["item"]).first()
        if item is None or item.case_id in closed_cases.closed_to(self.lead, self.request.user):
            raise Http404
        leads.remove(item, user=self.request.user, reason=form.cleaned_data["reason"])


def _key(value: str) -> UUID | None:
    """A row's public id as it came from a form, None for anything else."""
    try:
        return UUID(value)
    except ValueError:
        return None
