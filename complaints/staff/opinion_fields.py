"""The parts of a written opinion as fields of a form (信访工作条例 32)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from complaints.fields import PlainCharField
from complaints.handling.opinions import LACKING
from complaints.intake.intake import NARRATIVE_LENGTH
from complaints.papers.filling import OPINION_PARTS

_ROWS = {"asked": 3, "facts": 7, "opinion": 5}
_LENGTHS = {"asked": 2000, "facts": NARRATIVE_LENGTH, "opinion": NARRATIVE_LENGTH}
_LABELS = {
    "asked": _("What was asked"),
    "facts": _("Facts and reasons"),
    "opinion": _("Opinion and its legal basis"),
}
_HELP = {
    "asked": _("In a sentence or two, without the name of who asked."),
    "facts": _("What was looked into, what was found, and what follows from it."),
    "opinion": _(
        "What is done about it, with the article. What it says to the request, and how to have it "
        "reviewed, is put there by itself."
    ),
}


def opinion_fields() -> dict[str, forms.Field]:
    """Return one field a part, in their order."""
    return {
        name: PlainCharField(
            label=_LABELS[name],
            widget=forms.Textarea(attrs={"rows": _ROWS[name]}),
            max_length=_LENGTHS[name],
            help_text=_HELP[name],
            error_messages={"required": LACKING[name]},
        )
        for name in OPINION_PARTS
    }
