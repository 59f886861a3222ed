"""The page on which a case that nobody may read is opened for its highest readers, unread."""

from __future__ import annotations

from django import forms
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from complaints import last_resort
from complaints.casework import NotAllowed
from complaints.fields import PlainCharField
from complaints.last_resort import Closed
from complaints.models import Respondent
from complaints.views.base import StaffPage
from complaints.workflow import DECIDERS
from organizations import scope
from organizations.views.reauthentication import demanded


class OpenForm(forms.Form):
    """Whom one case is opened for, and why. The case stands in the form, not in the address."""

    number = forms.CharField(widget=forms.HiddenInput)
    respondents = forms.TypedMultipleChoiceField(
        label=_("Who is put back"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Somebody whom several lines remove is back only when all of them are chosen."),
    )
    reason = PlainCharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=1000,
        help_text=_("Stays in the file and in the log."),
    )

    def __init__(self, *args, closed: Closed, **kwargs):
        super().__init__(*args, initial={"number": closed.number}, auto_id=f"id_{closed.number}_%s", **kwargs)
        self.fields["respondents"].choices = [
            (turn, f"{who(row)}：{naming(row)}") for turn, row in enumerate(closed.rows, 1)
        ]


class LastResortView(StaffPage):
    """Cases that nobody may read: number, who was removed and how, never the words."""

    template_name = "complaints/staff/last_resort.html"
    page_title = _("Cases that nobody may read")

    def dispatch(self, request, *args, **kwargs):
        if not scope.has_role(request.user, *DECIDERS):
            raise PermissionDenied
        asked = demanded(request) if request.method == "POST" else None
        response = asked or super().dispatch(request, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        return response

    def get_breadcrumbs_items(self):
        """Home, then this page."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs):
        sent = kwargs.pop("sent", None)
        waiting = [
            (each, sent if sent and sent.data.get("number") == each.number else OpenForm(closed=each))
            for each in last_resort.waiting_for(self.request.user)
        ]
        return super().get_context_data(waiting=waiting, **kwargs)

    def post(self, request, *args, **kwargs):
        """Put back whoever was ticked on one case."""
        number = request.POST.get("number", "")
        waiting = last_resort.waiting_for(request.user)
        closed = next((each for each in waiting if each.number == number), Closed("", ()))
        form = OpenForm(request.POST, closed=closed)
        if form.is_valid():
            given = form.cleaned_data
            try:
                last_resort.put_back(request.user, number, given["respondents"], given["reason"])
            except NotAllowed as refused:
                form.add_error(None, refused.reasons)
            else:
                messages.success(request, gettext("Done, and noted in the case."))
                return redirect("complaints_last_resort")
        return self.render_to_response(self.get_context_data(sent=form), status=422)


def who(row: Respondent) -> str:
    """Whom the row removed: an office, a person, or everybody of a name that is not shown."""
    return " · ".join(str(each) for each in (row.user, row.unit) if each) or gettext("everybody of one name")


def naming(row: Respondent) -> str:
    """By which kind of naming; the words are part of what is not read."""
    if row.derived:
        return gettext("found in what was written")
    return gettext("named by staff") if row.unit_id else gettext("a name that somebody wrote")
