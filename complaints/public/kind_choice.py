"""The first question: each kind of matter with a line that says what it is for."""

from django import forms
from django.utils.translation import gettext_lazy as _

from complaints.enums import CaseKind

HINTS = {
    CaseKind.ENQUIRY: _(
        "You want to know something: who can receive assistance, how to apply, where an application stands."
    ),
    CaseKind.COMPLAINT: _("Something was not done, done late, or you were treated badly."),
    CaseKind.REPORT: _("Somebody takes money, demands gifts, favours relatives, or forged papers."),
    CaseKind.OBJECTION: _(
        "Somebody on a list should not be there, or somebody is missing, or a figure is wrong."
    ),
}


class KindSelect(forms.RadioSelect):
    """Radio buttons whose options carry their hint. Raises KeyError for a kind that has none."""

    def create_option(self, name, value, *args, **kwargs):
        """As Django's, with ``hint``."""
        return super().create_option(name, value, *args, **kwargs) | {"hint": HINTS[CaseKind(value)]}
